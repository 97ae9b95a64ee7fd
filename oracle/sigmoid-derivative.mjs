/** σ′(x) = σ(x)·σ(−x) = e/(1 + e)², where e = e^-|x|. */
import { dividedBy, exp, plus, setSum, sum } from './double-double.mjs';
import { expOfNegative } from './integers.mjs';
import { oracleOf } from './oracle.mjs';
import { setReference } from './reference.mjs';

/** @param {number} x @param {number} bits */
function exact(x, bits) {
  const guard = 40n;
  const scale = BigInt(bits) + guard;
  const one = 1n << scale;
  const e = expOfNegative(-Math.abs(x), scale);
  return ((e * one * one) / ((one + e) * (one + e))) >> guard;
}

/** @param {number} x */
function refer(x) {
  // Beyond 800, σ′ is further from every double but 0 than could matter.
  const k = exp(-Math.min(Math.abs(x), 800));
  const { high, low } = sum;
  setSum(high * 2 ** k, low * 2 ** k);
  plus(1, 0);
  const { high: divisor, low: divisorLow } = sum;
  setSum(high, low);
  dividedBy(divisor, divisorLow);
  dividedBy(divisor, divisorLow);
  setReference(k);
}

/** @param {number} x */
function approximate(x) {
  const e = Math.exp(-Math.abs(x));
  return e / ((1 + e) * (1 + e));
}

/** @param {number} x @param {number} y @returns {[x: number, y: number][]} */
const evenly = (x, y) => [
  [x, y],
  [-x, y],
];

export const sigmoidDerivative = oracleOf({
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  exact,
  refer,
  approximate,
  edges: [
    [Number.NaN, Number.NaN],
    ...evenly(Number.POSITIVE_INFINITY, 0),
    ...evenly(0, 0.25),
    ...evenly(Number.MIN_VALUE, 0.25),
    ...evenly(1e-9, 0.25),
    ...evenly(1, 0.19661193324148185),
    ...evenly(37.5, 5.175555005801868e-17),
    ...evenly(48, 1.4251640827409352e-21),
    ...evenly(708, 3.307553003638408e-308),
    ...evenly(708.5, 2.006132305331306e-308),
    ...evenly(745, Number.MIN_VALUE),
    ...evenly(746, 0),
    ...evenly(Number.MAX_VALUE, 0),
  ],
});
