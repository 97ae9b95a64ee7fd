/**
 * σ to many more digits than a double holds: what results are verified against.
 *
 * Two independent ways. `exactSigmoid` works in integers, to any precision; it is slow, and the judge of the other.
 * `referenceSigmoid` works on sums of two doubles, to about 2^-95, in a microsecond.
 */
import { fromBits } from './bits.mjs';
import { dividedBy, exp, plus, setSum, sum } from './double-double.mjs';
import { expOfNegative } from './integers.mjs';
import { oracleOf } from './oracle.mjs';
import { setReference } from './reference.mjs';

export { bitsOf, fromBits } from './bits.mjs';
export { reference, ulpErrorOf } from './reference.mjs';

/** σ(x) as an integer divided by 2^bits, right to a few units; x finite. @param {number} x @param {number} bits */
export function exactSigmoid(x, bits) {
  const guard = 40n;
  const scale = BigInt(bits) + guard;
  const one = 1n << scale;
  const e = expOfNegative(-Math.abs(x), scale);
  const result = x < 0 ? (e * one) / (one + e) : (one * one) / (one + e);
  return result >> guard;
}

/** Sets `reference` to σ(x), to about 2^-95, where |x| ≤ 800; x finite. @param {number} x */
export function referenceSigmoid(x) {
  // Beyond 800, σ is further from every double but 0 and 1 than could matter.
  const k = exp(-Math.min(Math.abs(x), 800));
  const { high, low } = sum;
  const scale = k < -1000 ? 0 : 2 ** k;
  setSum(high * scale, low * scale);
  plus(1, 0);
  const { high: divisor, low: divisorLow } = sum;
  setSum(x < 0 ? high : 1, x < 0 ? low : 0);
  dividedBy(divisor, divisorLow);
  setReference(x < 0 ? k : 0);
}

export const sigmoid = oracleOf({
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  exact: exactSigmoid,
  refer: referenceSigmoid,
  approximate: (x) => 1 / (1 + Math.exp(-x)),
  edges: [
    [Number.NaN, Number.NaN],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, 1],
    [0, 0.5],
    [-0, 0.5],
    [Number.MIN_VALUE, 0.5],
    [-Number.MIN_VALUE, 0.5],
    [10, 0.9999546021312976],
    [-10, 4.5397868702434395e-5],
    [37.42994775023705, 1],
    [37.42994775023704, 1 - 2 ** -53],
    [Number.MAX_VALUE, 1],
    [-708.5, 2.006132305331306e-308],
    [-745.13, Number.MIN_VALUE],
    // −0x1.74910d52d3052p+9 and the double above it.
    [fromBits(0xc0874910d52d3052n), 0],
    [fromBits(0xc0874910d52d3051n), Number.MIN_VALUE],
    [-Number.MAX_VALUE, 0],
  ],
});

export const { accuracyOf, exactUlpError, nearest: nearestSigmoid } = sigmoid;
