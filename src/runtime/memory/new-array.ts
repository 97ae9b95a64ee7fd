import { arrayOver, bytesOf, type ElementArray, type ElementType } from '../elements.ts';
import { outOfMemory } from '../errors.ts';

/** A zeroed array over a buffer of its own, by default an ordinary one. @throws RangeError if there is no memory for it */
export function newArray(type: ElementType, length: number): ElementArray<ArrayBuffer>;
export function newArray(type: ElementType, length: number, shared: boolean): ElementArray;
export function newArray(type: ElementType, length: number, shared = false): ElementArray {
  const bytes = bytesOf(type, length);
  try {
    return arrayOver(type, shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes), 0, length);
  } catch {
    throw outOfMemory(type, length);
  }
}
