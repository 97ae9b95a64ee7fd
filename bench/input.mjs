/** `length` numbers, uniform in [−10, 10), always the same. @param {number} length */
export function uniformInput(length) {
  const x = new Float64Array(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    x[i] = ((state >>> 0) / 2 ** 32) * 20 - 10;
  }
  return x;
}
