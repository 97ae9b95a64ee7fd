/**
 * σ to many more digits than a double holds: what results are verified against.
 *
 * Two independent ways. `exactSigmoid` works in integers, to any precision; it is slow, and the judge of the other.
 * `referenceSigmoid` works on sums of two doubles, to about 2^-95, in a microsecond.
 */

/** σ(x) as an integer divided by 2^bits, rounded down to a few units; x finite. @param {number} x @param {number} bits */
export function exactSigmoid(x, bits) {
  const guard = 40n;
  const scale = BigInt(bits) + guard;
  const one = 1n << scale;
  const exp = expOfNegative(-Math.abs(x), scale);
  const result = x < 0 ? (exp * one) / (one + exp) : (one * one) / (one + exp);
  return result >> guard;
}

/** e^x for x ≤ 0, times 2^scale. @param {number} x @param {bigint} scale */
function expOfNegative(x, scale) {
  // x = −m·2^-1074 exactly; halve until the series is short, then square back.
  const [numerator, shift] = fractionOf(-x);
  const halvings = BigInt(Math.max(0, Math.ceil(Math.log2(-x || 1))) + 12);
  const working = scale + 2n * halvings + 24n;
  const one = 1n << working;
  const exponent = working - halvings - shift;
  const small = exponent >= 0n ? numerator << exponent : numerator >> -exponent;
  let term = one;
  let sum = one;
  for (let i = 1n; term !== 0n; i++) {
    term = -((term * small) >> working) / i;
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> working;
  return sum >> (working - scale);
}

const word = new DataView(new ArrayBuffer(8));

/** The bits of a double. @param {number} x */
export function bitsOf(x) {
  word.setFloat64(0, x);
  return word.getBigUint64(0);
}

/** The double with these bits. @param {bigint} bits */
export function fromBits(bits) {
  word.setBigUint64(0, bits);
  return word.getFloat64(0);
}

/** x ≥ 0 as numerator / 2^shift. @param {number} x @returns {[bigint, bigint]} */
function fractionOf(x) {
  const bits = bitsOf(x);
  const exponent = bits >> 52n;
  const mantissa = bits & ((1n << 52n) - 1n);
  return exponent === 0n ? [mantissa, 1074n] : [(mantissa | (1n << 52n)) << exponent, 1075n];
}

/** |y − σ(x)| in ULP of σ(x), from integers alone. @param {number} x @param {number} y */
export function exactUlpError(x, y) {
  const bits = 1074 + 80;
  const exact = exactSigmoid(x, bits);
  const [numerator, shift] = fractionOf(y);
  const given = numerator << (BigInt(bits) - shift);
  const length = exact.toString(2).length;
  const ulp = Math.max(length - 53, bits - 1074);
  const difference = given > exact ? given - exact : exact - given;
  return Number((difference << 60n) >> BigInt(ulp)) / 2 ** 60;
}

const SPLITTER = 2 ** 27 + 1;
const INVERSE_LN2 = 1.4426950408889634;
// ln 2 in parts of 32, 32 and 53 bits.
const LN2_PARTS = [0.6931471806019545, -4.200915072890502e-11, 2.0941744292700725e-21];

/** 1/n! as sums of two doubles, n = 0 … 12. */
const INVERSE_FACTORIALS = (() => {
  const bits = 200n;
  let factorial = 1n;
  return Array.from({ length: 13 }, (_, n) => {
    factorial *= BigInt(Math.max(1, n));
    const value = (1n << bits) / factorial;
    const high = Number(value) / 2 ** 200;
    const rest = value - BigInt(high * 2 ** 120) * (1n << 80n);
    return [high, Number(rest) / 2 ** 200];
  });
})();

/** The last result of `referenceSigmoid`: σ(x) = (high + low)·2^exponent. */
export const reference = { high: 0, low: 0, exponent: 0 };

let high = 0;
let low = 0;

/** @param {number} a @param {number} b */
function setSum(a, b) {
  high = a + b;
  low = b - (high - a);
}

/** (high + low) · (b + c) @param {number} b @param {number} c */
function times(b, c) {
  const a = high;
  const product = a * b;
  const as = SPLITTER * a;
  const ah = as - (as - a);
  const al = a - ah;
  const bs = SPLITTER * b;
  const bh = bs - (bs - b);
  const bl = b - bh;
  const error = ah * bh - product + ah * bl + al * bh + al * bl;
  setSum(product, error + (a * c + low * b));
}

/** (high + low) + (b + c) @param {number} b @param {number} c */
function plus(b, c) {
  const sum = high + b;
  const part = sum - high;
  setSum(sum, high - (sum - part) + (b - part) + (low + c));
}

/** Sets `reference` to σ(x), to about 2^-95, where |x| ≤ 800; x finite. @param {number} x */
export function referenceSigmoid(x) {
  // Beyond 800, σ is further from every double but 0 and 1 than could matter.
  const t = -Math.min(Math.abs(x), 800);
  const k = Math.round(t * INVERSE_LN2);
  // r = t − k·ln 2, divided by 2^9.
  setSum(t - k * LN2_PARTS[0], 0);
  plus(-k * LN2_PARTS[1], 0);
  plus(-k * LN2_PARTS[2], 0);
  const r = high / 512;
  const rLow = low / 512;
  [high, low] = INVERSE_FACTORIALS[12];
  for (let n = 11; n >= 0; n--) {
    times(r, rLow);
    plus(INVERSE_FACTORIALS[n][0], INVERSE_FACTORIALS[n][1]);
  }
  for (let i = 0; i < 9; i++) times(high, low);

  // exp = (high + low)·2^k
  const expHigh = high;
  const expLow = low;
  const scale = k < -1000 ? 0 : 2 ** k;
  high = expHigh * scale;
  low = expLow * scale;
  plus(1, 0);
  const d = high;
  const dLow = low;
  // numerator / (d + dLow)
  const numerator = x < 0 ? expHigh : 1;
  const numeratorLow = x < 0 ? expLow : 0;
  const quotient = numerator / d;
  setSum(quotient, 0);
  times(d, dLow);
  const rest = numerator - high - low + numeratorLow;
  setSum(quotient, rest / d);
  reference.high = high;
  reference.low = low;
  reference.exponent = x < 0 ? k : 0;
}

/** |y − σ(x)| in ULP of σ(x), after `referenceSigmoid(x)`. @param {number} y */
export function ulpErrorOf(y) {
  const { high, low, exponent } = reference;
  // The exponent of σ(x) itself: just below a power of two the ULP is the smaller one.
  let binade = Math.floor(Math.log2(high));
  while (2 ** binade > high || (2 ** binade === high && low < 0)) binade--;
  while (2 ** (binade + 1) < high || (2 ** (binade + 1) === high && low >= 0)) binade++;
  const ulpExponent = Math.max(binade - 52, -1074 - exponent);
  // y·2^-exponent is exact: y is no larger than about 2^exponent, and has 53 bits.
  const scaled = exponent < -1000 ? y * 2 ** 1000 * 2 ** (-exponent - 1000) : y * 2 ** -exponent;
  return Math.abs(scaled - high - low) / 2 ** ulpExponent;
}

/** The double nearest to σ(x), ties to even: from `referenceSigmoid`, or from integers where that is not enough. @param {number} x */
export function nearestSigmoid(x) {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) > 800) return x < 0 ? 0 : 1;
  referenceSigmoid(x);
  const { high, low, exponent } = reference;
  if (high * 2 ** exponent >= 2 ** -1021) {
    const margin = high * 2 ** -90;
    return high + (low + margin) === high && high + (low - margin) === high ? high * 2 ** exponent : nearestInIntegers(x);
  }
  // In units of 2^-1074.
  const scaled = high * 2 ** (exponent + 1074);
  const whole = Math.floor(scaled);
  const beyondMiddle = scaled - whole - 0.5;
  return Math.abs(beyondMiddle) > 2 ** -40 ? (whole + (beyondMiddle > 0 ? 1 : 0)) * 2 ** -1074 : nearestInIntegers(x);
}

/** σ of a double x is a tie only at no x: 400 bits tell. @param {number} x */
function nearestInIntegers(x) {
  const bits = 400 + Math.ceil(Math.max(0, -x) * 1.5);
  const value = exactSigmoid(x, bits);
  const place = Math.max(value.toString(2).length - 53, bits - 1074);
  const cut = BigInt(place);
  const rest = value & ((1n << cut) - 1n);
  // With the lowest quarter of its digits all 0 or all 1, value is too near to a middle to be trusted.
  const doubtful = (rest + (1n << 64n)) & ((1n << (cut - 1n)) - 1n);
  if (doubtful < 1n << 65n && Math.abs(x) > 2 ** -52)
    throw new RangeError(`400 bits do not tell the double nearest to σ(${x})`);
  const rounded = (value >> cut) + (rest > 1n << (cut - 1n) ? 1n : 0n);
  return fromBits((BigInt(place + 1074 - bits) << 52n) + rounded);
}

/** The same, after it has set `reference`. @param {number} x finite @param {number} y */
function ulpError(x, y) {
  referenceSigmoid(x);
  return ulpErrorOf(y);
}

/**
 * How far results are from σ, over all elements: NaN and infinities of x are left out.
 *
 * @param {Float64Array | Float32Array} x
 * @param {ArrayLike<number>} y
 * @param {(x: number, y: number) => number} [errorOf] how far one result is from σ(x), in ULP
 * @returns {{ maximum: number, at: number, misrounded: number }} maximum ULP error, the x where, and the share above ½ ULP
 */
export function accuracyOf(x, y, errorOf = ulpError) {
  let maximum = 0;
  let at = Number.NaN;
  let misrounded = 0;
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i])) continue;
    // NaN is infinitely far from every σ(x), and so is an element that is missing.
    const error = Number.isNaN(y[i] ?? Number.NaN) ? Number.POSITIVE_INFINITY : errorOf(x[i], y[i]);
    if (error > 0.5) misrounded++;
    if (error > maximum) {
      maximum = error;
      at = x[i];
    }
  }
  return { maximum, at, misrounded: misrounded / x.length };
}
