/**
 * Exponential and logarithm to any precision, in integers: a number v stands for v / 2^scale.
 *
 * Slow and simple, so that it can judge everything else. Results are right to a few units.
 */
import { fractionOf } from './bits.mjs';

/** A finite x times 2^scale, rounded down. @param {number} x @param {bigint} scale */
export function fixedOf(x, scale) {
  const [numerator, shift] = fractionOf(Math.abs(x));
  const magnitude = scale >= shift ? numerator << (scale - shift) : numerator >> (shift - scale);
  return x < 0 ? -magnitude : magnitude;
}

/** e^x for x ≤ 0, times 2^scale. @param {number} x @param {bigint} scale */
export function expOfNegative(x, scale) {
  // Less than a unit: log2(e) is above 1.4.
  if (-x * 1.4 > scale) return 0n;
  // Halve until the series is short, then square back.
  const halvings = BigInt(Math.max(0, Math.ceil(Math.log2(-x || 1))) + 12);
  const working = scale + 2n * halvings + 24n;
  const one = 1n << working;
  const small = fixedOf(-x, working - halvings);
  let term = one;
  let sum = one;
  for (let i = 1n; term !== 0n; i++) {
    term = -((term * small) >> working) / i;
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> working;
  return sum >> (working - scale);
}

/** log(numerator / denominator) for a quotient from 1 to 2, times 2^scale. @param {bigint} numerator @param {bigint} denominator @param {bigint} scale */
export function logOfRatio(numerator, denominator, scale) {
  // log q = 2 atanh s, s = (q − 1)/(q + 1) ≤ 1/3; every term is 9 times less than the one before, or less still.
  const guard = 20n;
  const working = scale + guard;
  const s = ((numerator - denominator) << working) / (numerator + denominator);
  const square = (s * s) >> working;
  let power = s;
  let sum = 0n;
  for (let i = 1n; power !== 0n; i += 2n) {
    sum += power / i;
    power = (power * square) >> working;
  }
  return sum >> (guard - 1n);
}

/** @type {Map<bigint, bigint>} */
const logsOfTwo = new Map();

/** log 2, times 2^scale. @param {bigint} scale */
export function logOfTwo(scale) {
  const value = logsOfTwo.get(scale) ?? logOfRatio(2n, 1n, scale);
  logsOfTwo.set(scale, value);
  return value;
}

/** @param {bigint} value */
export function magnitudeOf(value) {
  return value < 0n ? -value : value;
}

/** How many binary digits value ≥ 0 has; 0 has none. @param {bigint} value */
export function lengthOf(value) {
  const hexadecimal = value.toString(16);
  return 4 * hexadecimal.length - Math.clz32(Number.parseInt(hexadecimal[0], 16)) + 28;
}
