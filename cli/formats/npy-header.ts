/**
 * The header of NumPy's .npy: a magic string, a version, the header's length, and a dictionary of Python. The program and the page
 * read it here. See https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

/** The first bytes of every .npy file. */
export const NPY_MAGIC = '\x93NUMPY';
/** Bytes before the dictionary in versions 2 and 3; version 1 has two fewer. */
export const NPY_PREAMBLE = 12;
/** A longer header is no header: the largest that NumPy writes are of records, which are refused. */
const LONGEST = 1 << 20;

export interface NpyHeader {
  readonly type: 'float64' | 'float32';
  readonly shape: readonly number[];
  /** Elements in all. */
  readonly count: number;
  /** Whether the first index runs fastest; the order of elements in the file does not matter to a function of each. */
  readonly fortranOrder: boolean;
}

/** Why a header can't be used; the message completes "x.npy: …". */
export class NpyError extends Error {}

/**
 * Where the elements begin, from the first bytes of the file.
 *
 * @param start at least ten bytes, twelve if the file has so many
 * @throws NpyError if it is no .npy file, or of an unknown version
 */
export function npyDataOffset(start: Uint8Array): number {
  if (!isNpy(start)) throw new NpyError('this is no .npy file: it does not begin as np.save does');
  const major = start[NPY_MAGIC.length];
  if (major === undefined || start.length < 10) throw new NpyError('the file ends within its header');
  if (major < 1 || major > 3) throw new NpyError(`format version ${major} is unknown; known are 1, 2 and 3`);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (major > 1 && start.length < NPY_PREAMBLE) throw new NpyError('the file ends within its header');
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST) throw new NpyError(`the header claims a length of ${length} bytes, more than any array of numbers has`);
  return (major === 1 ? 10 : NPY_PREAMBLE) + length;
}

/** Whether bytes begin as a .npy file does. */
export function isNpy(start: Uint8Array): boolean {
  return [...NPY_MAGIC].every((character, i) => start[i] === character.charCodeAt(0));
}

/**
 * Reads "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }".
 *
 * @param bytes all before the first element
 * @throws NpyError if it does not say what the file holds, or says another type than float64 and float32
 */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  const text = new TextDecoder('latin1').decode(bytes.subarray(bytes[NPY_MAGIC.length] === 1 ? 10 : NPY_PREAMBLE));
  const descr = /(['"])descr\1\s*:\s*(?:(['"])(.*?)\2|(\[))/s.exec(text);
  const order = /(['"])fortran_order\1\s*:\s*(True|False)/.exec(text)?.[2];
  const lengths = /(['"])shape\1\s*:\s*(\(\s*(?:\d+L?\s*,\s*)*(?:\d+L?\s*)?\))/.exec(text)?.[2];
  if (descr === null || order === undefined || lengths === undefined) {
    throw new NpyError('the header does not say what the file holds (descr, fortran_order, shape)');
  }
  const shape = (lengths.match(/\d+/g) ?? []).map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  // A tuple of one element has a comma in Python.
  if (shape.length === 1 && !lengths.includes(',')) throw new NpyError(`the shape ${lengths} is a number, not a tuple`);
  if (![count, ...shape].every(Number.isSafeInteger))
    throw new NpyError(`the shape (${shape.join(', ')}) has more elements than can be counted`);
  return { type: typeOf(descr[4] ? 'a record' : (descr[3] as string)), shape, count, fortranOrder: order === 'True' };
}

/**
 * The header of a vector, as NumPy writes it.
 *
 * @returns 128 bytes, however long the vector is
 */
export function writeNpyHeader(type: 'float64' | 'float32', count: number): Uint8Array<ArrayBuffer> {
  const descr = type === 'float64' ? '<f8' : '<f4';
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${count},), }`;
  const header = `${NPY_MAGIC}\x01\x00\x76\x00${dictionary.padEnd(117)}\n`;
  return Uint8Array.from(header, (character) => character.charCodeAt(0));
}

const TYPES: Readonly<Record<string, NpyHeader['type']>> = { '<f8': 'float64', '<f4': 'float32' };

/** The kinds of elements that become doubles in NumPy, and their names. */
const KINDS: Readonly<Record<string, string>> = { b: 'bool', f: 'float', i: 'int', u: 'uint' };

function typeOf(descr: string): NpyHeader['type'] {
  const type = TYPES[descr];
  if (type !== undefined) return type;
  const swapped = descr.replace('>', '<');
  if (TYPES[swapped] !== undefined) {
    throw new NpyError(`the elements are big-endian ${TYPES[swapped]} ("${descr}"); use x.astype("${swapped}") in NumPy`);
  }
  const [, kind = '', bytes] = /^[<>|=]?([a-zA-Z?])(\d*)/.exec(descr) ?? [];
  const name = KINDS[kind];
  if (name !== undefined) {
    const size = kind === 'b' ? '' : Number(bytes) * 8;
    throw new NpyError(`the elements are ${name}${size} ("${descr}"), not float64 or float32; use x.astype("<f8") in NumPy`);
  }
  if (kind === 'c')
    throw new NpyError(`the elements are complex numbers ("${descr}"), of which there is no logistic function here`);
  throw new NpyError(`the elements are ${descr === 'a record' ? 'records' : `of the type "${descr}"`}, not float64 or float32`);
}
