/** Little-endian float64 without any header. */
import { type Apply, FileError, PIECE } from './format.ts';

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** σ of a part of a file that is known to hold whole doubles, whatever the byte order of this processor is. */
export async function* transformDoubles(file: Blob, apply: Apply, onRead: (bytes: number) => void): AsyncGenerator<BlobPart> {
  for (let begin = 0; begin < file.size; begin += PIECE) {
    const bytes = await file.slice(begin, begin + PIECE).arrayBuffer();
    const view = new DataView(bytes);
    const x = new Float64Array(bytes.byteLength / BYTES);
    for (let i = 0; i < x.length; i++) x[i] = view.getFloat64(i * BYTES, true);
    apply(x);
    for (let i = 0; i < x.length; i++) view.setFloat64(i * BYTES, x[i] as number, true);
    yield bytes;
    onRead(begin + bytes.byteLength);
  }
}

/** Doubles looked at to tell their byte order. */
const SAMPLE = 4096;

export async function* transformRaw(file: Blob, apply: Apply, onRead: (bytes: number) => void): AsyncGenerator<BlobPart> {
  const rest = file.size % BYTES;
  if (rest !== 0) {
    throw new FileError(
      `A file of float64 has a multiple of ${BYTES} bytes; this one has ${rest} more than that. It was cut off, or holds something else.`,
    );
  }
  requireLittleEndian(await file.slice(0, SAMPLE * BYTES).arrayBuffer());
  yield* transformDoubles(file, apply, onRead);
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
