/** Arrays, their bytes, and .npy files of them, made without the code under test. */
import { sigmoid } from 'sigmoid-wasm';

/** Doubles of all sizes; the same ones every time. */
export function doubles(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => ((i * 7919) % 20011) / 1000 - 10 + (i % 97 === 0 ? -700 : 0));
}

export const bytesOf = (array: Float64Array | Float32Array): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

export const sigmoidOf = (x: Float64Array): Uint8Array => bytesOf(sigmoid(x));

export interface Npy {
  readonly version?: 1 | 2 | 3;
  readonly descr?: string;
  readonly order?: 'True' | 'False';
  /** A tuple of Python, by default that of a vector. */
  readonly shape?: string;
  /** The whole dictionary, instead of all that. */
  readonly header?: string;
}

export function npy(array: Float64Array | Float32Array, settings: Npy = {}): Buffer {
  const { version = 1, descr = `<f${array.BYTES_PER_ELEMENT}`, order = 'False', shape = `(${array.length},)` } = settings;
  const dictionary = settings.header ?? `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const preamble = version === 1 ? 10 : 12;
  const length = Math.ceil((preamble + dictionary.length + 1) / 64) * 64 - preamble;
  const start = Buffer.from(`\x93NUMPY${String.fromCharCode(version)}\0`, 'latin1');
  const size = Buffer.alloc(preamble - start.length);
  if (version === 1) size.writeUInt16LE(length);
  else size.writeUInt32LE(length);
  return Buffer.concat([start, size, Buffer.from(`${dictionary.padEnd(length - 1)}\n`, 'latin1'), bytesOf(array)]);
}
