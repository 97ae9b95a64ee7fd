/** `sigmoid-wasm/stream` where there is no Node: the `TransformStream` of the web. */
import { createMapper } from './mapper.ts';
import type { Chunk, ElementArray, ElementFunction, StreamOptions } from './types.ts';

export type { Chunk, ElementArray, ElementFunction, ElementTypeName, StreamOptions } from './types.ts';

/** Bytes over an ordinary ArrayBuffer; in TypeScript before 5.7 simply `Uint8Array`. */
export type NewBytes = ReturnType<Uint8ArrayConstructor['of']>;

/**
 * A `TransformStream` that computes `f` of each element that comes: `response.body.pipeThrough(createTransformStream(sigmoid))`.
 * Bytes are little-endian elements, in chunks of any length and alignment: the rest of a chunk waits for the next one. For bytes
 * it gives bytes, and for a `Float64Array` or `Float32Array` a new array. Chunks are computed as they come, on this thread.
 *
 * @param f `sigmoid`, or another function of the family
 * @throws TypeError or RangeError for a wrong argument; the stream errors with a RangeError if the bytes end within an element
 */
export function createTransformStream(
  f: ElementFunction,
  options?: StreamOptions,
): TransformStream<Chunk, NewBytes | ElementArray> {
  const mapper = createMapper(f, options);
  return new TransformStream({
    transform(chunk, controller) {
      const results = mapper.map(chunk);
      if (results !== undefined) controller.enqueue(results as NewBytes | ElementArray);
    },
    flush: () => mapper.end(),
  });
}
