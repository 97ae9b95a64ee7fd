/** The types of elements that kernels compute on, and the arrays that hold them. */
export const ARRAY_TYPES = { f64: Float64Array } as const;

export type ElementType = keyof typeof ARRAY_TYPES;

/** An array of any of these types. */
export type ElementArray<Buffer extends ArrayBufferLike = ArrayBufferLike> = Float64Array<Buffer>;

export function bytesOf(type: ElementType, length: number): number {
  return length * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
}

/** The elements from `begin` to `end`. Unlike `subarray` it never runs the constructor of a subclass. */
export function view(type: ElementType, array: ElementArray, begin: number, end: number): ElementArray {
  return new ARRAY_TYPES[type](array.buffer, array.byteOffset + bytesOf(type, begin), end - begin);
}
