/** The bits of doubles. */

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

/** The greatest n with 2^n ≤ |x|, where |x| is a normal number. @param {number} x */
export function binadeOf(x) {
  word.setFloat64(0, x);
  return ((word.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** Whether x is a power of two, or the negative of one, where |x| is a normal number. @param {number} x */
export function isPowerOfTwo(x) {
  word.setFloat64(0, x);
  return word.getUint32(4) === 0 && (word.getUint32(0) & 0xfffff) === 0;
}

/** A finite x ≥ 0 as numerator / 2^shift. @param {number} x @returns {[bigint, bigint]} */
export function fractionOf(x) {
  const bits = bitsOf(x);
  const exponent = bits >> 52n;
  const mantissa = bits & ((1n << 52n) - 1n);
  return exponent === 0n ? [mantissa, 1074n] : [(mantissa | (1n << 52n)) << exponent, 1075n];
}
