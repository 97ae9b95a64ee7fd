/** Little-endian numbers without any header. */
import { ARRAYS, type ElementType } from '../../elements.mjs';
import { type Apply, FileError, PIECE } from './format.ts';

/** How one element is read and written, whatever the byte order of this processor is. */
const ACCESS = {
  float64: {
    get: (view: DataView, at: number) => view.getFloat64(at, true),
    set: (view: DataView, at: number, value: number) => view.setFloat64(at, value, true),
  },
  float32: {
    get: (view: DataView, at: number) => view.getFloat32(at, true),
    set: (view: DataView, at: number, value: number) => view.setFloat32(at, value, true),
  },
} as const satisfies Record<ElementType, unknown>;

/** σ of a part of a file that is known to hold whole elements. */
export async function* transformElements(
  type: ElementType,
  file: Blob,
  apply: Apply,
  onRead: (bytes: number) => void,
): AsyncGenerator<BlobPart> {
  const { get, set } = ACCESS[type];
  const size = ARRAYS[type].BYTES_PER_ELEMENT;
  for (let begin = 0; begin < file.size; begin += PIECE) {
    const bytes = await file.slice(begin, begin + PIECE).arrayBuffer();
    const view = new DataView(bytes);
    const x = new ARRAYS[type](bytes.byteLength / size);
    for (let i = 0; i < x.length; i++) x[i] = get(view, i * size);
    apply(x);
    for (let i = 0; i < x.length; i++) set(view, i * size, x[i] as number);
    yield bytes;
    onRead(begin + bytes.byteLength);
  }
}

const BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Doubles looked at to tell their byte order. */
const SAMPLE = 4096;

/** Taken for float64: nothing in such a file says of which type it is. */
export async function* transformRaw(file: Blob, apply: Apply, onRead: (bytes: number) => void): AsyncGenerator<BlobPart> {
  const rest = file.size % BYTES;
  if (rest !== 0) {
    throw new FileError(
      `A file of float64 has a multiple of ${BYTES} bytes; this one has ${rest} more than that. It was cut off, or holds something else.`,
    );
  }
  requireLittleEndian(await file.slice(0, SAMPLE * BYTES).arrayBuffer());
  yield* transformElements('float64', file, apply, onRead);
}

/**
 * Doubles in the wrong byte order have exponents all over the place, in the right one they cluster. Only where nearly all are
 * of a usual size backwards, and few are forwards, is a file taken for big-endian.
 */
function requireLittleEndian(bytes: ArrayBuffer): void {
  const view = new DataView(bytes);
  const count = bytes.byteLength / BYTES;
  let forwards = 0;
  let backwards = 0;
  for (let i = 0; i < count; i++) {
    if (isUsual(view.getFloat64(i * BYTES, true))) forwards++;
    if (isUsual(view.getFloat64(i * BYTES, false))) backwards++;
  }
  if (backwards > 0.95 * count && forwards < 0.5 * count) {
    throw new FileError(
      'These doubles look big-endian: read in that order nearly all have a usual size, in little-endian order few. In NumPy: np.fromfile(name, ">f8").astype("<f8").tofile(name2).',
    );
  }
}

/** Zero, or neither huge nor tiny. */
function isUsual(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size > 1e-30 && size < 1e30);
}
