/** The last stage of correct rounding: σ in integers, with as many digits as one x needs. */

/** Bits behind the leading one to begin with: the stage before has decided all that fewer decide. */
const FIRST_BITS = 128n;

let lastX = Number.NaN;
let lastY = Number.NaN;

/**
 * The double nearest to σ(x), x finite. It ends because σ(x) is transcendental for every x but 0 (Lindemann 1882), so that it
 * lies between two doubles' middle and some interval around that. Tens of microseconds, unless x is the same as before.
 */
export function nearestSigmoid(x: number): number {
  if (x === lastX) return lastY;
  lastX = x;
  // Below 0 the result begins that many bits behind the point.
  const leading = x < 0 ? BigInt(Math.ceil(Math.min(-x, 800) * 1.5)) : 0n;
  for (let bits = FIRST_BITS; ; bits *= 2n) {
    const scale = bits + leading;
    const value = scaledSigmoid(x, scale);
    lastY = nearestDouble(value - 2n, scale);
    if (lastY === nearestDouble(value + 2n, scale)) return lastY;
  }
}

/** σ(x)·2^scale to less than 2 units; from |x| = 800 on, that of 800, which rounds alike. */
function scaledSigmoid(x: number, scale: bigint): bigint {
  const working = scale + 8n;
  const one = 1n << working;
  const exp = scaledExp(Math.min(Math.abs(x), 800), working);
  return (((x < 0 ? exp : one) << working) / (one + exp)) >> 8n;
}

/** e^-x·2^scale to less than 4 units, 0 ≤ x ≤ 800: the series for x/2^halvings, squared that many times. */
function scaledExp(x: number, scale: bigint): bigint {
  const halvings = 24n;
  // Each squaring doubles the relative error.
  const working = scale + halvings + 16n;
  const [mantissa, exponent] = parts(x);
  const shift = working - halvings + exponent;
  const z = shift < 0n ? mantissa >> -shift : mantissa << shift;
  let term = 1n << working;
  let sum = term;
  for (let i = 1n; term !== 0n; i++) {
    term = -((term * z) >> working) / i;
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> working;
  return sum >> (working - scale);
}

/** x = mantissa·2^exponent, x ≥ 0. */
function parts(x: number): [bigint, bigint] {
  const [double, bitsOfDouble] = newDouble();
  double[0] = x;
  const bits = bitsOfDouble[0] as bigint;
  const exponent = bits >> 52n;
  const fraction = bits & 0xfffffffffffffn;
  return exponent === 0n ? [fraction, -1074n] : [fraction | 0x10000000000000n, exponent - 1075n];
}

/** The double nearest to value/2^scale, ties to even; value > 0. */
function nearestDouble(value: bigint, scale: bigint): number {
  const length = BigInt(value.toString(2).length);
  // The exponent of the result's last place, which for subnormal results is fixed.
  const ulp = length - 53n - scale > -1074n ? length - 53n - scale : -1074n;
  const cut = ulp + scale;
  const half = 1n << (cut - 1n);
  const odd = (value >> cut) & 1n;
  const rounded = (value + half - 1n + odd) >> cut;
  // A carry into the exponent is as it should be.
  const [double, bitsOfDouble] = newDouble();
  bitsOfDouble[0] = ((ulp + 1074n) << 52n) + rounded;
  return double[0] as number;
}

/** A double, and its bits. */
function newDouble(): [double: Float64Array, bits: BigUint64Array] {
  const buffer = new ArrayBuffer(8);
  return [new Float64Array(buffer), new BigUint64Array(buffer)];
}
