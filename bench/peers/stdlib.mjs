import expit from '@stdlib/math-base-special-expit';
import log1pexp from '@stdlib/math-base-special-log1pexp';
import logit from '@stdlib/math-base-special-logit';

/** @typedef {import('../elements.mjs').Elements} Elements */

/** For each function the packages that it takes, and a loop of its own: V8 would compile one that all share for all of them. */
const LOOPS = /** @type {[import('../functions.mjs').FunctionName, string, (x: Elements, out: Elements) => void][]} */ ([
  [
    'sigmoid',
    'expit',
    (x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = expit(x[i]);
    },
  ],
  [
    'sigmoidDerivative',
    'expit, s*(1-s)',
    (x, out) => {
      for (let i = 0; i < x.length; i++) {
        const s = expit(x[i]);
        out[i] = s * (1 - s);
      }
    },
  ],
  [
    'softplus',
    'log1pexp',
    (x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = log1pexp(x[i]);
    },
  ],
  [
    'logSigmoid',
    'log1pexp, -log1pexp(-x)',
    (x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = -log1pexp(-x[i]);
    },
  ],
  [
    'logit',
    'logit',
    (x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = logit(x[i]);
    },
  ],
]);

/** @type {import('./main.mjs').Peer[]} */
export default LOOPS.map(([of, name, loop]) => ({
  function: of,
  name: `@stdlib/math-base-special-${name}`,
  type: 'float64',
  prepare(x) {
    const out = new Float64Array(x.length);
    return { run: () => loop(x, out), result: () => out };
  },
}));
