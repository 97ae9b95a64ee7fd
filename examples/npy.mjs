/**
 * Reads and writes NumPy's .npy files of float64 and float32: a magic string, a version, the length of the header, the header, which
 * is a Python dictionary, and the elements. See https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { open, writeFile } from 'node:fs/promises';
import { endianness } from 'node:os';

/**
 * @typedef {Float64Array | Float32Array} Elements
 * @typedef {object} Layout
 * @property {number[]} shape
 * @property {boolean} fortranOrder whether the first index runs fastest, and not the last
 */

const MAGIC = '\x93NUMPY';
/** Elements are in the byte order of this processor, as they are in its arrays. */
const ORDER = endianness() === 'LE' ? '<' : '>';
/** A read of more than 2 GiB at once is an error. */
const LONGEST_READ = 2 ** 30;

/**
 * Reads a file into an array that `alloc` makes, without a copy in between.
 *
 * @param {string} path
 * @param {(length: number, type: 'float64' | 'float32') => Elements} alloc
 * @returns {Promise<{ array: Elements, layout: Layout }>}
 */
export async function readNpy(path, alloc) {
  const file = await open(path);
  try {
    const preamble = new DataView(new ArrayBuffer(12));
    await readWhole(file, preamble, 0);
    if (Buffer.from(preamble.buffer, 0, 6).toString('latin1') !== MAGIC) throw new Error(`${path} is no .npy file`);
    // Version 1 has a length of 2 bytes, later versions of 4.
    const [begin, length] = preamble.getUint8(6) === 1 ? [10, preamble.getUint16(8, true)] : [12, preamble.getUint32(8, true)];
    const header = Buffer.alloc(length);
    await readWhole(file, header, begin);
    const { type, ...layout } = parseHeader(header.toString());
    const array = alloc(
      layout.shape.reduce((product, size) => product * size, 1),
      type,
    );
    await readWhole(file, array, begin + length);
    return { array, layout };
  } finally {
    await file.close();
  }
}

/**
 * @param {string} path
 * @param {Elements} array
 * @param {Layout} [layout] by default that of a vector
 */
export async function writeNpy(path, array, { shape, fortranOrder } = { shape: [array.length], fortranOrder: false }) {
  // A tuple of Python, which has a comma even where it has only one element.
  const tuple = shape.length === 1 ? `(${shape},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '${ORDER}f${array.BYTES_PER_ELEMENT}', 'fortran_order': ${fortranOrder ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  // Version 1.0: ten bytes before the header, which ends with a line feed where the elements are aligned to 64 bytes.
  const header = dictionary.padEnd(Math.ceil((dictionary.length + 11) / 64) * 64 - 11);
  const preamble = Buffer.from(`${MAGIC}\x01\x00\x00\x00${header}\n`, 'latin1');
  preamble.writeUInt16LE(header.length + 1, MAGIC.length + 2);
  await writeFile(path, [preamble, array]);
}

/** @param {string} header such as "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }" */
function parseHeader(header) {
  const descr = /'descr': *'([^']*)'/.exec(header)?.[1] ?? 'a record';
  const shape = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  if (shape === undefined) throw new Error(`the header expected a shape, got ${header}`);
  if (descr !== `${ORDER}f8` && descr !== `${ORDER}f4`) {
    throw new Error(`the elements expected ${ORDER}f8 or ${ORDER}f4, got ${descr}: use x.astype('${ORDER}f8') in NumPy`);
  }
  return {
    type: descr.endsWith('8') ? /** @type {const} */ ('float64') : /** @type {const} */ ('float32'),
    shape: (shape.match(/\d+/g) ?? []).map(Number),
    fortranOrder: /'fortran_order': *True/.test(header),
  };
}

/**
 * Fills an array or view with the bytes of a file from `position` on.
 *
 * @param {import('node:fs/promises').FileHandle} file
 * @param {NodeJS.ArrayBufferView} view
 * @param {number} position
 */
async function readWhole(file, view, position) {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, done, Math.min(bytes.length - done, LONGEST_READ), position + done);
    if (bytesRead === 0) throw new Error(`the file is cut off (bytes missing: ${bytes.length - done})`);
    done += bytesRead;
  }
}
