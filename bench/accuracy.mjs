/** How exact results are, in ULP of their own type. */
import { ORACLES } from '../oracle/functions.mjs';

/**
 * @typedef {import('./elements.mjs').Elements} Elements
 * @typedef {import('../oracle/oracle.mjs').Accuracy} Accuracy
 *
 * @typedef {object} Judge of results over one x
 * @property {import('./functions.mjs').FunctionName} function whose results they are
 * @property {(y: ArrayLike<number>) => Accuracy} accuracyOf
 * @property {(y: ArrayLike<number>) => number | undefined} misroundedAt the first x at which y is not the nearest that there is; undefined if there is none
 */

/**
 * Judges what a function computed of x. A result that has the bits of one that was judged before is as accurate as that one:
 * to see this takes a hundredth of the time.
 *
 * @param {import('./functions.mjs').FunctionName} name @param {Elements} x
 * @returns {Judge}
 */
export function judgeOf(name, x) {
  const { accuracyOf, floatAccuracyOf, nearest, nearestFloat } = ORACLES[name];
  /** @type {{ y: Float64Array, accuracy: Accuracy }[]} */
  const judged = [];
  return {
    function: name,
    accuracyOf(y) {
      const same = judged.find((entry) => haveSameBits(entry.y, y));
      if (same !== undefined) return same.accuracy;
      const accuracy = x instanceof Float32Array ? floatAccuracyOf(x, y) : accuracyOf(x, y);
      judged.push({ y: Float64Array.from(y), accuracy });
      return accuracy;
    },
    misroundedAt(y) {
      const nearestOf = x instanceof Float32Array ? nearestFloat : nearest;
      return x.find((value, i) => !Object.is(nearestOf(value), y[i]));
    },
  };
}

/** @param {Float64Array} y @param {ArrayLike<number>} z */
function haveSameBits(y, z) {
  return y.length === z.length && y.every((value, i) => Object.is(value, z[i]));
}
