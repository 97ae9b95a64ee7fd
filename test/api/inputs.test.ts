/** Arrays that are unusual but valid: very short ones, those of other realms, and those over buffers that were resized. */
import { createContext, runInContext } from 'node:vm';
import type { Sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';

const VALUES = [-800, -740, -1, -0, 0, 0.3, 1, 40];
const EXPECTED = [0, 4.2e-322, 0.2689414213699951, 0.5, 0.5, 0.574442516811659, 0.7310585786300049, 1];
const RESIZABLE = typeof ArrayBuffer.prototype.resize === 'function';

/** Checks σ of `x` in every form of a call: with and without `out`, in place, synchronous and asynchronous. */
async function expectSigmoid(sigmoid: Sigmoid, x: Float64Array, out: Float64Array, expected: number[]): Promise<void> {
  const given = [...x];
  const result = sigmoid(x);
  expect([...result]).toEqual(expected);
  expect(result).toBeInstanceOf(Float64Array);
  expect(result.buffer).toBeInstanceOf(ArrayBuffer);
  expect([...(await sigmoid.async(x))]).toEqual(expected);

  expect(sigmoid(x, out)).toBe(out);
  expect([...out]).toEqual(expected);
  out.fill(7);
  expect(await sigmoid.async(x, out)).toBe(out);
  expect([...out]).toEqual(expected);
  expect([...x]).toEqual(given);

  expect(sigmoid(x, x)).toBe(x);
  expect([...x]).toEqual(expected);
}

/** An array of `length` values that repeats `list`. */
function repeated(list: number[], length: number): number[] {
  return Array.from({ length }, (_, i) => list[i % list.length] as number);
}

describeBackends('a number', (create) => {
  const sigmoid = create();

  it.each([
    ['of map', () => VALUES.map(sigmoid)],
    ['of map of a typed array', () => [...Float64Array.from(VALUES).map(sigmoid)]],
    ['of Array.from', () => Array.from(VALUES, sigmoid)],
    ['of Float64Array.from', () => [...Float64Array.from(VALUES, sigmoid)]],
    ['of flatMap', () => VALUES.flatMap(sigmoid)],
  ])('gives a number in a callback %s', (_, call) => {
    expect(call()).toEqual(EXPECTED);
  });

  it.each([[[1]], [[new Float64Array(1)]], [[{}, {}]], [['garbage']], [[null]], [[Symbol('index')]]])(
    'gives a number whatever else is passed: %o',
    (others) => {
      expect(Reflect.apply(sigmoid, undefined, [0.3, ...others])).toBe(0.574442516811659);
    },
  );

  it('leaves an array in the place of out as it is', () => {
    const out = new Float64Array([7]);
    Reflect.apply(sigmoid, undefined, [0.3, out]);
    expect(out[0]).toBe(7);
  });
});

describeBackends('an unusual array', (create) => {
  const sigmoid = create();

  it.each([0, 1])('of length %d is computed in every form of a call', async (length) => {
    for (const make of [(n: number) => new Float64Array(n), sigmoid.alloc]) {
      const x = make(length);
      x.fill(1);
      await expectSigmoid(sigmoid, x, make(length), repeated([0.7310585786300049], length));
    }
  });

  it('of length 0 gives an empty result wherever in a buffer it begins', () => {
    for (const x of [new Float64Array(), new Float64Array(3).subarray(3), new Float64Array(3).subarray(1, 1)]) {
      expect(sigmoid(x)).toEqual(new Float64Array());
      expect(sigmoid(x, x)).toBe(x);
    }
  });

  it('is computed into a new array when out is undefined', async () => {
    const x = Float64Array.from(VALUES);
    expect([...sigmoid(x, undefined as never)]).toEqual(EXPECTED);
    expect([...(await sigmoid.async(x, undefined, undefined))]).toEqual(EXPECTED);
    expect([...x]).toEqual(VALUES);
  });

  it('of a subclass is computed, and a new result is a plain Float64Array', async () => {
    class Samples extends Float64Array {}
    const x = Samples.from(VALUES) as Float64Array;
    expect(Object.getPrototypeOf(sigmoid(x))).toBe(Float64Array.prototype);
    await expectSigmoid(sigmoid, x, new Samples(VALUES.length), EXPECTED);
  });

  describe.each([8, 100, 20_000])('of another realm and of %d elements', (length) => {
    const context = createContext({ length });
    const foreign = (): Float64Array => runInContext('new Float64Array(length)', context);
    const values = repeated(VALUES, length);
    const expected = repeated(EXPECTED, length);

    it('is no instance of the Float64Array of this realm', () => {
      expect(foreign()).not.toBeInstanceOf(Float64Array);
    });

    it.each([
      ['as x', () => [foreign(), new Float64Array(length)]],
      ['as out', () => [new Float64Array(length), foreign()]],
      ['both as x and as out', () => [foreign(), foreign()]],
    ] as [string, () => [Float64Array, Float64Array]][])('is accepted %s', async (_, make) => {
      const [x, out] = make();
      x.set(values);
      await expectSigmoid(sigmoid, x, out, expected);
    });

    it('is accepted over the buffer of an allocated array', async () => {
      const { buffer, byteOffset } = sigmoid.alloc(length);
      Object.assign(context, { buffer, byteOffset });
      const x = runInContext('new Float64Array(buffer, byteOffset, length)', context) as Float64Array;
      x.set(values);
      await expectSigmoid(sigmoid, x, sigmoid.alloc(length), expected);
    });
  });

  describe.skipIf(!RESIZABLE)('over a resizable buffer', () => {
    const bytes = 8 * VALUES.length;

    it('is computed at its current length', async () => {
      const buffer = new ArrayBuffer(8, { maxByteLength: 2 * bytes });
      const x = new Float64Array(buffer);
      buffer.resize(bytes);
      x.set(VALUES);
      await expectSigmoid(sigmoid, x, new Float64Array(VALUES.length), EXPECTED);
      buffer.resize(2 * bytes);
      expect(sigmoid(x).length).toBe(2 * VALUES.length);
      expect(() => sigmoid(x, new Float64Array(VALUES.length))).toThrow(RangeError);
    });

    it('is computed when the buffer shrank but still holds it, and when the buffer has grown to hold it again', async () => {
      const buffer = new ArrayBuffer(2 * bytes, { maxByteLength: 2 * bytes });
      const x = new Float64Array(buffer, 0, VALUES.length);
      buffer.resize(bytes);
      x.set(VALUES);
      await expectSigmoid(sigmoid, x, new Float64Array(VALUES.length), EXPECTED);
      buffer.resize(8);
      expect(() => sigmoid(x)).toThrow(TypeError);
      buffer.resize(bytes);
      x.set(VALUES);
      await expectSigmoid(sigmoid, x, new Float64Array(VALUES.length), EXPECTED);
    });

    it('is computed when it tracks the length of the buffer and lies at its end, with length 0', () => {
      const buffer = new ArrayBuffer(16, { maxByteLength: 32 });
      const x = new Float64Array(buffer, 16);
      expect(sigmoid(x)).toEqual(new Float64Array());
    });

    it('is computed when its growable SharedArrayBuffer has grown', async () => {
      const buffer = new SharedArrayBuffer(8, { maxByteLength: bytes });
      const x = new Float64Array(buffer);
      buffer.grow(bytes);
      x.set(VALUES);
      await expectSigmoid(sigmoid, x, new Float64Array(VALUES.length), EXPECTED);
    });
  });
});
