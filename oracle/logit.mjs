/** logit(p) = log(p/(1 − p)), the inverse of σ; with f = min(p, 1 − p), exactly, it is ±log((1 − f)/f). */
import { dividedBy, logOfOnePlus, plus, plusLogOfPower, setSum, sum } from './double-double.mjs';
import { fixedOf, logOfRatio, logOfTwo } from './integers.mjs';
import { oracleOf } from './oracle.mjs';
import { setReference } from './reference.mjs';

/** @param {number} p @param {number} bits */
function exact(p, bits) {
  const guard = 40n;
  const scale = BigInt(bits) + guard;
  // Of 1074 bits every double below 1 is a multiple.
  const f = fixedOf(Math.min(p, 1 - p), 1074n);
  const rest = (1n << 1074n) - f;
  let k = 0n;
  while (f << (k + 1n) <= rest) k++;
  const result = (logOfRatio(rest, f << k, scale) + k * logOfTwo(scale)) >> guard;
  return p < 0.5 ? -result : result;
}

/** @param {number} p */
function refer(p) {
  const f = Math.min(p, 1 - p);
  // (1 − f)/f = (1 + w)·2^k; where the logarithm is a little off at a power of two, w is a little above 1.
  let k = Math.floor(-Math.log2(f));
  let scaled = scaledBy(f, k);
  if (scaled > 1 - f) scaled = scaledBy(f, --k);
  setSum(1, -f);
  plus(-scaled, 0);
  dividedBy(scaled, 0);
  logOfOnePlus();
  plusLogOfPower(k);
  if (p < 0.5) setSum(-sum.high, -sum.low);
  setReference(0);
}

/** f·2^k, where 2^k may be no double. @param {number} f @param {number} k */
function scaledBy(f, k) {
  return k > 1000 ? f * 2 ** 1000 * 2 ** (k - 1000) : f * 2 ** k;
}

/** @param {number} p */
function approximate(p) {
  return p < 0.25 ? Math.log(p) - Math.log1p(-p) : Math.log1p((2 * p - 1) / (1 - p));
}

/** @param {number[]} points @returns {[x: number, y: number][]} */
const outside = (...points) => points.map((p) => [p, Number.NaN]);

export const logit = oracleOf({
  from: 0,
  to: 1,
  exact,
  refer,
  approximate,
  edges: [
    ...outside(Number.NaN, Number.NEGATIVE_INFINITY, -Number.MAX_VALUE, -1, -0.5, -Number.MIN_VALUE),
    ...outside(1 + 2 ** -52, 2, Number.MAX_VALUE, Number.POSITIVE_INFINITY),
    [0, Number.NEGATIVE_INFINITY],
    [-0, Number.NEGATIVE_INFINITY],
    [1, Number.POSITIVE_INFINITY],
    [0.5, 0],
    [0.5 - 2 ** -54, -(2 ** -52)],
    [0.5 + 2 ** -53, 2 ** -51],
    [0.25, -1.0986122886681098],
    [0.75, 1.0986122886681098],
    [0.4, -0.4054651081081643],
    [0.6, 0.4054651081081643],
    [1e-10, -23.025850929840455],
    [1e-300, -690.7755278982137],
    [2 ** -1022, -708.3964185322641],
    [Number.MIN_VALUE, -744.4400719213812],
    [1 - 2 ** -53, 36.7368005696771],
  ],
});
