import { ARRAYS } from './elements.mjs';
import { FUNCTIONS } from './functions.mjs';

/**
 * `length` numbers, uniform in [−10, 10) or another interval, always the same; as float32 each is rounded.
 *
 * @overload
 * @param {number} length
 * @returns {Float64Array<ArrayBuffer>}
 *
 * @overload
 * @param {number} length
 * @param {import('./elements.mjs').ElementType} type
 * @param {readonly [from: number, to: number]} [interval]
 * @returns {import('./elements.mjs').Elements}
 *
 * @param {number} length
 * @param {import('./elements.mjs').ElementType} [type]
 * @param {readonly [from: number, to: number]} [interval]
 */
export function uniformInput(length, type = 'float64', [from, to] = [-10, 10]) {
  const x = new ARRAYS[type](length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    x[i] = ((state >>> 0) / 2 ** 32) * (to - from) + from;
  }
  return x;
}

/**
 * The x over which a function is measured.
 *
 * @param {import('./functions.mjs').FunctionName} name @param {number} length @param {import('./elements.mjs').ElementType} type
 */
export const inputOf = (name, length, type) => uniformInput(length, type, FUNCTIONS[name].interval);
