/** `sigmoid-wasm/stream` in Node, Deno and Bun: the `Transform` of Node beside the `TransformStream` of the web. */
import { Transform } from 'node:stream';
import { createMapper } from './mapper.ts';
import type { Chunk, ElementFunction, StreamOptions } from './types.ts';

export type { Chunk, ElementArray, ElementFunction, ElementTypeName, StreamOptions } from './types.ts';
export { createTransformStream, type NewBytes } from './web.ts';

/** Chunks that may wait on either side, whatever their length. */
const WAITING = 1;

/**
 * A `Transform` that computes `f` of each element that comes: `input.pipe(createTransform(sigmoid)).pipe(output)`. Bytes are
 * little-endian elements, in chunks of any length and alignment: the rest of a chunk waits for the next one. For bytes it gives
 * a `Buffer`, and for a `Float64Array` or `Float32Array` a new array. Chunks are computed as they come, on this thread.
 *
 * @param f `sigmoid`, or another function of the family
 * @throws TypeError or RangeError for a wrong argument; the stream errors with a RangeError if the bytes end within an element
 */
export function createTransform(f: ElementFunction, options?: StreamOptions): Transform {
  const mapper = createMapper(f, options);
  return new Transform({
    objectMode: true,
    highWaterMark: WAITING,
    transform(chunk: Chunk, _encoding, callback) {
      try {
        const results = mapper.map(chunk);
        if (results instanceof Uint8Array) callback(null, Buffer.from(results.buffer, results.byteOffset, results.byteLength));
        else callback(null, results);
      } catch (error) {
        callback(error as Error);
      }
    },
    flush(callback) {
      try {
        mapper.end();
        callback();
      } catch (error) {
        callback(error as Error);
      }
    },
  });
}
