/** What a reference in double-double found, and what is measured and rounded with it. */
import { binadeOf, isPowerOfTwo } from './bits.mjs';
import { sum } from './double-double.mjs';

/** f(x) = (high + low)·2^exponent, to about 2^-95, of the last reference that ran. */
export const reference = { high: 0, low: 0, exponent: 0 };

/** Sets `reference` to the number at hand in double-double, times 2^exponent. @param {number} exponent */
export function setReference(exponent) {
  reference.high = sum.high;
  reference.low = sum.low;
  reference.exponent = exponent;
}

/** @typedef {{ precision: number, least: number }} Format a binary format: the bits of a mantissa, and the exponent of its least number */

/** @type {Format} */
export const DOUBLE = { precision: 53, least: -1074 };
/** @type {Format} */
export const FLOAT = { precision: 24, least: -149 };

/** The exponent of a ULP of `reference`, of which `exponent` is left out. @param {Format} format */
function ulpExponent({ precision, least }) {
  const { high, low, exponent } = reference;
  if (high === 0) return least - exponent;
  // That of the exact value itself: just below a power of two the ULP is the smaller one.
  const below = isPowerOfTwo(high) && low !== 0 && low < 0 === high > 0;
  return Math.max(binadeOf(high) - (below ? 1 : 0) + 1 - precision, least - exponent);
}

/** |y − f(x)| in ULP of f(x), from `reference`; NaN is infinitely far from it. @param {number} y @param {Format} [format] */
export function ulpErrorOf(y, format = DOUBLE) {
  if (Number.isNaN(y)) return Number.POSITIVE_INFINITY;
  const { high, low, exponent } = reference;
  // y·2^-exponent is exact where y is anywhere near: f(x) has 53 bits at that scale.
  const scaled = exponent < -1000 ? y * 2 ** 1000 * 2 ** (-exponent - 1000) : y * 2 ** -exponent;
  return Math.abs(scaled - high - low) / 2 ** ulpExponent(format);
}

/** Far more than the error of a reference, in ULP of a double. */
const DOUBT = 2 ** -30;

/** The nearest number of a format to `reference`, or undefined where that is too near to a middle to tell. @param {Format} format */
export function nearestToReference(format) {
  const { high, low, exponent } = reference;
  const sign = high < 0 ? -1 : 1;
  const place = ulpExponent(format);
  const units = (sign * high) / 2 ** place;
  const whole = Math.floor(units);
  const fraction = units - whole + (sign * low) / 2 ** place;
  if (Math.abs(Math.abs(fraction) - 0.5) < DOUBT) return undefined;
  const rounded = fraction > 0.5 ? whole + 1 : fraction < -0.5 ? whole - 1 : whole;
  return sign * rounded * 2 ** (place + exponent);
}
