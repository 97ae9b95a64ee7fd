/** What users of `sigmoid-wasm/stream` see. */

/** Arrays whose elements are computed. */
export type ElementArray = Float64Array | Float32Array;

/** The types of elements, by their usual names. */
export type ElementTypeName = 'float64' | 'float32';

/** A function of the family, as `sigmoid-wasm`, `createSigmoid` or `createLogistic` give it: it writes `out`, which may be `x`. */
export interface ElementFunction {
  (x: Float64Array, out: Float64Array): unknown;
  (x: Float32Array, out: Float32Array): unknown;
}

/** What goes into a stream: bytes of little-endian elements, in pieces of any length and alignment, or arrays of elements. */
export type Chunk = ArrayBuffer | ArrayBufferView;

export interface StreamOptions {
  /** The type of the elements that the bytes are, `'float64'` by default. Arrays of elements have a type of their own. */
  readonly from?: ElementTypeName | undefined;
  /**
   * The type of the results, by default that of the elements. Where the two differ, the function is computed over doubles, and
   * what a float32 can't hold is rounded once more at the end.
   */
  readonly to?: ElementTypeName | undefined;
}
