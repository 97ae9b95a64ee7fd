/** Little-endian numbers without any header. */
import { ARRAYS, type ElementType } from '../../elements.mjs';
import { type Apply, FileError, PIECE, type Recognised, Refusal } from './format.ts';
import { type Judgement, judge, plausibility } from './plausibility.ts';
import { askReadAs } from './reading.ts';

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

/** Bytes looked at to tell the type, at each of three places. */
const SAMPLE = 16 * 1024;
/** Of fewer bytes than this a name says more than they do. */
const TELLING = 256;

/**
 * @param named the type that the file's name says, if it says one
 * @param chosen the type that the visitor insists on
 * @throws FileError if the file has no whole number of elements
 * @throws Refusal if it does not look like numbers of this type
 */
export async function recogniseRaw(
  file: File,
  named: ElementType | undefined,
  chosen: ElementType | undefined,
): Promise<Recognised> {
  if (chosen !== undefined) {
    requireWhole(file.size, chosen);
    return rawReading(chosen, []);
  }
  if (named !== undefined) requireWhole(file.size, named);
  if (file.size % 4 !== 0) {
    throw new FileError(
      `This file is no text, and ${file.size.toLocaleString('en')} bytes are no whole number of float64 or float32: it was cut off, or holds something else.`,
    );
  }
  const sample = await sampleOf(file);
  if (named !== undefined && file.size < TELLING && plausibility(sample, named) >= 0.5) return rawReading(named, []);
  const judgement = judge(sample, file.size);
  const type = named ?? judgement.looksLike;
  if (judgement.looksLike !== type || (type !== 'float64' && type !== 'float32')) {
    throw new Refusal(reasonAgainst(judgement, named), ['float64', 'float32', 'text']);
  }
  return rawReading(type, named ? [] : [`Nothing in the file says that it holds ${type}, but the sizes of its numbers do.`]);
}

function rawReading(type: ElementType, notes: readonly string[]): Recognised {
  return {
    reading: {
      format: `raw little-endian ${type}`,
      notes,
      questions: [askReadAs(['float64', 'float32', 'text'], type)],
    },
    transform: (file, apply, onRead) => transformElements(type, file, apply, onRead),
  };
}

function requireWhole(size: number, type: ElementType): void {
  const bytes = ARRAYS[type].BYTES_PER_ELEMENT;
  const rest = size % bytes;
  if (rest === 0) return;
  throw new Refusal(
    `A file of ${type} has a multiple of ${bytes} bytes; this one has ${rest} more than that. It was cut off, or holds something else.`,
    size % 4 === 0 ? ['float32', 'text'] : ['text'],
  );
}

/** From the beginning, the middle and the end, so that a header of an unknown kind does not decide alone. */
async function sampleOf(file: Blob): Promise<Uint8Array> {
  if (file.size <= 3 * SAMPLE) return new Uint8Array(await file.arrayBuffer());
  const last = file.size - (file.size % 8) - SAMPLE;
  const middle = last / 2 - ((last / 2) % 8);
  const parts = [0, middle, last].map((begin) => file.slice(begin, begin + SAMPLE));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const percent = (share: number): string => `${Math.floor(100 * share)} %`;

function reasonAgainst(judgement: Judgement, named: ElementType | undefined): string {
  const { looksLike } = judgement;
  if (looksLike === 'big-endian') {
    const code = judgement.type === 'float64' ? 'f8' : 'f4';
    return `These numbers look like big-endian ${judgement.type}: read in that order nearly all have a usual size, in little-endian order few. In NumPy: np.fromfile(name, ">${code}").astype("<${code}").tofile(name2).`;
  }
  if (looksLike === 'neither') {
    return `These bytes do not look like numbers: read as float64, ${percent(judgement.float64)} of a sample are of sizes that go together, as float32 ${percent(judgement.float32)}.`;
  }
  if (looksLike === 'int64' || looksLike === 'int32') {
    return `These bytes look like ${looksLike}. In NumPy: np.fromfile(name, "${looksLike}").astype("float64").tofile(name2).`;
  }
  if (looksLike === 'numbers of 1 or 2 bytes') return `These bytes look like ${looksLike}, as pixels, sound and float16 are.`;
  return `These bytes look like ${looksLike}, and not like the ${named} that the name says.`;
}
