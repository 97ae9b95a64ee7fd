import { sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { FileError, PIECE, Refusal } from '../../bench/web/own-data/format.ts';
import { recognise } from '../../bench/web/own-data/recognise.ts';
import { Tally } from '../../bench/web/own-data/summary.ts';
import { BAD_FILES } from './support/bad-files.ts';
import { randomBytes } from './support/bytes.ts';
import { npyFile, withElements } from './support/npy.ts';
import { process } from './support/process.ts';

const values = Float64Array.from({ length: 1000 }, (_, i) => (i - 500) * 1.7);
const float32 = Float32Array.from(values, (x) => x / 7);

describe('a file that the page processes', () => {
  it.each([1, 2, 3])('keeps its header when it is a .npy file of version %i', async (version) => {
    const file = npyFile(values, { shape: '(10, 100)' }, version);
    expect(await process('x.npy', file)).toEqual(withElements(file, sigmoid(values)));
  });

  it.each([1, 2, 3])('is computed as float32 when it is a .npy file of version %i that holds float32', async (version) => {
    const file = npyFile(float32, { shape: '(10, 100)' }, version);
    expect(await process('x.npy', file)).toEqual(withElements(file, sigmoid(float32)));
  });

  it.each([
    ['float64', values],
    ['float32', float32],
  ] as const)('may be a .npy file in Fortran order, of %s', async (type, x) => {
    const file = npyFile(x, { fortranOrder: 'True', shape: '(10, 100)' });
    expect(await process('x.npy', file)).toEqual(withElements(file, sigmoid(x)));
    const { reading } = await recognise(new File([file], 'x.npy'), {});
    expect(reading.format).toBe(`NumPy .npy, ${type}`);
    expect(reading.notes).toEqual(['An array of 10 × 100, in Fortran order, which the result keeps.']);
  });

  it('may be a .npy file of float32 that is read in several pieces', async () => {
    const many = Float32Array.from({ length: PIECE / 2 + 5 }, (_, i) => Math.sin(i) * 100);
    const file = npyFile(many);
    expect(Buffer.from(await process('x.npy', file)).equals(withElements(file, sigmoid(many)))).toBe(true);
  });

  it('is recognised as .npy by its content, whatever its name is', async () => {
    const file = npyFile(values);
    expect(await process('x.dat', file)).toEqual(withElements(file, sigmoid(values)));
  });

  it('may be a .npy file without dimensions or without elements', async () => {
    const one = npyFile(Float64Array.of(2), { shape: '()' });
    expect(await process('x.npy', one)).toEqual(withElements(one, sigmoid(Float64Array.of(2))));
    const none = npyFile(new Float64Array(0));
    const { transform } = await recognise(new File([none], 'x.npy'), {});
    const parts: BlobPart[] = [];
    for await (const part of transform(
      new File([none], 'x.npy'),
      () => {},
      () => {},
    ))
      parts.push(part);
    expect(new Uint8Array(await new Blob(parts).arrayBuffer())).toEqual(none);
  });

  it('may consist of raw doubles and be read in several pieces', async () => {
    const many = Float64Array.from({ length: PIECE / 4 + 5 }, (_, i) => Math.sin(i) * 800);
    expect(Buffer.from(await process('x.f64', many)).equals(Buffer.from(sigmoid(many).buffer))).toBe(true);
  });

  it.each([
    ['x.f32', 'by its name'],
    ['x.bin', 'by its bytes'],
    ['x', 'by its bytes'],
  ])('may consist of raw float32: %s, %s', async (name) => {
    expect(Buffer.from(await process(name, float32)).equals(Buffer.from(sigmoid(float32).buffer))).toBe(true);
  });

  it('may be raw float64 of any name', async () => {
    expect(Buffer.from(await process('x.weights', values)).equals(Buffer.from(sigmoid(values).buffer))).toBe(true);
  });

  it('is read as the visitor insists', async () => {
    const random = randomBytes(8000);
    const refused = process('x.bin', random);
    await expect(refused).rejects.toBeInstanceOf(Refusal);
    await expect(refused).rejects.toMatchObject({ readAs: ['float64', 'float32', 'text'] });
    const read = await process('x.bin', random, { readAs: 'float64' });
    expect(Buffer.from(read).equals(Buffer.from(sigmoid(new Float64Array(random.buffer)).buffer))).toBe(true);
    const single = await process('x.bin', random, { readAs: 'float32' });
    expect(Buffer.from(single).equals(Buffer.from(sigmoid(new Float32Array(random.buffer)).buffer))).toBe(true);
  });

  it('says how it is read, and what else it could be', async () => {
    const { reading } = await recognise(new File([float32], 'x.bin'), {});
    expect(reading.format).toBe('raw little-endian float32');
    expect(reading.notes.join()).toMatch(/says that it holds float32/);
    expect(reading.questions).toEqual([
      {
        name: 'readAs',
        label: 'Read as',
        chosen: 'float32',
        options: ['float64', 'float32', 'text'].map((value) => ({ value, text: value })),
      },
    ]);
  });

  it.each(BAD_FILES)('is rejected with a message when it is $name', async ({ name, content, message }) => {
    const failed = process(name, content);
    await expect(failed).rejects.toThrow(message);
    await expect(failed).rejects.toBeInstanceOf(FileError);
  });
});

describe('the summary of a file', () => {
  it('counts every number exactly once', () => {
    const x = Float64Array.of(-800, 0, Number.NaN, 40, 1);
    const tally = new Tally();
    tally.addInput(x);
    tally.addResult(sigmoid(x));
    const { bins, ...figures } = tally.summary();
    expect(figures).toEqual({
      count: 5,
      notANumber: 1,
      least: 0,
      greatest: 1,
      mean: (0.5 + 1 + sigmoid(1)) / 4,
      half: 3,
      zeros: 1,
      ones: 1,
      from: -800,
      to: 40,
    });
    expect([bins[0], bins[25], bins[36], bins[49]]).toEqual([1, 1, 1, 1]);
    expect(bins.reduce((a, b) => a + b)).toBe(4);
  });
});
