/**
 * Arithmetic on sums of two doubles, to about 2^-103, and exponential and logarithm made of it, to about 2^-95.
 *
 * Every operation replaces `sum`, so that a reference takes a microsecond and no memory.
 */
import { logOfRatio } from './integers.mjs';

/** The number at hand: high + low, where |low| is at most half a unit in the last place of high. */
export const sum = { high: 0, low: 0 };

const SPLITTER = 2 ** 27 + 1;

/** a + b, where |a| ≥ |b| @param {number} a @param {number} b */
export function setSum(a, b) {
  sum.high = a + b;
  sum.low = b - (sum.high - a);
}

/** sum · (b + c) @param {number} b @param {number} c */
export function times(b, c) {
  const { high, low } = sum;
  const product = high * b;
  setSum(product, errorOfProduct(high, b, product) + (high * c + low * b));
}

/** a·b − product, where product is a·b rounded @param {number} a @param {number} b @param {number} product */
function errorOfProduct(a, b, product) {
  const as = SPLITTER * a;
  const ah = as - (as - a);
  const al = a - ah;
  const bs = SPLITTER * b;
  const bh = bs - (bs - b);
  const bl = b - bh;
  return ah * bh - product + ah * bl + al * bh + al * bl;
}

/** sum + (b + c) @param {number} b @param {number} c */
export function plus(b, c) {
  const { high, low } = sum;
  const total = high + b;
  const part = total - high;
  setSum(total, high - (total - part) + (b - part) + (low + c));
}

/** sum / (b + c) @param {number} b @param {number} c */
export function dividedBy(b, c) {
  const { high, low } = sum;
  const quotient = high / b;
  const product = quotient * b;
  const rest = high - product - errorOfProduct(quotient, b, product) + low - quotient * c;
  setSum(quotient, rest / b);
}

/** numerator / 2^200 as a sum of two doubles @param {bigint} numerator @returns {[number, number]} */
function pairOf(numerator) {
  const high = Number(numerator) / 2 ** 200;
  return [high, Number(numerator - (BigInt(high * 2 ** 120) << 80n)) / 2 ** 200];
}

const INVERSE_LN2 = 1.4426950408889634;
// ln 2 in parts of 32, 32 and 53 bits.
const LN2_PARTS = [0.6931471806019545, -4.200915072890502e-11, 2.0941744292700725e-21];

/** 1/n!, n = 0 … 12. */
const INVERSE_FACTORIALS = (() => {
  let factorial = 1n;
  return Array.from({ length: 13 }, (_, n) => {
    factorial *= BigInt(Math.max(1, n));
    return pairOf((1n << 200n) / factorial);
  });
})();

/** e^t = sum · 2^k, where −800 ≤ t ≤ 0. @param {number} t @returns {number} k */
export function exp(t) {
  const k = Math.round(t * INVERSE_LN2);
  // r = t − k·ln 2, divided by 2^9.
  setSum(t - k * LN2_PARTS[0], 0);
  plus(-k * LN2_PARTS[1], 0);
  plus(-k * LN2_PARTS[2], 0);
  const r = sum.high / 512;
  const rLow = sum.low / 512;
  [sum.high, sum.low] = INVERSE_FACTORIALS[12];
  for (let n = 11; n >= 0; n--) {
    times(r, rLow);
    plus(INVERSE_FACTORIALS[n][0], INVERSE_FACTORIALS[n][1]);
  }
  for (let i = 0; i < 9; i++) times(sum.high, sum.low);
  return k;
}

/** 1/(2n + 1), n = 0 … 6. */
const INVERSE_ODDS = Array.from({ length: 7 }, (_, n) => pairOf((1n << 200n) / BigInt(2 * n + 1)));

/** log(1 + i/64), i = 0 … 64. */
const LOGARITHMS = Array.from({ length: 65 }, (_, i) => pairOf(logOfRatio(BigInt(64 + i), 64n, 200n)));

/** log(1 + sum), where 0 ≤ sum ≤ 1, or very near to that. The error is relative to the result, however small it is. */
export function logOfOnePlus() {
  // With c next to sum, log((1 + sum)/(1 + c)) = 2 atanh s, s = (sum − c)/(2 + c + sum), |s| ≤ 2^-8.
  const { high, low } = sum;
  const i = Math.round(64 * high);
  const c = i / 64;
  plus(2 + c, 0);
  const { high: divisor, low: divisorLow } = sum;
  setSum(high, low);
  plus(-c, 0);
  dividedBy(divisor, divisorLow);
  const { high: s, low: sLow } = sum;
  times(s, sLow);
  const { high: square, low: squareLow } = sum;
  [sum.high, sum.low] = INVERSE_ODDS[6];
  for (let n = 5; n >= 0; n--) {
    times(square, squareLow);
    plus(INVERSE_ODDS[n][0], INVERSE_ODDS[n][1]);
  }
  times(2 * s, 2 * sLow);
  plus(LOGARITHMS[i][0], LOGARITHMS[i][1]);
}

/** ln 2 · k is added. @param {number} k */
export function plusLogOfPower(k) {
  const { high, low } = sum;
  [sum.high, sum.low] = LOGARITHMS[64];
  times(k, 0);
  plus(high, low);
}
