/**
 * NumPy's .npy: a magic string, a version, the header's length, the header (a Python dictionary), and the elements.
 * See https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { transformDoubles } from './doubles.ts';
import { type Apply, FileError } from './format.ts';

/** The first bytes of every .npy file. */
export const NPY_MAGIC = '\x93NUMPY';
const BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Bytes before the header: magic, version, and its length in 2 or 4 bytes. */
const MOST_PREAMBLE = 12;

interface Header {
  /** Bytes before the first element. */
  readonly offset: number;
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** The result has the same header, byte for byte. */
export async function* transformNpy(file: Blob, apply: Apply, onRead: (bytes: number) => void): AsyncGenerator<BlobPart> {
  const header = await readHeader(file);
  requireFloat64(header, file.size);
  yield file.slice(0, header.offset);
  yield* transformDoubles(file.slice(header.offset), apply, (bytes) => onRead(header.offset + bytes));
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
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) {
    throw new FileError('The header of this .npy file does not say what it holds (descr, fortran_order, shape).');
  }
  return {
    descr: descr.startsWith('[') ? 'a record' : descr.slice(1, -1),
    fortranOrder: order === 'True',
    shape: (shape.match(/\d+/g) ?? []).map(Number),
  };
}

function requireFloat64({ offset, descr, fortranOrder, shape }: Header, size: number): void {
  if (descr === '>f8') {
    throw new FileError(
      'This .npy file holds big-endian float64 (">f8"); expected is little-endian: x.astype("<f8") in NumPy.',
    );
  }
  if (descr !== '<f8') {
    throw new FileError(`This .npy file holds ${kindOf(descr)}; expected is float64 ("<f8"): x.astype(np.float64) in NumPy.`);
  }
  if (fortranOrder) {
    throw new FileError('This .npy file is in Fortran order; expected is C order: np.ascontiguousarray(x) in NumPy.');
  }
  const promised = shape.reduce((product, length) => product * length, 1);
  const rest = size - offset - promised * BYTES;
  if (rest === 0) return;
  const whole = Math.floor((size - offset) / BYTES).toLocaleString('en');
  throw new FileError(
    rest < 0
      ? `This .npy file is cut off: its header promises ${promised.toLocaleString('en')} elements, and ${whole} are there.`
      : `This .npy file has ${rest.toLocaleString('en')} bytes more than the ${promised.toLocaleString('en')} elements that its header promises.`,
  );
}

const KINDS: Readonly<Record<string, string>> = { f: 'float', i: 'int', u: 'uint', c: 'complex' };

/** '<f4' → 'float32 ("<f4")' */
function kindOf(descr: string): string {
  const [, kind = '', bytes] = /^[<>|=]?([a-zA-Z])(\d+)$/.exec(descr) ?? [];
  const name = KINDS[kind];
  return name ? `${name}${Number(bytes) * 8} ("${descr}")` : descr;
}
