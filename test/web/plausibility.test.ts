import { describe, expect, it } from 'vitest';
import { judge } from '../../bench/web/own-data/plausibility.ts';
import { randomBytes } from './support/bytes.ts';

const COUNT = 6000;

/** Normally distributed, the same in every run. */
function normal(spread: number): Float64Array<ArrayBuffer> {
  const bytes = randomBytes(16 * COUNT);
  const view = new DataView(bytes.buffer);
  const uniform = (i: number) => (view.getUint32(4 * i, true) + 0.5) / 2 ** 32;
  return Float64Array.from(
    { length: COUNT },
    (_, i) => spread * Math.sqrt(-2 * Math.log(uniform(2 * i))) * Math.cos(2 * Math.PI * uniform(2 * i + 1)),
  );
}

const bytesOf = (array: ArrayBufferView<ArrayBuffer>): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const judgementOf = (array: ArrayBufferView<ArrayBuffer>): string => judge(bytesOf(array), array.byteLength).looksLike;

const DISTRIBUTIONS: readonly (readonly [string, Float64Array<ArrayBuffer>])[] = [
  ['normally distributed numbers', normal(1)],
  ['large numbers', normal(1e9)],
  ['tiny numbers', normal(1e-15)],
  ['numbers of two decimals', normal(100).map((x) => Math.round(100 * x) / 100)],
  ['whole numbers', normal(100).map(Math.round)],
  ['numbers one in ten of which is missing', normal(3).map((x, i) => (i % 10 === 0 ? Number.NaN : x))],
  ['numbers half of which are 0', normal(3).map((x, i) => (i % 2 === 0 ? 0 : x))],
  ['a matrix of one diagonal', Float64Array.from({ length: 61 * 61 }, (_, i) => (i % 62 === 0 ? 1 : 0))],
  ['zeros', new Float64Array(COUNT)],
  ['numbers of 18 magnitudes', normal(1).map((x, i) => x * 10 ** ((i % 19) - 9))],
  ['probabilities', normal(3).map((x) => 1 / (1 + Math.exp(-x)))],
  ['consecutive times', Float64Array.from({ length: COUNT }, (_, i) => 1.7e9 + i / 16)],
];

describe('numbers without a header', () => {
  it.each(DISTRIBUTIONS)('are told to be float64: %s', (_, values) => {
    expect(judgementOf(values)).toBe('float64');
  });

  it.each(DISTRIBUTIONS.filter(([name]) => !/half|diagonal|zeros/.test(name)))('are told to be float32: %s', (_, values) => {
    expect(judgementOf(Float32Array.from(values))).toBe('float32');
  });

  it('are told to be float32 where they are a matrix of one diagonal', () => {
    expect(judgementOf(Float32Array.from({ length: 60 * 60 }, (_, i) => (i % 61 === 0 ? 1 : 0)))).toBe('float32');
  });

  it('are told to be float64 where they have been float32', () => {
    expect(judgementOf(Float64Array.from(Float32Array.from(normal(1))))).toBe('float64');
  });

  it('are told to be float32 where two columns of different sizes take turns', () => {
    expect(judgementOf(Float32Array.from(normal(1), (x, i) => (i % 2 ? x : 1e6 + x)))).toBe('float32');
  });

  it.each([1, 2, 3, 5])('are told to be float64 where there are only %i of them', (length) => {
    expect(judgementOf(normal(3).slice(0, length))).toBe('float64');
  });

  it('are told to be float32 where their bytes are no multiple of 8', () => {
    expect(judgementOf(Float32Array.from(normal(3).slice(0, 3)))).toBe('float32');
  });

  it.each([
    ['float64', 8],
    ['float32', 4],
  ] as const)('are told to be big-endian %s', (type, size) => {
    const bytes = bytesOf(type === 'float64' ? normal(2) : Float32Array.from(normal(2))).slice();
    for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
    expect(judge(bytes, bytes.length)).toEqual({ looksLike: 'big-endian', type });
  });
});

describe('bytes that are no numbers of these types', () => {
  it.each([
    ['random bytes', randomBytes(80_000), 'neither'],
    ['int64', BigInt64Array.from({ length: COUNT }, (_, i) => BigInt(i * i - 1000)), 'int64'],
    ['int64 of both signs', BigInt64Array.from({ length: COUNT }, (_, i) => BigInt((i % 60) - 30)), 'int64'],
    ['int32 of both signs', Int32Array.from({ length: COUNT }, (_, i) => (i % 60) - 30), 'int32'],
    ['int16', Int16Array.from({ length: COUNT }, (_, i) => ((i * i) % 61) - 30), 'numbers of 1 or 2 bytes'],
    ['zeros behind a header', new Uint8Array(8192).fill(7, 0, 40), 'neither'],
    ['int32', Int32Array.from({ length: COUNT }, (_, i) => i * 7 - 1000), 'int32'],
    ['sound of 16 bits', Int16Array.from(normal(3000)), 'numbers of 1 or 2 bytes'],
    ['pixels of 8 bits', Uint8Array.from(normal(8), (x) => 60 + x), 'numbers of 1 or 2 bytes'],
  ] as const)('are not taken for numbers: %s', (_, array, looksLike) => {
    expect(judgementOf(array as ArrayBufferView<ArrayBuffer>)).toBe(looksLike);
  });
});
