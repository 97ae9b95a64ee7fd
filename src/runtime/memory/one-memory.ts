/**
 * Whether two arrays lie in one memory. One memory may have several buffer objects: clones of a SharedArrayBuffer, and the
 * `buffer` of a shared WebAssembly.Memory before and after it has grown. All of them begin at the same byte.
 */
import { bufferOf, byteLengthOf, byteOffsetOf, type ElementArray, isShared } from '../elements.ts';

/** Buffers that were made here, each the first object of its memory: no two of them name the same. */
const firstOfTheirMemory = new WeakSet<ArrayBufferLike>();

export function noteFirstOfItsMemory(buffer: ArrayBufferLike): void {
  firstOfTheirMemory.add(buffer);
}

export function isFirstOfItsMemory(buffer: ArrayBufferLike): boolean {
  return firstOfTheirMemory.has(buffer);
}

/** Whether the two may name one memory. */
export function mayBeOneMemory(one: ArrayBufferLike, other: ArrayBufferLike): boolean {
  if (one === other) return true;
  return isShared(one) && isShared(other) && !(firstOfTheirMemory.has(one) && firstOfTheirMemory.has(other));
}

/** Whether x and out, of one length, have some of their bytes in common, without beginning at the same. */
export function overlapInPart(x: ElementArray, out: ElementArray): boolean {
  return byteOffsetOf(x) !== byteOffsetOf(out) && overlap(x, out);
}

/**
 * Whether x and out, of one length, have bytes in common. If only a change can tell, an element of `out` is changed and
 * restored, so no running call may use these bytes.
 */
export function overlap(x: ElementArray, out: ElementArray): boolean {
  const from = byteOffsetOf(x);
  const to = byteOffsetOf(out);
  if (Math.abs(from - to) >= byteLengthOf(x)) return false;
  const ofX = bufferOf(x);
  const ofOut = bufferOf(out);
  if (ofX === ofOut) return true;
  return mayBeOneMemory(ofX, ofOut) && isChangeSeen(ofX, ofOut, Math.max(from, to));
}

/** Whether a change of the word at `byteOffset` of one buffer is one of the other's. */
function isChangeSeen(seen: ArrayBufferLike, changed: ArrayBufferLike, byteOffset: number): boolean {
  const there = new Int32Array(seen, byteOffset, 1);
  const here = new Int32Array(changed, byteOffset, 1);
  const before = Atomics.load(there, 0);
  Atomics.xor(here, 0, -1);
  const after = Atomics.load(there, 0);
  Atomics.xor(here, 0, -1);
  return after !== before;
}
