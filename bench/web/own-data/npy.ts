/**
 * NumPy's .npy: a magic string, a version, the header's length, the header (a Python dictionary), and the elements.
 * See https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { ARRAYS, type ElementType } from '../../elements.mjs';
import { transformElements } from './binary.ts';
import { FileError, type Recognised } from './format.ts';

/** The first bytes of every .npy file. */
export const NPY_MAGIC = '\x93NUMPY';
/** What `descr` says of the types that are accepted. */
const TYPES: Readonly<Record<string, ElementType>> = { '<f8': 'float64', '<f4': 'float32' };
/** Bytes before the header: magic, version, and its length in 2 or 4 bytes. */
const MOST_PREAMBLE = 12;

interface Header {
  /** Bytes before the first element. */
  readonly offset: number;
  readonly descr: string;
  readonly shape: readonly number[];
}

/**
 * The result has the same header, byte for byte, and each element in its place: that may be in C order or in Fortran order.
 *
 * @throws FileError if the header is broken or names another type, or the file is longer or shorter than it promises
 */
export async function recogniseNpy(file: Blob): Promise<Recognised> {
  const header = await readHeader(file);
  const { offset } = header;
  const type = typeOf(header);
  requireWhole(header, ARRAYS[type].BYTES_PER_ELEMENT, file.size);
  return {
    name: `NumPy .npy, ${type}`,
    async *transform(file, apply, onRead) {
      yield file.slice(0, offset);
      yield* transformElements(type, file.slice(offset), apply, (bytes) => onRead(offset + bytes));
    },
  };
}

async function readHeader(file: Blob): Promise<Header> {
  const preamble = new Uint8Array(await file.slice(0, MOST_PREAMBLE).arrayBuffer());
  const major = preamble[NPY_MAGIC.length];
  if (preamble.length < MOST_PREAMBLE || major === undefined) throw new FileError('This .npy file ends within its header.');
  if (major < 1 || major > 3) throw new FileError(`This .npy file has format version ${major}; known are 1, 2 and 3.`);
  const view = new DataView(preamble.buffer);
  const begin = major === 1 ? 10 : MOST_PREAMBLE;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const offset = begin + length;
  if (offset > file.size) throw new FileError('This .npy file ends within its header.');
  return { offset, ...parseHeader(await file.slice(begin, offset).text()) };
}

/** "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }" */
function parseHeader(text: string): Omit<Header, 'offset'> {
  const descr = /'descr'\s*:\s*('[^']*'|\[.*?\]\s*,\s*'fortran)/s.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (descr === undefined || shape === undefined) {
    throw new FileError('The header of this .npy file does not say what it holds (descr, shape).');
  }
  return {
    descr: descr.startsWith('[') ? 'a record' : descr.slice(1, -1),
    shape: (shape.match(/\d+/g) ?? []).map(Number),
  };
}

function typeOf({ descr }: Header): ElementType {
  const type = TYPES[descr];
  if (type !== undefined) return type;
  const swapped = descr.replace('>', '<');
  throw new FileError(
    TYPES[swapped] === undefined
      ? `This .npy file holds ${kindOf(descr)}; expected is float64 ("<f8") or float32 ("<f4"): x.astype(np.float64) in NumPy.`
      : `This .npy file holds big-endian ${TYPES[swapped]} ("${descr}"); expected is little-endian: x.astype("${swapped}") in NumPy.`,
  );
}

function requireWhole({ offset, shape }: Header, bytes: number, size: number): void {
  const promised = shape.reduce((product, length) => product * length, 1);
  const rest = size - offset - promised * bytes;
  if (rest === 0) return;
  const whole = Math.floor((size - offset) / bytes).toLocaleString('en');
  throw new FileError(
    rest < 0
      ? `This .npy file is cut off: its header promises ${promised.toLocaleString('en')} elements, and ${whole} are there.`
      : `This .npy file has ${rest.toLocaleString('en')} bytes more than the ${promised.toLocaleString('en')} elements that its header promises.`,
  );
}

const KINDS: Readonly<Record<string, string>> = { f: 'float', i: 'int', u: 'uint', c: 'complex' };

/** '<i4' → 'int32 ("<i4")' */
function kindOf(descr: string): string {
  const [, kind = '', bytes] = /^[<>|=]?([a-zA-Z])(\d+)$/.exec(descr) ?? [];
  const name = KINDS[kind];
  return name ? `${name}${Number(bytes) * 8} ("${descr}")` : descr;
}
