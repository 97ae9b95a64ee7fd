import { ARRAYS } from './elements.mjs';

/**
 * `length` numbers, uniform in [−10, 10), always the same; as float32 each is rounded.
 *
 * @overload
 * @param {number} length
 * @returns {Float64Array<ArrayBuffer>}
 *
 * @overload
 * @param {number} length
 * @param {import('./elements.mjs').ElementType} type
 * @returns {import('./elements.mjs').Elements}
 *
 * @param {number} length
 * @param {import('./elements.mjs').ElementType} [type]
 */
export function uniformInput(length, type = 'float64') {
  const x = new ARRAYS[type](length);
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
