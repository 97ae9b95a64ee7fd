/**
 * The second stage of correct rounding: σ(x) in sums of two doubles, for the elements that the first could not decide.
 *
 * The formula is that of kernel.ts for −|x|, with σ(a) = S + low and with three terms more:
 *
 *     σ(a + r) = S + low + 720·P·r / (720 + 720·h·r + 60·r² − r⁴ + r⁶/42 − r⁸/1680 + r¹⁰/66528)
 * where P = σ(a)(1 − σ(a)), h = σ(a) − ½; scaled by 720, the first coefficients are integers.
 *
 * This file is compiled twice, like table.ts. Names end in Low where a value is the sum of two doubles.
 */

import { productError, sumError } from '../double-double.ts';
import { EPSILON_SECOND, ROUNDING_SECOND, TINY } from './bounds.ts';

/** From scripts/derive-constants.mjs: ln 2 in parts of 32, 32 and 53 bits, so that products with k are exact but for the last. */
export const LN2_FIRST: number = 0.6931471806019545;
export const LN2_SECOND: number = -4.200915072890502e-11;
export const LN2_THIRD: number = 2.0941744292700725e-21;

/** 1.5·2^52: adding and subtracting it rounds to an integer. */
const ROUNDER: number = 6755399441055744;

/** The k of `second`. */
export function exponentFor(x: number): number {
  return x < -48 ? x * 1.4426950408889634 + 68 + ROUNDER - ROUNDER : 0;
}

/** Which step below 0 of the table is nearest to −|x| − k·ln 2, for |x| ≤ 48 or k from `exponentFor`. */
export function stepFor(x: number, k: number): number {
  return (Math.abs(x) + k * 0.6931471805599453) * 128 + ROUNDER - ROUNDER;
}

/** The double nearest to σ(x), |x| < TINY: that nearest to ½ + x/4, but a tie falls towards ½. */
export function tiny(x: number): number {
  const quarter = 0.25 * x;
  // Ties are multiples of 2^-55. 1 − 2^-53 times a double is the next one towards 0.
  const even = quarter + 0.1875 - 0.1875 === quarter;
  return 0.5 + (even ? quarter * (1 - 1 / 9007199254740992) : quarter);
}

/**
 * The double nearest to σ(x), or NaN where the error of this stage leaves two candidates.
 *
 * a, S and low = σ(a) − S belong to the table's entry for −|x| − k·ln 2. Where |x| ≤ 48, k is 0; below −48 it is the
 * integer that brings x near −47, and scale is 2^k.
 */
export function second(x: number, a: number, S: number, low: number, k: number, scale: number): number {
  if (Math.abs(x) < TINY) return tiny(x);

  // r + rLow = −|x| − k·ln 2 − a
  const reduced = -Math.abs(x) - k * LN2_FIRST - a;
  const shift = -k * LN2_SECOND;
  const r = reduced + shift;
  const rLow = sumError(reduced, shift, r) - k * LN2_THIRD;

  const U = 1 - S;
  const P = S * U;
  const PLow = productError(S, U, P) + (S * (1 - U - S) + low * (U - S));
  const w = P * r;
  const wLow = productError(P, r, w) + (PLow * r + P * rLow);

  const h = S - 0.5;
  const hr = h * r;
  const hrLow = productError(h, r, hr) + ((S - (h + 0.5) + low) * r + h * rLow);
  const r2 = r * r;
  const r2Low = productError(r, r, r2) + 2 * r * rLow;
  const r4 = r2 * r2;
  const r4Low = productError(r2, r2, r4) + 2 * r2 * r2Low;
  const rest = r4 * r2 * (1 / 42 - r2 * (1 / 1680 - r2 * (1 / 66528)));

  // D + DLow = 720 + 720·h·r + 60·r² − r⁴ + rest
  const hr720 = 720 * hr;
  const r60 = 60 * r2;
  const quadratic = hr720 + r60;
  const e = quadratic - r4;
  const D = 720 + e;
  const quadraticLow =
    sumError(hr720, r60, quadratic) + (productError(720, hr, hr720) + 720 * hrLow) + (productError(60, r2, r60) + 60 * r2Low);
  const DLow = e - (D - 720) + (sumError(quadratic, -r4, e) + (quadraticLow - r4Low + rest));

  // q + qLow = 720·(w + wLow)/(D + DLow)
  const w720 = 720 * w;
  const w720Low = productError(720, w, w720) + 720 * wLow;
  const q = w720 / D;
  const product = q * D;
  const qLow = (w720 - product - productError(q, D, product) + (w720Low - q * DLow)) / D;

  const sum = S + q;
  const sumLow = q - (sum - S) + (qLow + low);
  const c = sum + sumLow;
  let cLow = sumLow - (c - sum);
  if (x > 0) {
    // 1 − c
    const y = 1 - c;
    const yLow = 1 - y - c - cLow;
    return decide(y, yLow, c * EPSILON_SECOND + ROUNDING_SECOND);
  }
  if (k < 0) {
    // e^x = 2^k·c/(1 − c), σ(x) = e^x·(1 − e^x); c < 2^-67.
    cLow += c * c * (1 - scale);
    const ulp = 5e-324 / scale;
    if (c < ulp * 4503599627370496) {
      const rounder = ulp * 4503599627370496;
      const shifted = rounder + c;
      const offset = c - (shifted - rounder) + cLow;
      const bound = c * EPSILON_SECOND + ulp * (1 / 4503599627370496);
      const y = shifted + (offset + bound);
      return shifted + (offset - bound) === y ? (y - rounder) * scale : NaN;
    }
  }
  return decide(c, cLow, c * EPSILON_SECOND) * scale;
}

/** The double nearest to y + yLow ± bound, or NaN if that is not the same at both ends. */
function decide(y: number, yLow: number, bound: number): number {
  const upper = y + (yLow + bound);
  return y + (yLow - bound) === upper ? upper : NaN;
}
