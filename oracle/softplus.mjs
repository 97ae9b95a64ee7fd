/** softplus(x) = log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). */
import { exp, logOfOnePlus, plus, setSum, sum } from './double-double.mjs';
import { expOfNegative, fixedOf, logOfRatio } from './integers.mjs';
import { oracleOf } from './oracle.mjs';
import { setReference } from './reference.mjs';

/** @param {number} x @param {number} bits */
function exact(x, bits) {
  const guard = 40n;
  const scale = BigInt(bits) + guard;
  const one = 1n << scale;
  const logarithm = logOfRatio(one + expOfNegative(-Math.abs(x), scale), one, scale);
  return (fixedOf(Math.max(x, 0), scale) + logarithm) >> guard;
}

/** From here on log(1 + e) is e to a relative 2^-110. */
const LEAST_EXPONENT = -110;

/** @param {number} x */
function refer(x) {
  // Beyond 800, softplus is further from every double but 0 and x than could matter.
  const k = exp(-Math.min(Math.abs(x), 800));
  if (k < LEAST_EXPONENT && x < 0) {
    setReference(k);
    return;
  }
  setSum(sum.high * 2 ** k, sum.low * 2 ** k);
  if (k >= LEAST_EXPONENT) logOfOnePlus();
  if (x > 0) plus(x, 0);
  setReference(0);
}

export const softplus = oracleOf({
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
  exact,
  refer,
  approximate: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  edges: [
    [Number.NaN, Number.NaN],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [0, 0.6931471805599453],
    [-0, 0.6931471805599453],
    [Number.MIN_VALUE, 0.6931471805599453],
    [-Number.MIN_VALUE, 0.6931471805599453],
    [1, 1.3132616875182228],
    [-10, 4.539889921686465e-5],
    [20, 20.000000002061153],
    [20.00001, 20.00001000206113],
    [36, 36],
    [-37, 8.533047625744066e-17],
    [-40, 4.248354255291589e-18],
    [1e10, 1e10],
    [Number.MAX_VALUE, Number.MAX_VALUE],
    [-708, 3.307553003638408e-308],
    [-708.5, 2.006132305331306e-308],
    [-745, Number.MIN_VALUE],
    [-746, 0],
    [-Number.MAX_VALUE, 0],
  ],
});
