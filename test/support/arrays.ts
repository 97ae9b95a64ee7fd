import type { Sigmoid } from 'sigmoid-wasm';

/** Makers of arrays in ordinary memory, in shared memory of the user, and in the kernel's memory, at an offset in elements. */
export function places(sigmoid: Sigmoid): [string, (length: number, offset?: number) => Float64Array][] {
  return [
    ['ordinary', (length, offset = 0) => new Float64Array(length + offset).subarray(offset)],
    ["the user's shared", (length, offset = 0) => new Float64Array(new SharedArrayBuffer(8 * (length + offset)), 8 * offset)],
    ['allocated', (length, offset = 0) => sigmoid.alloc(length + offset).subarray(offset)],
  ];
}
