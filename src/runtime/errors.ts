/** The error for an array of `length` doubles that does not fit. */
export function outOfMemory(length: number): RangeError {
  const bytes = length * Float64Array.BYTES_PER_ELEMENT;
  return new RangeError(`cannot allocate ${length} elements (${bytes} bytes): not enough memory`);
}

/** What an exception says, for a reason. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
