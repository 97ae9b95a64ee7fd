import type { Sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { CALLS_WITH_OUT, CALLS_WITH_X } from '../support/calls.ts';
import { describeElements, type ElementArray, type Elements } from '../support/elements.ts';
import { errorOf } from '../support/errors.ts';

function detached({ zeros }: Elements): ElementArray {
  const array = zeros(3);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** Views that were within the bounds of their buffer before it shrank. */
const OUT_OF_BOUNDS: [string, (elements: Elements) => ElementArray][] = [
  ['length-tracking', (elements) => shrunk(elements, 2)],
  ['fixed-length', (elements) => shrunk(elements, 0, 3)],
];

/** A view from an index on of a buffer that then shrinks to one element. */
function shrunk({ bytes, over }: Elements, begin: number, length?: number): ElementArray {
  const buffer = new ArrayBuffer(5 * bytes, { maxByteLength: 10 * bytes });
  const array = over(buffer, begin * bytes, length);
  buffer.resize(bytes);
  return array;
}

const RESIZABLE = typeof ArrayBuffer.prototype.resize === 'function';

describeElements('an invalid argument', (create, elements) => {
  const { bytes, zeros, alloc } = elements;
  const sigmoid = create();

  describe.each([
    ['x', CALLS_WITH_X],
    ['out', CALLS_WITH_OUT],
  ] as const)('given as "%s"', (argument, calls) => {
    describe.each(calls)('to %s', (name, call) => {
      it('causes a TypeError that names it when its buffer is detached', async () => {
        const sevens = zeros(0);
        const error = await errorOf(name, () => call(sigmoid, sevens, detached(elements) as never));
        expect(error).toBeInstanceOf(TypeError);
        expect(error.message).toContain(`"${argument}" expected `);
        expect(error.message).toContain('detached');
      });

      it.skipIf(!RESIZABLE).each(OUT_OF_BOUNDS)(
        'causes a TypeError that names it when it is a %s view that went out of bounds',
        async (_, make) => {
          const sevens = zeros(0);
          const error = await errorOf(name, () => call(sigmoid, sevens, make(elements) as never));
          expect(error).toBeInstanceOf(TypeError);
          expect(error.message).toContain(`"${argument}" expected `);
          expect(error.message).toContain('out of bounds');
        },
      );
    });
  });

  it('causes a TypeError when x is missing, or is a number in a call of async', async () => {
    const out = zeros(1).fill(7);
    for (const [name, call] of [
      ['s()', () => sigmoid(undefined as never)],
      ['s(undefined, out)', () => sigmoid(undefined as never, out)],
      ['s.async()', () => sigmoid.async(undefined as never)],
      ['s.async(1)', () => sigmoid.async(1 as never)],
      ['s.async(1, out)', () => sigmoid.async(1 as never, out)],
    ] as [string, () => unknown][]) {
      const error = await errorOf(name, call);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(/^"x" expected .*Float64Array or Float32Array, got (undefined|a number)$/);
    }
    expect(out[0]).toBe(7);
  });

  it('causes a RangeError before anything is written when the lengths of x and out differ', async () => {
    for (const [length, wrong] of [
      [3, 4],
      [3, 2],
      [0, 1],
      [1, 0],
      [100_000, 99_999],
    ] as const) {
      const x = zeros(length).fill(1);
      const out = zeros(wrong).fill(7);
      for (const [name, call] of [
        ['s(x, out)', () => sigmoid(x, out)],
        ['s.async(x, out)', () => sigmoid.async(x, out)],
      ] as [string, () => unknown][]) {
        const error = await errorOf(name, call);
        expect(error).toBeInstanceOf(RangeError);
        expect(error.message).toBe(`"out" expected length ${length}, the length of "x", got ${wrong}`);
      }
      expect(x.every((value) => value === 1)).toBe(true);
      expect(out.every((value) => value === 7)).toBe(true);
    }
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('causes a RangeError in alloc(%d)', (length) => {
    expect(() => alloc(sigmoid, length)).toThrow(RangeError);
    expect(() => alloc(sigmoid, length)).toThrow(`"length" expected a non-negative integer, got ${length}`);
  });

  it.each([
    ['3', 'a string'],
    [3n, 'a bigint'],
    [undefined, 'undefined'],
    [null, 'null'],
    [[3], 'an Array'],
  ])('causes a TypeError in alloc(%o)', (length, kind) => {
    expect(() => alloc(sigmoid, length as never)).toThrow(TypeError);
    expect(() => alloc(sigmoid, length as never)).toThrow(`"length" expected a non-negative integer, got ${kind}`);
  });

  it.each([2 ** 40, 2 ** 53 - 1])(
    'causes a RangeError that names the size in alloc(%d), and the instance keeps working',
    (length) => {
      const before = alloc(sigmoid, 100).fill(1);
      expect(() => alloc(sigmoid, length)).toThrow(RangeError);
      expect(() => alloc(sigmoid, length)).toThrow(`${length} elements (${bytes * length} bytes)`);
      expect(before).toEqual(zeros(100).fill(1));
      const x = alloc(sigmoid, 100);
      expect(sigmoid(x, before)).toEqual(zeros(100).fill(0.5));
      expect(sigmoid(0)).toBe(0.5);
    },
  );

  it('leaves the instance working', async () => {
    const x = zeros(3);
    expect(sigmoid(x)).toEqual(zeros(3).fill(0.5));
    expect(await sigmoid.async(x)).toEqual(zeros(3).fill(0.5));
  });
});

describeBackends('the type given to alloc', (create) => {
  const sigmoid = create();
  const EXPECTED = `"type" expected 'float64' or 'float32'`;

  it.each([
    [32, 'a number'],
    [null, 'null'],
    [true, 'a boolean'],
    [Symbol('float32'), 'a symbol'],
    [Float32Array, 'a function'],
    [new Float32Array(1), 'Float32Array'],
    [Object('float32'), 'String'],
    [['float32'], 'an Array'],
    [{ type: 'float32' }, 'Object'],
  ])('causes a TypeError that says what it is where it is no string: %o', (type, kind) => {
    expect(() => sigmoid.alloc(3, type as never)).toThrow(new TypeError(`${EXPECTED}, got ${kind}`));
  });

  it.each(['', 'f32', 'Float32', 'float32 ', 'Float32Array', 'float16', 'int32', 'constructor', 'toString'])(
    "causes a RangeError where it names no type of elements: '%s'",
    (type) => {
      expect(() => sigmoid.alloc(3, type as never)).toThrow(new RangeError(`${EXPECTED}, got '${type}'`));
    },
  );

  it('may be absent or undefined, which is float64, and is right again after a wrong one', () => {
    expect(() => sigmoid.alloc(3, 'double' as never)).toThrow(RangeError);
    for (const array of [sigmoid.alloc(3), sigmoid.alloc(3, undefined), sigmoid.alloc(3, 'float64')]) {
      expect(array).toEqual(new Float64Array(3));
    }
    expect(sigmoid.alloc(3, 'float32')).toEqual(new Float32Array(3));
  });
});

describeElements('closing an instance', (create, { zeros, alloc }) => {
  it.each([
    ['close()', (sigmoid: Sigmoid) => sigmoid.close()],
    ['[Symbol.dispose]()', (sigmoid: Sigmoid) => sigmoid[Symbol.dispose]()],
    ['[Symbol.asyncDispose]()', (sigmoid: Sigmoid) => sigmoid[Symbol.asyncDispose]()],
  ])('by %s makes later calls throw, and may be repeated', async (_, close) => {
    const sigmoid = create();
    const x = alloc(sigmoid, 3);
    sigmoid(x, x);
    expect(sigmoid(0)).toBe(0.5);
    await close(sigmoid);
    await close(sigmoid);
    sigmoid.close();
    for (const [name, call] of [
      ['s(0)', () => sigmoid(0)],
      ['s(x)', () => sigmoid(x)],
      ['s(x, x)', () => sigmoid(x, x)],
      ['s.async(x)', () => sigmoid.async(x)],
      ['s.alloc(1, type)', () => alloc(sigmoid, 1)],
    ] as [string, () => unknown][]) {
      expect((await errorOf(name, call)).message).toContain('closed');
    }
    expect(x).toEqual(zeros(3).fill(0.5));
  });

  it('makes later calls throw when the instance was never used', () => {
    const sigmoid = create();
    sigmoid.close();
    expect(() => sigmoid(zeros(1))).toThrow('closed');
    expect(() => sigmoid(0)).toThrow('closed');
  });

  it('leaves other instances working', () => {
    const other = create();
    create().close();
    expect(other(zeros(1))[0]).toBe(0.5);
    expect(other(0)).toBe(0.5);
  });
});
