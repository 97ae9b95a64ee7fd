import type { LogisticFunction } from 'sigmoid-wasm';
import { type ElementArray, type Elements, FLOAT64 } from './elements.ts';

/** Makes an array of so many elements that begins so many elements behind where its memory does. */
type Make<Array> = (length: number, offset?: number) => Array;

/** Whose memory arrays may be allocated in. */
type Allocator = Pick<LogisticFunction, 'alloc'>;

/** Makers of arrays in ordinary memory, in shared memory of the user, and in the kernel's memory. */
export function places(allocator: Allocator, elements: Elements): [string, Make<ElementArray>][];
export function places(allocator: Allocator): [string, Make<Float64Array>][];
export function places(allocator: Allocator, elements: Elements = FLOAT64): [string, Make<ElementArray>][] {
  const { bytes, zeros, over, alloc } = elements;
  return [
    ['ordinary', (length, offset = 0) => zeros(length + offset).subarray(offset)],
    ["the user's shared", (length, offset = 0) => over(new SharedArrayBuffer(bytes * (length + offset)), bytes * offset)],
    ['allocated', (length, offset = 0) => alloc(allocator, length + offset).subarray(offset)],
  ];
}

/** The maker of arrays in one of these places: 0, 1 or 2. */
export function makerAt(place: number, allocator: Allocator, elements: Elements): Make<ElementArray> {
  const [, make] = places(allocator, elements)[place] as [string, Make<ElementArray>];
  return make;
}
