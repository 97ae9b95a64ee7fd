/** What verifies results of a function: made of its value in integers, in double-double and by a plain formula. */
import { fixedOf, lengthOf, magnitudeOf } from './integers.mjs';
import { DOUBLE, FLOAT, nearestToReference, ulpErrorOf } from './reference.mjs';

/**
 * @typedef {object} Definition
 * @property {number} from where f is finite and not trivial: from < x < to
 * @property {number} to
 * @property {(x: number, bits: number) => bigint} exact f(x)·2^bits, right to a few units, for such x
 * @property {(x: number) => void} refer sets `reference` to f(x), for such x
 * @property {(x: number) => number} approximate f of any x in plain doubles, to a relative 2^-44; f(x) itself where f is trivial
 * @property {[x: number, y: number][]} edges values at the edges, each exact or the nearest double and much the nearest
 *
 * @typedef {{ maximum: number, at: number, misrounded: number }} Accuracy the maximum error in ULP, the x where, and the share above ½ ULP
 *
 * @typedef {object} Oracle
 * @property {(x: number, bits: number) => bigint} exact f(x)·2^bits in integers, right to a few units, where f(x) is finite and x is
 * @property {(x: number, y: number) => number} ulpError |y − f(x)| in ULP of f(x), to about 2^-40, in a microsecond or two
 * @property {(x: number, y: number) => number} exactUlpError the same from integers alone
 * @property {(x: number, y: number) => number} floatUlpError the same in float32 ULP
 * @property {(x: number) => number} nearest the double nearest to f(x), ties to even
 * @property {(x: number) => number} nearestFloat the float32 nearest to f(x), ties to even, for a float32 x
 * @property {(x: Float64Array, y: ArrayLike<number>) => Accuracy} accuracyOf
 * @property {(x: Float32Array, y: ArrayLike<number>) => Accuracy} floatAccuracyOf
 * @property {readonly [x: number, y: number][]} edges
 */

/** @param {Definition} definition @returns {Oracle} */
export function oracleOf(definition) {
  const { exact, refer, approximate, edges } = definition;
  /** @param {number} x */
  const isTrivial = (x) => !(x > definition.from && x < definition.to);

  /** @type {(x: number, y: number, format: import('./reference.mjs').Format) => number} */
  const errorIn = (x, y, format) => {
    if (isTrivial(x)) return distance(approximate(x), y);
    refer(x);
    return ulpErrorOf(y, format);
  };
  /** @type {(x: number, format: import('./reference.mjs').Format) => number} */
  const nearestIn = (x, format) => {
    if (isTrivial(x)) return approximate(x);
    refer(x);
    return nearestToReference(format) ?? nearestInIntegers(exact, x, format);
  };

  /** @param {number} x @param {number} y */
  const ulpError = (x, y) => errorIn(x, y, DOUBLE);
  /** @param {number} x @param {number} y */
  const floatUlpError = (x, y) => errorIn(x, y, FLOAT);
  return {
    exact,
    ulpError,
    exactUlpError: (x, y) => (isTrivial(x) ? distance(approximate(x), y) : errorInIntegers(exact, x, y)),
    floatUlpError,
    nearest: (x) => nearestIn(x, DOUBLE),
    nearestFloat: (x) => roundedToFloat(approximate(x)) ?? nearestIn(x, FLOAT),
    accuracyOf: (x, y) => accuracyOf(x, y, ulpError),
    floatAccuracyOf: (x, y) => accuracyOf(x, y, floatUlpError),
    edges,
  };
}

/** The error where no other result will do. @param {number} expected @param {number} y */
function distance(expected, y) {
  return Object.is(expected, y) ? 0 : Number.POSITIVE_INFINITY;
}

/** Relative: no engine's exponential or logarithm is trusted any further. */
const MARGIN = 2 ** -40;

/** y as a float32, or undefined if that depends on how y was rounded. @param {number} y */
function roundedToFloat(y) {
  const below = Math.fround(y * (1 - MARGIN));
  return Object.is(below, Math.fround(y * (1 + MARGIN))) ? below : undefined;
}

/** Enough for 80 bits behind the last place of the least double, and of every other that is not 0. */
const MOST_BITS = 1074 + 80;

/** @param {Definition['exact']} exact @param {number} x @param {number} y */
function errorInIntegers(exact, x, y) {
  if (!Number.isFinite(y)) return Number.POSITIVE_INFINITY;
  let bits = 200;
  let value = exact(x, bits);
  if (lengthOf(magnitudeOf(value)) < DOUBLE.precision + 80) {
    bits = MOST_BITS;
    value = exact(x, bits);
  }
  const place = Math.max(lengthOf(magnitudeOf(value)) - DOUBLE.precision, bits + DOUBLE.least);
  const difference = magnitudeOf(fixedOf(y, BigInt(bits)) - value);
  return Number((difference << 60n) >> BigInt(place)) / 2 ** 60;
}

/** An error of `exact` is far smaller. */
const DOUBT = 1n << 16n;

/** The nearest number of a format: f(x) is in no middle between two, so that some number of bits tells. @param {Definition['exact']} exact @param {number} x @param {import('./reference.mjs').Format} format */
function nearestInIntegers(exact, x, { precision, least }) {
  for (let bits = 400; ; bits *= 2) {
    const value = exact(x, bits);
    const magnitude = magnitudeOf(value);
    const place = Math.max(lengthOf(magnitude) - precision, bits + least);
    if (place < 40) continue;
    const middle = 1n << BigInt(place - 1);
    const beyond = (magnitude & (2n * middle - 1n)) - middle;
    if (magnitudeOf(beyond) < DOUBT) continue;
    const rounded = Number((magnitude >> BigInt(place)) + (beyond > 0n ? 1n : 0n)) * 2 ** (place - bits);
    return value < 0n ? -rounded : rounded;
  }
}

/**
 * How far results are from f, over all elements.
 *
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @param {(x: number, y: number) => number} errorOf how far one result is from f(x), in ULP
 * @returns {Accuracy}
 */
export function accuracyOf(x, y, errorOf) {
  let maximum = 0;
  let at = Number.NaN;
  let misrounded = 0;
  for (let i = 0; i < x.length; i++) {
    // An element that is missing is as wrong as one can be.
    const error = i < y.length ? errorOf(x[i], y[i]) : Number.POSITIVE_INFINITY;
    if (error > 0.5) misrounded++;
    if (error > maximum) {
      maximum = error;
      at = x[i];
    }
  }
  return { maximum, at, misrounded: misrounded / x.length };
}
