/** How exact results are, in ULP of their own type. */
import { accuracyOf, nearestSigmoid } from '../oracle/sigmoid.mjs';
import { floatAccuracyOf, nearestFloatSigmoid } from '../oracle/sigmoid-float32.mjs';

/** @param {import('./elements.mjs').Elements} x @param {ArrayLike<number>} y */
export function accuracyOver(x, y) {
  return x instanceof Float32Array ? floatAccuracyOf(x, y) : accuracyOf(x, y);
}

/** The first index at which y is not the nearest that there is to σ(x); −1 if there is none. @param {import('./elements.mjs').Elements} x @param {ArrayLike<number>} y */
export function firstMisrounded(x, y) {
  const nearest = x instanceof Float32Array ? nearestFloatSigmoid : nearestSigmoid;
  return x.findIndex((value, i) => !Object.is(nearest(value), y[i]));
}
