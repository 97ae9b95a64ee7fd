/** What stands between a format that is read and another that is written. */
import type { ElementTypeName } from 'sigmoid-wasm/stream';

/** Results of the function, in order. */
export interface Results {
  readonly type: ElementTypeName;
  /** How many there will be, if that is known before the end. */
  readonly count: number | undefined;
  /** Of a .npy file that keeps its type and shape, its header as it was. */
  readonly header?: Uint8Array | undefined;
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
