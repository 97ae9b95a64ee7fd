import { outOfMemory } from '../errors.ts';

/** A zeroed array over a buffer of its own. @throws RangeError if there is no memory for it */
export function newArray<T extends ArrayBufferLike>(length: number, Buffer: new (bytes: number) => T): Float64Array<T> {
  try {
    return new Float64Array(new Buffer(length * Float64Array.BYTES_PER_ELEMENT));
  } catch {
    throw outOfMemory(length);
  }
}

/** The same, over a SharedArrayBuffer where there are any. */
export function newSharedArray(length: number): Float64Array {
  return typeof SharedArrayBuffer === 'function' ? newArray(length, SharedArrayBuffer) : newArray(length, ArrayBuffer);
}
