/** What everything is compared with: the loops that users write. */

import { named } from './elements.mjs';

/** @typedef {import('./elements.mjs').Elements} Elements */

/** The name of the row that all rows of a function and a type are compared with. @param {import('./elements.mjs').ElementType} type */
export const naiveOf = (type) => named('naive loop', type);

/**
 * A loop for each function and type of elements: one that has run over both types is compiled for both, and takes about 5 % longer
 * over each. A function that made the loops would not do, because all that it makes would be compiled together.
 *
 * @type {Record<import('./functions.mjs').FunctionName, Record<import('./elements.mjs').ElementType, (x: Elements, out: Elements) => void>>}
 */
export const NAIVE_LOOPS = {
  sigmoid: {
    float64(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]));
    },
    float32(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]));
    },
  },
  sigmoidDerivative: {
    float64(x, out) {
      for (let i = 0; i < x.length; i++) {
        const s = 1 / (1 + Math.exp(-x[i]));
        out[i] = s * (1 - s);
      }
    },
    float32(x, out) {
      for (let i = 0; i < x.length; i++) {
        const s = 1 / (1 + Math.exp(-x[i]));
        out[i] = s * (1 - s);
      }
    },
  },
  softplus: {
    float64(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
    },
    float32(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
    },
  },
  logSigmoid: {
    float64(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.min(x[i], 0) - Math.log1p(Math.exp(-Math.abs(x[i])));
    },
    float32(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.min(x[i], 0) - Math.log1p(Math.exp(-Math.abs(x[i])));
    },
  },
  logit: {
    float64(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.log(x[i] / (1 - x[i]));
    },
    float32(x, out) {
      for (let i = 0; i < x.length; i++) out[i] = Math.log(x[i] / (1 - x[i]));
    },
  },
};
