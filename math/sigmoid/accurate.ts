/**
 * The accurate phase of correct rounding (Ziv's strategy): σ(x) in double-doubles, for the elements that the fast phase leaves
 * undecided.
 *
 * The formula is that of the fast phase for −|x|, with σ(a) = S + low and with three terms more:
 *
 *     σ(a + r) = S + low + 720·P·r / (720 + 720·h·r + 60·r² − r⁴ + r⁶/42 − r⁸/1680 + r¹⁰/66528)
 * where P = σ(a)(1 − σ(a)), h = σ(a) − ½; scaled by 720, the first coefficients are integers.
 *
 * Names end in Low where a value is the sum of two doubles.
 */
import { INVERSE_LN2, LN2, LN2_HIGH, LN2_LOWEST, LN2_MIDDLE } from '../constants.ts';
import { twoProductError, twoSumError } from '../double-double.ts';
import { ROUNDER } from '../search.ts';
import { ACCURATE_ERROR, COMPLEMENT_ERROR, TINY } from './bounds.ts';
import { FAITHFUL_OFFSET } from './reach.ts';

/** Below this, σ(x) is taken from e^x = 2^k·e^(x − k·ln 2). */
const TAIL: number = -48;

/** The k of `accuratePhase`: 0, or in the tail the integer that brings x near −47, as in the faithful kernel. */
export function exponentFor(x: number): number {
  return x < TAIL ? x * INVERSE_LN2 + FAITHFUL_OFFSET + ROUNDER - ROUNDER : 0;
}

/** Which step below 0 of the table is nearest to −|x| − k·ln 2, for |x| ≤ 48 or k from `exponentFor`. */
export function stepFor(x: number, k: number): number {
  return (Math.abs(x) + k * LN2) * 64 + ROUNDER - ROUNDER;
}

/** The double nearest to σ(x), |x| < TINY: that nearest to ½ + x/4, but a tie falls towards ½. */
export function tiny(x: number): number {
  const quarter = 0.25 * x;
  // Ties are multiples of 2^-55. 1 − 2^-53 times a double is the next one towards 0.
  const even = quarter + 0.1875 - 0.1875 === quarter;
  return 0.5 + (even ? quarter * (1 - 1 / 9007199254740992) : quarter);
}

/** What the steps below hand on: σ(−|x| − k·ln 2) = c + cLow, and the denominator D + DLow. */
let c: number = 0;
let cLow: number = 0;
let D: number = 0;
let DLow: number = 0;

/**
 * The double nearest to σ(x), or NaN where the error of this phase leaves two candidates.
 *
 * a, S and low = σ(a) − S belong to the table's entry for −|x| − k·ln 2, where k is that of `exponentFor` and scale is 2^k.
 */
export function accuratePhase(x: number, a: number, S: number, low: number, k: number, scale: number): number {
  if (Math.abs(x) < TINY) return tiny(x);
  setLogistic(x, a, S, low, k);
  if (x > 0) {
    // σ(x) = 1 − c
    const y = 1 - c;
    return roundsUniquely(y, 1 - y - c - cLow, c * ACCURATE_ERROR + COMPLEMENT_ERROR);
  }
  if (k < 0) {
    // e^x = 2^k·c/(1 − c), σ(x) = e^x·(1 − e^x); c < 2^-67.
    cLow += c * c * (1 - scale);
    const ulp = 5e-324 / scale;
    if (c < ulp * 4503599627370496) return roundsUniquelyAt(ulp) * scale;
  }
  return roundsUniquely(c, cLow, c * ACCURATE_ERROR) * scale;
}

/** c + cLow = S + low + 720·(w + wLow)/(D + DLow) */
function setLogistic(x: number, a: number, S: number, low: number, k: number): void {
  // r + rLow = −|x| − k·ln 2 − a (Cody–Waite, in three parts)
  const reduced = -Math.abs(x) - k * LN2_HIGH - a;
  const shift = -k * LN2_MIDDLE;
  const r = reduced + shift;
  const rLow = twoSumError(reduced, shift, r) - k * LN2_LOWEST;

  // w + wLow = P·r
  const U = 1 - S;
  const P = S * U;
  const PLow = twoProductError(S, U, P) + (S * (1 - U - S) + low * (U - S));
  const w = P * r;
  const wLow = twoProductError(P, r, w) + (PLow * r + P * rLow);

  // q + qLow = 720·(w + wLow)/(D + DLow)
  setDenominator(S, low, r, rLow);
  const w720 = 720 * w;
  const w720Low = twoProductError(720, w, w720) + 720 * wLow;
  const q = w720 / D;
  const product = q * D;
  const qLow = (w720 - product - twoProductError(q, D, product) + (w720Low - q * DLow)) / D;

  const sum = S + q;
  const sumLow = q - (sum - S) + (qLow + low);
  c = sum + sumLow;
  cLow = sumLow - (c - sum);
}

/** D + DLow = 720 + 720·h·r + 60·r² − r⁴ + r⁶/42 − r⁸/1680 + r¹⁰/66528 */
function setDenominator(S: number, low: number, r: number, rLow: number): void {
  const h = S - 0.5;
  const hr = h * r;
  const hrLow = twoProductError(h, r, hr) + ((S - (h + 0.5) + low) * r + h * rLow);
  const r2 = r * r;
  const r2Low = twoProductError(r, r, r2) + 2 * r * rLow;
  const r4 = r2 * r2;
  const r4Low = twoProductError(r2, r2, r4) + 2 * r2 * r2Low;
  const rest = r4 * r2 * (1 / 42 - r2 * (1 / 1680 - r2 * (1 / 66528)));

  const hr720 = 720 * hr;
  const hr720Low = twoProductError(720, hr, hr720) + 720 * hrLow;
  const r60 = 60 * r2;
  const r60Low = twoProductError(60, r2, r60) + 60 * r2Low;
  const quadratic = hr720 + r60;
  const quadraticLow = twoSumError(hr720, r60, quadratic) + hr720Low + r60Low;
  const e = quadratic - r4;
  D = 720 + e;
  DLow = e - (D - 720) + (twoSumError(quadratic, -r4, e) + (quadraticLow - r4Low + rest));
}

/** The double nearest to y + yLow ± bound, or NaN if that is not the same at both ends. */
function roundsUniquely(y: number, yLow: number, bound: number): number {
  const upper = y + (yLow + bound);
  return y + (yLow - bound) === upper ? upper : NaN;
}

/** The multiple of ulp nearest to c + cLow, where that is subnormal once it is scaled; or NaN. */
function roundsUniquelyAt(ulp: number): number {
  // Adding 2^52·ulp rounds to multiples of ulp.
  const rounder = ulp * 4503599627370496;
  const shifted = rounder + c;
  const offset = c - (shifted - rounder) + cLow;
  const bound = c * ACCURATE_ERROR + ulp * (1 / 4503599627370496);
  return roundsUniquely(shifted, offset, bound) - rounder;
}
