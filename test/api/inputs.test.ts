/** Arrays that are unusual but valid: very short ones, those of other realms, and those over buffers that were resized. */
import { createContext, runInContext } from 'node:vm';
import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { places } from '../support/arrays.ts';
import { describeBackends } from '../support/backends.ts';
import { constructorOf, describeElements, type ElementArray, FLOAT32 } from '../support/elements.ts';
import { withForbidden } from '../support/globals.ts';
import { sameBits, stratifiedPoints } from '../support/points.ts';

/** Among their σ are subnormal numbers of both types of elements. */
const VALUES = [-800, -740, -100, -1, -0, 0, 0.3, 1, 40];
const DOUBLES = [0, 4.2e-322, 3.720075976020836e-44, 0.2689414213699951, 0.5, 0.5, 0.574442516811659, 0.7310585786300049, 1];
const RESIZABLE = typeof ArrayBuffer.prototype.resize === 'function';

/** Checks σ of `x` in every form of a call: with and without `out`, in place, synchronous and asynchronous. */
async function expectSigmoid(sigmoid: Sigmoid, x: ElementArray, out: ElementArray, expected: number[]): Promise<void> {
  const given = [...x];
  const result = sigmoid(x);
  expect([...result]).toEqual(expected);
  expect(result.BYTES_PER_ELEMENT).toBe(x.BYTES_PER_ELEMENT);
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
    expect(call()).toEqual(DOUBLES);
  });

  it.each([[[1]], [[new Float64Array(1)]], [[new Float32Array(1)]], [[{}, {}]], [['garbage']], [[null]], [[Symbol('index')]]])(
    'gives a number whatever else is passed: %o',
    (others) => {
      expect(Reflect.apply(sigmoid, undefined, [0.3, ...others])).toBe(0.574442516811659);
    },
  );

  it('leaves an array in the place of out as it is', () => {
    for (const out of [new Float64Array([7]), new Float32Array([7])]) {
      Reflect.apply(sigmoid, undefined, [0.3, out]);
      expect(out[0]).toBe(7);
    }
  });
});

it('gives a number of a number without WebAssembly, and computes arrays by it afterwards', () => {
  const sigmoid = createSigmoid();
  expect(withForbidden('WebAssembly', () => sigmoid(10))).toBe(0.9999546021312976);
  expect(sigmoid.info.backend).toBe('wasm');
  expect(sigmoid(Float64Array.of(10))).toEqual(Float64Array.of(sigmoid(10)));
});

describeBackends('a Float32Array', (create) => {
  const sigmoid = create();

  it.each([1, 64, 65, 5000])('of %d elements may begin at a byte that is no multiple of eight', async (length) => {
    const expected = repeated([Math.fround(0.7310585786300049)], length);
    for (const [, make] of places(sigmoid, FLOAT32)) {
      const [x, around] = [make(length, 3), make(length + 2)];
      const out = around.subarray(1, -1);
      expect([x.byteOffset % 8, out.byteOffset % 8]).toEqual([4, 4]);
      x.fill(1);
      await expectSigmoid(sigmoid, x, out, expected);
      expect([around[0], around.at(-1)]).toEqual([0, 0]);
    }
  });
});

describeElements('an unusual array', (create, elements) => {
  const { arrayName, bytes, round, zeros, from, over, alloc } = elements;
  const sigmoid = create();
  const EXPECTED = DOUBLES.map(round);
  const points = from(stratifiedPoints(1 / 20).subarray(0, 7000));
  const sigmoidOfPoints = createTypeScriptSigmoid()(points);
  const calls: ((x: ElementArray, out: ElementArray) => ElementArray | Promise<ElementArray>)[] = [
    (x, out) => sigmoid(x, out),
    (x, out) => sigmoid.async(x, out),
  ];

  it.each([0, 1])('of length %d is computed in every form of a call', async (length) => {
    for (const [, make] of places(sigmoid, elements)) {
      const x = make(length).fill(1);
      await expectSigmoid(sigmoid, x, make(length), repeated([round(0.7310585786300049)], length));
    }
  });

  it('of length 0 gives an empty result wherever in a buffer it begins', () => {
    for (const x of [zeros(0), zeros(3).subarray(3), zeros(3).subarray(1, 1)]) {
      expect(sigmoid(x)).toEqual(zeros(0));
      expect(sigmoid(x, x)).toBe(x);
    }
  });

  it('is computed into a new array when out is undefined', async () => {
    const x = from(VALUES);
    const given = [...x];
    expect([...sigmoid(x, undefined as never)]).toEqual(EXPECTED);
    expect([...(await sigmoid.async(x, undefined, undefined))]).toEqual(EXPECTED);
    expect([...x]).toEqual(given);
  });

  it(`of a subclass is computed, and a new result is a plain ${arrayName}`, async () => {
    class Samples extends constructorOf(elements) {}
    const x: ElementArray = Samples.from(VALUES);
    expect(Object.getPrototypeOf(sigmoid(x))).toBe(constructorOf(elements).prototype);
    await expectSigmoid(sigmoid, x, new Samples(VALUES.length), EXPECTED);
  });

  it('is computed wherever x and out begin, in every kind of memory', async () => {
    for (const [, make] of places(sigmoid, elements)) {
      for (const [xAt, outAt] of [
        [1, 0],
        [0, 1],
        [1, 1],
        [2, 3],
        [3, 5],
        [15, 17],
      ] as const) {
        for (const length of [1, 2, 3, 63, 64, 65, 1000, 7000]) {
          const [x, out] = [make(length, xAt), make(length, outAt)];
          x.set(points.subarray(0, length));
          const right = sigmoidOfPoints.subarray(0, length);
          expect(sameBits(sigmoid(x), right)).toBe(true);
          expect(sameBits(sigmoid(x, out), right)).toBe(true);
          out.fill(7);
          expect(sameBits(await sigmoid.async(x, out), right)).toBe(true);
          expect(sameBits(sigmoid(x, x), right)).toBe(true);
        }
      }
    }
  });

  it('that overlaps the array of its results is read whole first, whichever begins earlier', async () => {
    for (const [, make] of places(sigmoid, elements)) {
      for (const [xAt, outAt] of [
        [0, 1],
        [1, 0],
        [0, 2],
        [3, 0],
        [0, 63],
        [1000, 1],
      ] as const) {
        for (const call of calls) {
          const memory = make(8000);
          const x = memory.subarray(xAt, xAt + 7000);
          const out = memory.subarray(outAt, outAt + 7000);
          x.set(points);
          expect(await call(x, out)).toBe(out);
          expect(sameBits(out, sigmoidOfPoints)).toBe(true);
        }
      }
    }
  });

  it('that overlaps the array of its results is read whole first when their buffers are clones of one memory', async () => {
    for (const [xAt, outAt] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [0, 3],
      [1000, 1],
    ] as const) {
      for (const call of calls) {
        const buffer = new SharedArrayBuffer(8000 * bytes);
        const x = over(buffer, xAt * bytes, 7000);
        const out = over(structuredClone(buffer), outAt * bytes, 7000);
        x.set(points);
        expect(await call(x, out)).toBe(out);
        expect(sameBits(out, sigmoidOfPoints)).toBe(true);
      }
    }
  });

  describe.each([8, 100, 20_000])('of another realm and of %d elements', (length) => {
    const context = createContext({ length });
    const foreign = (): ElementArray => runInContext(`new ${arrayName}(length)`, context);
    const values = repeated(VALUES, length);
    const expected = repeated(EXPECTED, length);

    it(`is no instance of the ${arrayName} of this realm`, () => {
      expect(foreign()).not.toBeInstanceOf(constructorOf(elements));
    });

    it.each([
      ['as x', () => [foreign(), zeros(length)]],
      ['as out', () => [zeros(length), foreign()]],
      ['both as x and as out', () => [foreign(), foreign()]],
    ] as [string, () => [ElementArray, ElementArray]][])('is accepted %s', async (_, make) => {
      const [x, out] = make();
      x.set(values);
      await expectSigmoid(sigmoid, x, out, expected);
    });

    it('is accepted over the buffer of an allocated array', async () => {
      const { buffer, byteOffset } = alloc(sigmoid, length);
      Object.assign(context, { buffer, byteOffset });
      const x = runInContext(`new ${arrayName}(buffer, byteOffset, length)`, context) as ElementArray;
      x.set(values);
      await expectSigmoid(sigmoid, x, alloc(sigmoid, length), expected);
    });
  });

  describe.skipIf(!RESIZABLE)('over a resizable buffer', () => {
    const all = bytes * VALUES.length;

    it('is computed at its current length', async () => {
      const buffer = new ArrayBuffer(bytes, { maxByteLength: 2 * all });
      const x = over(buffer);
      buffer.resize(all);
      x.set(VALUES);
      await expectSigmoid(sigmoid, x, zeros(VALUES.length), EXPECTED);
      buffer.resize(2 * all);
      expect(sigmoid(x).length).toBe(2 * VALUES.length);
      expect(() => sigmoid(x, zeros(VALUES.length))).toThrow(RangeError);
    });

    it('is computed when the buffer shrank but still holds it, and when the buffer has grown to hold it again', async () => {
      const buffer = new ArrayBuffer(2 * all, { maxByteLength: 2 * all });
      const x = over(buffer, 0, VALUES.length);
      buffer.resize(all);
      x.set(VALUES);
      await expectSigmoid(sigmoid, x, zeros(VALUES.length), EXPECTED);
      buffer.resize(bytes);
      expect(() => sigmoid(x)).toThrow(TypeError);
      buffer.resize(all);
      x.set(VALUES);
      await expectSigmoid(sigmoid, x, zeros(VALUES.length), EXPECTED);
    });

    it('is computed when it tracks the length of the buffer and lies at its end, with length 0', () => {
      const buffer = new ArrayBuffer(2 * bytes, { maxByteLength: 4 * bytes });
      const x = over(buffer, 2 * bytes);
      expect(sigmoid(x)).toEqual(zeros(0));
    });

    it('is computed when its growable SharedArrayBuffer has grown', async () => {
      const buffer = new SharedArrayBuffer(bytes, { maxByteLength: all });
      const x = over(buffer);
      buffer.grow(all);
      x.set(VALUES);
      await expectSigmoid(sigmoid, x, zeros(VALUES.length), EXPECTED);
    });
  });
});
