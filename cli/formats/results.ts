/** What stands between a format that is read and another that is written. */
import type { ElementTypeName } from 'sigmoid-wasm/stream';

/** Results of the function, in order. */
export interface Results {
  readonly type: ElementTypeName;
  /** How many there will be, if that is known before the end. */
  readonly count: number | undefined;
  /** Of a .npy file that keeps its type and shape, its header as it was. */
  readonly header?: Uint8Array | undefined;
  /** Of a .npy file, the lengths of its dimensions. */
  readonly shape?: readonly number[] | undefined;
  /** Bytes of whole little-endian elements. A piece is left alone until the next but one is asked for. */
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/** The elements that a piece holds, as numbers. */
export function elementsOf(type: ElementTypeName, piece: Uint8Array): Float64Array {
  const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
  const size = type === 'float64' ? 8 : 4;
  return Float64Array.from({ length: piece.byteLength / size }, (_, i) =>
    type === 'float64' ? view.getFloat64(i * size, true) : view.getFloat32(i * size, true),
  );
}

/** The same results as float32, which are rounded once more. */
export function asFloat32(results: Results): Results {
  if (results.type === 'float32') return results;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of results.pieces()) {
      const values = elementsOf('float64', piece);
      const view = new DataView(new ArrayBuffer(4 * values.length));
      for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
      yield new Uint8Array(view.buffer);
    }
  }
  return { type: 'float32', count: results.count, pieces };
}

/** The same results as doubles, which hold every float32. */
export function asFloat64(results: Results): Results {
  if (results.type === 'float64') return results;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const piece of results.pieces()) {
      const values = elementsOf('float32', piece);
      const view = new DataView(new ArrayBuffer(8 * values.length));
      for (const [i, value] of values.entries()) view.setFloat64(8 * i, value, true);
      yield new Uint8Array(view.buffer);
    }
  }
  return { type: 'float64', count: results.count, pieces };
}
