/** Elements without anything between them: .f64, .f32, and .npy behind its header. */
import type { ElementTypeName } from 'sigmoid-wasm/stream';
import type { Computation } from '../computation.ts';
import { Failure } from '../failure.ts';
import type { Input } from '../io/input.ts';
import type { Output } from '../io/output.ts';
import { rangeOf, type Shard } from '../shard.ts';
import { NPY_PREAMBLE, NpyError, npyDataOffset, readNpyHeader, writeNpyHeader } from './npy-header.ts';
import type { Results } from './results.ts';

/** Elements of a file are read, computed and written so many bytes at a time. */
const PIECE = 1 << 20;

const SIZES = { float64: 8, float32: 4 } as const;
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Where the elements of an input are. */
interface Elements {
  readonly type: ElementTypeName;
  /** How many there are, undefined if they end where the input ends. */
  readonly count: number | undefined;
  /** Bytes before the first. */
  readonly offset: number;
  readonly header?: Uint8Array;
  readonly shape?: readonly number[];
}

/**
 * The results for the elements of a file or pipe.
 *
 * @param to the type of the results, undefined for that of the elements
 * @throws Failure if the file does not hold what its name or header says
 */
export async function readBinary(
  input: Input,
  format: 'npy' | 'f64' | 'f32',
  to: ElementTypeName | undefined,
  computation: Computation,
  shard: Shard | undefined,
): Promise<Results> {
  const elements = format === 'npy' ? await findInNpy(input) : findInRaw(input, format === 'f64' ? 'float64' : 'float32');
  const { type } = elements;
  const size = SIZES[type];
  const { begin, end } = partOf(input, elements, shard);
  const count = end === undefined ? undefined : end - begin;
  if (input.size !== undefined) input.seek(elements.offset + begin * size);
  const limit = count === undefined ? undefined : count * size;
  const inPlace = input.isFile && (to ?? type) === type && LITTLE_ENDIAN;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let done = 0;
    for await (const piece of inPlace
      ? computeInPlace(input, type, limit, computation)
      : computeAsTheyCome(input, { from: type, to }, limit, computation)) {
      done += piece.byteLength / SIZES[to ?? type];
      yield piece;
    }
    if (count === undefined) return;
    if (done < count) throw new Failure(`${input.name} ends after ${number(done)} of ${number(count)} values`);
    if (shard === undefined && !(await input.atEnd())) {
      const promised =
        format === 'npy' ? `the ${number(count)} values that its header promises` : 'its end: it grew while it was read';
      throw new Failure(`${input.name} goes on after ${promised}`);
    }
  }
  const keepsHeader = shard === undefined && (to ?? type) === type;
  return { type: to ?? type, count, header: keepsHeader ? elements.header : undefined, shape: elements.shape, pieces };
}

/** As the streams say it. */
const withinElement = (bytes: number, type: ElementTypeName): string =>
  `the input ends within an element: ${bytes} of the ${SIZES[type]} bytes of a ${type} are there`;

const number = (count: number): string => count.toLocaleString('en');

async function findInNpy(input: Input): Promise<Elements> {
  try {
    const preamble = new Uint8Array(NPY_PREAMBLE);
    const start = preamble.subarray(0, await input.fill(preamble));
    if (start.length === 0) throw new NpyError('the file is empty');
    const offset = npyDataOffset(start);
    const header = new Uint8Array(Math.max(offset, start.length));
    header.set(start);
    const length = start.length + (await input.fill(header.subarray(start.length)));
    if (length < offset) throw new NpyError('the file ends within its header');
    const { type, count, shape } = readNpyHeader(header);
    requireSize(input, offset, count, SIZES[type]);
    return { type, count, offset, header, shape };
  } catch (error) {
    throw error instanceof NpyError ? new Failure(`${input.name}: ${error.message}`) : error;
  }
}

/** Where the length of the file is known, it must be what the header promises. */
function requireSize({ name, size }: Input, offset: number, count: number, bytes: number): void {
  if (size === undefined) return;
  const there = (size - offset) / bytes;
  if (there === count) return;
  if (there < count) throw new Failure(`${name} ends after ${number(Math.floor(there))} of ${number(count)} values`);
  throw new Failure(
    `${name} has ${number(size - offset - count * bytes)} bytes after the ${number(count)} values that its header promises`,
  );
}

function findInRaw({ name, size }: Input, type: ElementTypeName): Elements {
  const bytes = SIZES[type];
  if (size === undefined) return { type, count: undefined, offset: 0 };
  if (size % bytes > 0) {
    throw new Failure(`${name}: ${withinElement(size % bytes, type)}`);
  }
  return { type, count: size / bytes, offset: 0 };
}

function partOf({ name }: Input, { count }: Elements, shard: Shard | undefined): { begin: number; end: number | undefined } {
  if (shard === undefined) return { begin: 0, end: count };
  if (count === undefined) throw new Failure(`${name}: a shard needs a file, whose length is known`);
  return rangeOf(shard, count);
}

/** Reads each piece into an array of the kernel, which computes it there: one is read while another is computed or written. */
async function* computeInPlace(
  input: Input,
  type: ElementTypeName,
  limit = Number.POSITIVE_INFINITY,
  { alloc, compute }: Computation,
): AsyncGenerator<Uint8Array> {
  const spaces = [0, 1, 2].map(() => {
    const elements = alloc(PIECE / SIZES[type], type);
    return { elements, bytes: new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength) };
  });
  type Space = (typeof spaces)[number];
  let left = limit;
  const readNext = (turn: number): Promise<number> => {
    const most = Math.min(left, PIECE);
    left -= most;
    const reading = most > 0 ? input.fill((spaces[turn % 3] as Space).bytes.subarray(0, most)) : Promise.resolve(0);
    // An error shows where the result is awaited, if it is.
    reading.catch(() => {});
    return reading;
  };
  let reading = readNext(0);
  try {
    for (let turn = 0; ; turn++) {
      const length = await reading;
      if (length === 0) return;
      const { elements, bytes } = spaces[turn % 3] as Space;
      if (length % SIZES[type] > 0) {
        throw new Failure(`${input.name}: ${withinElement(length % SIZES[type], type)}`);
      }
      reading = readNext(turn + 1);
      await compute(elements.subarray(0, length / SIZES[type]));
      yield bytes.subarray(0, length);
    }
  } finally {
    await reading.catch(() => {});
  }
}

/** Computes what has come, however little it is, so that a program that waits for an answer gets it. */
async function* computeAsTheyCome(
  input: Input,
  types: { from: ElementTypeName; to: ElementTypeName | undefined },
  limit: number | undefined,
  { f }: Computation,
): AsyncGenerator<Uint8Array> {
  const [{ pipeline }, { createTransform }] = await Promise.all([import('node:stream'), import('sigmoid-wasm/stream')]);
  const transform = createTransform(f, types);
  pipeline(input.chunks(limit), transform, () => {});
  try {
    for await (const piece of transform) yield piece;
  } catch (error) {
    throw error instanceof RangeError ? new Failure(`${input.name}: ${error.message}`) : error;
  }
}

/**
 * Writes results as .npy or without a header.
 *
 * @throws Failure if a .npy file would need a number of values that is not known yet
 */
export async function writeBinary(output: Output, format: 'npy' | 'f64' | 'f32', results: Results): Promise<void> {
  const withHeader = format === 'npy';
  if (withHeader && results.count === undefined && !output.canPatch) {
    throw new Failure(
      `cannot write .npy to ${output.name}: it begins with the number of values, which is not known yet; write a file (-o) or --to f64`,
    );
  }
  if (withHeader) await output.write(results.header ?? writeNpyHeader(results.type, results.count ?? 0));
  const count = await writePieces(output, results);
  if (withHeader && results.count === undefined) await output.patch(writeNpyHeader(results.type, count));
}

/** Writes each piece while the next is computed. @returns the number of elements */
async function writePieces(output: Output, { type, pieces }: Results): Promise<number> {
  let bytes = 0;
  let writing = Promise.resolve();
  try {
    for await (const piece of pieces()) {
      await writing;
      bytes += piece.byteLength;
      writing = output.write(piece);
      // An error shows where this is awaited.
      writing.catch(() => {});
    }
  } finally {
    await writing;
  }
  return bytes / SIZES[type];
}
