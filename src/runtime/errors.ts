import { bytesOf, type ElementType } from './elements.ts';

/** The error for an array that does not fit. */
export function outOfMemory(type: ElementType, length: number): RangeError {
  return new RangeError(`cannot allocate ${length} elements (${bytesOf(type, length)} bytes): not enough memory`);
}

/** What calls reject with when their instance is closed. */
export function closedDuringCall(): Error {
  return new Error('this instance was closed during the call');
}

/** What an exception says, for a reason. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
