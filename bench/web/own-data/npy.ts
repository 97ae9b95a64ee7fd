/** Files of NumPy, by the header that the program of this package reads too. The result has the same header, byte for byte. */
import { NPY_PREAMBLE, NpyError, type NpyHeader, npyDataOffset, readNpyHeader } from '../../../cli/formats/npy-header.ts';
import { ARRAYS } from '../../elements.mjs';
import { transformElements } from './binary.ts';
import { FileError, type Recognised } from './format.ts';

/**
 * Each element of the result is in its place, whether that is in C order or in Fortran order.
 *
 * @throws FileError if the header is broken or names another type, or the file is longer or shorter than it promises
 */
export async function recogniseNpy(file: Blob): Promise<Recognised> {
  const { offset, header } = await readHeader(file);
  requireWhole(file.size - offset, header);
  return {
    reading: { format: `NumPy .npy, ${header.type}`, notes: [inWords(header)], questions: [] },
    async *transform(file, apply, onRead) {
      yield file.slice(0, offset);
      yield* transformElements(header.type, file.slice(offset), apply, (bytes) => onRead(offset + bytes));
    },
  };
}

async function readHeader(file: Blob): Promise<{ offset: number; header: NpyHeader }> {
  try {
    const offset = npyDataOffset(new Uint8Array(await file.slice(0, NPY_PREAMBLE).arrayBuffer()));
    if (offset > file.size) throw new NpyError('the file ends within its header');
    return { offset, header: readNpyHeader(new Uint8Array(await file.slice(0, offset).arrayBuffer())) };
  } catch (error) {
    throw error instanceof NpyError ? new FileError(sentence(error.message)) : error;
  }
}

/** "An array of 100 × 1,000, in Fortran order, which the result keeps." */
function inWords({ shape, fortranOrder }: NpyHeader): string {
  const lengths = shape.map((length) => length.toLocaleString('en')).join(' × ');
  if (shape.length === 0) return 'A single number.';
  if (shape.length === 1) return `A vector of ${lengths}.`;
  return `An array of ${lengths}, in ${fortranOrder ? 'Fortran' : 'C'} order, which the result keeps.`;
}

const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;

/** The bytes behind the header must be as many as it promises. */
function requireWhole(bytes: number, { type, count }: NpyHeader): void {
  const size = ARRAYS[type].BYTES_PER_ELEMENT;
  const rest = bytes - count * size;
  if (rest === 0) return;
  const promised = count.toLocaleString('en');
  throw new FileError(
    rest < 0
      ? `The file ends after ${Math.floor(bytes / size).toLocaleString('en')} of the ${promised} numbers that its header promises.`
      : `The file has ${rest.toLocaleString('en')} bytes after the ${promised} numbers that its header promises.`,
  );
}
