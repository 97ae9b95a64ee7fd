/** What everything is compared with: the loop that users write. */

/**
 * A loop for each type of elements: one that has run over both is compiled for both, and takes about 5 % longer over each.
 *
 * @type {Record<import('./elements.mjs').ElementType, (x: import('./elements.mjs').Elements, out: import('./elements.mjs').Elements) => void>}
 */
export const NAIVE_LOOPS = {
  float64(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]));
  },
  float32(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]));
  },
};

/**
 * The largest error in ULP that is allowed to the loop, since engines have exponential functions of their own. Over float32 it
 * is hardly more than the ½ of the last rounding, because all before that is computed in doubles.
 */
export const NAIVE_BOUNDS = { float64: 3, float32: 0.51 };
