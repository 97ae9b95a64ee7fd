/** σ over float32, exactly: what results over Float32Arrays are verified against. */
import { accuracyOf, exactSigmoid, reference, referenceSigmoid } from './sigmoid.mjs';

/** Relative: 64 times the last place of a double, far more than the error of any engine's Math.exp and of the loop around it. */
const MARGIN = 2 ** -46;

/** The float32 nearest to σ(x), ties to even, for a float32 x. @param {number} x */
export function nearestFloatSigmoid(x) {
  // Whatever the sign and the payload of x, and those of what engines compute of it.
  if (Number.isNaN(x)) return Number.NaN;
  const y = 1 / (1 + Math.exp(-x));
  const below = Math.fround(y - y * MARGIN);
  const above = Math.fround(y + y * MARGIN);
  return Object.is(below, above) ? below : nearerOf(x, below, above);
}

/** Of 400 bits behind the point so many are enough to tell on which side of a middle σ lies: it is on none but for x = 0. */
const BITS = 400;
const DOUBTFUL = 1n << 64n;

/** Which of two neighbouring float32 is nearer to σ(x), in integers. @param {number} x @param {number} below @param {number} above */
function nearerOf(x, below, above) {
  // A multiple of 2^-150, and a double.
  const middle = BigInt(((below + above) / 2) * 2 ** 150) << BigInt(BITS - 150);
  const beyond = exactSigmoid(x, BITS) - middle;
  if (beyond < DOUBTFUL && beyond > -DOUBTFUL) {
    throw new RangeError(`${BITS} bits do not tell the float32 nearest to σ(${x})`);
  }
  return beyond > 0n ? above : below;
}

/** |y − σ(x)| in float32 ULP of σ(x), for float32 x and y; x finite. @param {number} x @param {number} y */
export function floatUlpError(x, y) {
  referenceSigmoid(x);
  const { high, low, exponent } = reference;
  const scale = 2 ** exponent;
  let binade = Math.floor(Math.log2(high * scale));
  if (2 ** binade > high * scale) binade--;
  return Math.abs(y - high * scale - low * scale) / 2 ** Math.max(binade - 23, -149);
}

/** As `accuracyOf`, in float32 ULP. @param {Float32Array} x @param {ArrayLike<number>} y */
export function floatAccuracyOf(x, y) {
  return accuracyOf(x, y, floatUlpError);
}
