import type { Sigmoid } from 'sigmoid-wasm';

/** Arrays of ordinary, of the user's shared, and of kernel memory, at an offset in elements. */
export function places(sigmoid: Sigmoid): [string, (length: number, offset?: number) => Float64Array][] {
  return [
    ['plain', (length, offset = 0) => new Float64Array(length + offset).subarray(offset)],
    ['shared by the user', (length, offset = 0) => new Float64Array(new SharedArrayBuffer(8 * (length + offset)), 8 * offset)],
    ['allocated', (length, offset = 0) => sigmoid.alloc(length + offset).subarray(offset)],
  ];
}
