/** The streams of `sigmoid-wasm/stream`: bytes cut anywhere, arrays of elements, both types, and their mistakes. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runInNewContext } from 'node:vm';
import { createLogistic, createSigmoid, logit, sigmoid } from 'sigmoid-wasm';
import { createTransform, createTransformStream, type ElementFunction, type StreamOptions } from 'sigmoid-wasm/stream';
import { sigmoid as typescriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { bytesOf, doubles } from '../cli/data.ts';

type Chunks = readonly unknown[];

/** What comes out, whole, for chunks that go into a stream of either kind. */
type Run = (f: ElementFunction, chunks: Chunks, options?: StreamOptions) => Promise<unknown[]>;

const throughNode: Run = async (f, chunks, options) => {
  const results: unknown[] = [];
  await pipeline(Readable.from(chunks), createTransform(f, options), async (transformed) => {
    for await (const chunk of transformed) results.push(chunk);
  });
  return results;
};

const throughWeb: Run = async (f, chunks, options) => {
  const input = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  const results: unknown[] = [];
  const reader = input.pipeThrough(createTransformStream(f, options)).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) results.push(next.value);
  return results;
};

const KINDS: [string, Run][] = [
  ['Transform', throughNode],
  ['TransformStream', throughWeb],
];

/** Pieces of these lengths, in turn, each with an offset of its own in a larger buffer. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let begin = 0; begin < bytes.length; begin += pieces.at(-1)?.length ?? 0) {
    const length = Math.min(lengths[pieces.length % lengths.length] as number, bytes.length - begin);
    const room = new Uint8Array(length + 16);
    const piece = room.subarray(pieces.length % 13, (pieces.length % 13) + length);
    piece.set(bytes.subarray(begin, begin + length));
    pieces.push(piece);
  }
  return pieces;
}

const joined = (chunks: readonly unknown[]): Buffer => Buffer.concat(chunks as Uint8Array[]);

describe.each(KINDS)('a %s', (_, through) => {
  const x = doubles(1000);
  const y = sigmoid(x);

  it.each([[[1]], [[3]], [[7, 9]], [[8]], [[4096]], [[65_536]], [[1, 2, 3, 5, 8, 13, 21]]])(
    'gives the results of doubles that come in pieces of %j bytes',
    async (lengths) => {
      expect(joined(await through(sigmoid, cut(bytesOf(x), lengths))).equals(bytesOf(y))).toBe(true);
    },
  );

  it.each([[[1]], [[3]], [[4]], [[65_536]]])(
    'gives the results of float32 that come in pieces of %j bytes',
    async (lengths) => {
      const x32 = Float32Array.from(x);
      const results = await through(sigmoid, cut(bytesOf(x32), lengths), { from: 'float32' });
      expect(joined(results).equals(bytesOf(sigmoid(x32)))).toBe(true);
    },
  );

  it('computes over doubles where the types differ', async () => {
    const x32 = Float32Array.from(x);
    const wide = await through(sigmoid, cut(bytesOf(x32), [5]), { from: 'float32', to: 'float64' });
    expect(joined(wide).equals(bytesOf(sigmoid(Float64Array.from(x32))))).toBe(true);
    const narrow = await through(sigmoid, cut(bytesOf(x), [5]), { to: 'float32' });
    expect(joined(narrow).equals(bytesOf(Float32Array.from(y)))).toBe(true);
  });

  it('gives arrays for arrays, and leaves those that it was given as they were', async () => {
    const x32 = Float32Array.from(x);
    const given = x.slice();
    const results = await through(sigmoid, [given, x32, new Float64Array(0)]);
    expect(results).toEqual([y, sigmoid(x32), new Float64Array(0)]);
    expect(given).toEqual(x);
    expect(await through(sigmoid, [x32], { to: 'float64' })).toEqual([sigmoid(Float64Array.from(x32))]);
  });

  it('takes any function of the family, of any instance and backend', async () => {
    const p = Float64Array.from({ length: 100 }, (_, i) => i / 99);
    const bytes = [bytesOf(p)];
    expect(joined(await through(logit, bytes)).equals(bytesOf(logit(p)))).toBe(true);
    expect(joined(await through(createLogistic().softplus, bytes)).length).toBe(800);
    expect(joined(await through(typescriptSigmoid, bytes)).equals(bytesOf(sigmoid(p)))).toBe(true);
    const correct = createSigmoid({ rounding: 'correct' });
    expect(joined(await through(correct, bytes)).equals(bytesOf(correct(p)))).toBe(true);
  });

  it('takes buffers, views of other kinds of memory, and arrays of other realms', async () => {
    const { buffer } = x.slice();
    const shared = new Uint8Array(new SharedArrayBuffer(8000));
    shared.set(bytesOf(x));
    const foreign = runInNewContext('Float64Array.from(values)', { values: x });
    for (const chunk of [buffer, new DataView(buffer), shared, shared.buffer]) {
      expect(joined(await through(sigmoid, [chunk])).equals(bytesOf(y))).toBe(true);
    }
    expect(Array.from((await through(sigmoid, [foreign]))[0] as Float64Array)).toEqual(Array.from(y));
  });

  it('gives nothing for nothing', async () => {
    expect(await through(sigmoid, [])).toEqual([]);
    expect(await through(sigmoid, [new Uint8Array(0)])).toEqual([]);
  });

  it('fails if the bytes end within an element', async () => {
    const chunks = [bytesOf(x).subarray(0, 21)];
    await expect(through(sigmoid, chunks)).rejects.toThrow(
      new RangeError('the input ends within an element: 5 of the 8 bytes of a float64 are there'),
    );
  });

  it('fails if the function returns a promise, whose results are not there yet', async () => {
    await expect(through(sigmoid.async as ElementFunction, [x])).rejects.toThrow(/returns a promise/);
  });

  it('fails if an array comes where an element lacks bytes', async () => {
    await expect(through(sigmoid, [new Uint8Array(3), x])).rejects.toThrow(/lacks some; got an array/);
  });

  it.each([
    ['text', 'a string'],
    [Int32Array.of(1), 'Int32Array'],
    [[1, 2], 'Array'],
    [7, 'Number'],
  ])('fails for %j, which is neither bytes nor elements', async (chunk, got) => {
    await expect(through(sigmoid, [chunk])).rejects.toThrow(
      new TypeError(`the chunk expected bytes, a Float64Array or a Float32Array, got ${got}`),
    );
  });
});

describe.each([
  ['createTransform', createTransform],
  ['createTransformStream', createTransformStream],
] as [string, (f: unknown, options?: unknown) => unknown][])('%s', (_, create) => {
  it.each([
    [[undefined], TypeError, '"f" expected a function such as sigmoid, got undefined'],
    [[sigmoid, []], TypeError, '"options" expected an object, got '],
    [[sigmoid, null], TypeError, '"options" expected an object, got null'],
    [[sigmoid, { form: 'float32' }], TypeError, 'unknown option "form"; there are from, to'],
    [[sigmoid, { from: 32 }], TypeError, "\"from\" expected 'float64' or 'float32', got a number"],
    [[sigmoid, { to: 'f32' }], RangeError, "\"to\" expected 'float64' or 'float32', got 'f32'"],
  ])('refuses %j at once', (args, kind, message) => {
    expect(() => create(...(args as [unknown]))).toThrow(new kind(message));
  });

  it('takes options that are undefined as absent', () => {
    expect(() => create(sigmoid, { from: undefined, to: undefined })).not.toThrow();
  });
});

it('a Transform answers as numbers come', async () => {
  const transform = createTransform(sigmoid);
  transform.write(bytesOf(Float64Array.of(0)));
  const [chunk] = await once(transform, 'data');
  expect(Buffer.isBuffer(chunk)).toBe(true);
  expect(chunk.readDoubleLE(0)).toBe(0.5);
  transform.write(bytesOf(Float64Array.of(10)).subarray(0, 5));
  transform.write(bytesOf(Float64Array.of(10)).subarray(5));
  const [next] = await once(transform, 'data');
  expect(next.readDoubleLE(0)).toBe(0.9999546021312976);
  transform.end();
});
