import type { Sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { CALLS_WITH_OUT, CALLS_WITH_X } from '../support/calls.ts';
import { errorOf } from '../support/errors.ts';

function detached(): Float64Array {
  const array = new Float64Array(3);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** Views that were within the bounds of their buffer before it shrank. */
const OUT_OF_BOUNDS: [string, () => Float64Array][] = [
  ['length-tracking', () => shrunk((buffer) => new Float64Array(buffer, 16))],
  ['fixed-length', () => shrunk((buffer) => new Float64Array(buffer, 0, 3))],
];

function shrunk(view: (buffer: ArrayBuffer) => Float64Array): Float64Array {
  const buffer = new ArrayBuffer(40, { maxByteLength: 80 });
  const array = view(buffer);
  buffer.resize(8);
  return array;
}

const RESIZABLE = typeof ArrayBuffer.prototype.resize === 'function';

describeBackends('an invalid argument', (create) => {
  const sigmoid = create();

  describe.each([
    ['x', CALLS_WITH_X],
    ['out', CALLS_WITH_OUT],
  ] as const)('given as "%s"', (argument, calls) => {
    describe.each(calls)('to %s', (name, call) => {
      it('causes a TypeError that names it when its buffer is detached', async () => {
        const sevens = new Float64Array(0);
        const error = await errorOf(name, () => call(sigmoid, sevens, detached() as never));
        expect(error).toBeInstanceOf(TypeError);
        expect(error.message).toContain(`"${argument}" expected `);
        expect(error.message).toContain('detached');
      });

      it.skipIf(!RESIZABLE).each(OUT_OF_BOUNDS)(
        'causes a TypeError that names it when it is a %s view that went out of bounds',
        async (_, make) => {
          const sevens = new Float64Array(0);
          const error = await errorOf(name, () => call(sigmoid, sevens, make() as never));
          expect(error).toBeInstanceOf(TypeError);
          expect(error.message).toContain(`"${argument}" expected `);
          expect(error.message).toContain('out of bounds');
        },
      );
    });
  });

  it('causes a TypeError when x is missing, or is a number in a call of async', async () => {
    const out = new Float64Array(1).fill(7);
    for (const [name, call] of [
      ['s()', () => sigmoid(undefined as never)],
      ['s(undefined, out)', () => sigmoid(undefined as never, out)],
      ['s.async()', () => sigmoid.async(undefined as never)],
      ['s.async(1)', () => sigmoid.async(1 as never)],
      ['s.async(1, out)', () => sigmoid.async(1 as never, out)],
    ] as [string, () => unknown][]) {
      const error = await errorOf(name, call);
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(/^"x" expected .*Float64Array, got (undefined|a number)$/);
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
      const x = new Float64Array(length).fill(1);
      const out = new Float64Array(wrong).fill(7);
      for (const [name, call] of [
        ['s(x, out)', () => sigmoid(x, out)],
        ['s.async(x, out)', () => sigmoid.async(x, out)],
      ] as [string, () => unknown][]) {
        const error = await errorOf(name, call);
        expect(error).toBeInstanceOf(RangeError);
        expect(error.message).toBe(`"out" expected length ${length}, the length of "x", got ${wrong}`);
      }
      expect(x).toEqual(new Float64Array(length).fill(1));
      expect(out).toEqual(new Float64Array(wrong).fill(7));
    }
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('causes a RangeError in alloc(%d)', (length) => {
    expect(() => sigmoid.alloc(length)).toThrow(RangeError);
    expect(() => sigmoid.alloc(length)).toThrow(`"length" expected a non-negative integer, got ${length}`);
  });

  it.each([
    ['3', 'a string'],
    [3n, 'a bigint'],
    [undefined, 'undefined'],
    [null, 'null'],
    [[3], 'an Array'],
  ])('causes a TypeError in alloc(%o)', (length, kind) => {
    expect(() => sigmoid.alloc(length as never)).toThrow(TypeError);
    expect(() => sigmoid.alloc(length as never)).toThrow(`"length" expected a non-negative integer, got ${kind}`);
  });

  it.each([2 ** 40, 2 ** 53 - 1])(
    'causes a RangeError that names the size in alloc(%d), and the instance keeps working',
    (length) => {
      const before = sigmoid.alloc(100).fill(1);
      expect(() => sigmoid.alloc(length)).toThrow(RangeError);
      expect(() => sigmoid.alloc(length)).toThrow(`${length} elements (${8 * length} bytes)`);
      expect(before).toEqual(new Float64Array(100).fill(1));
      const x = sigmoid.alloc(100);
      expect(sigmoid(x, before)).toEqual(new Float64Array(100).fill(0.5));
      expect(sigmoid(0)).toBe(0.5);
    },
  );

  it('leaves the instance working', async () => {
    const x = new Float64Array(3);
    expect(sigmoid(x)).toEqual(new Float64Array(3).fill(0.5));
    expect(await sigmoid.async(x)).toEqual(new Float64Array(3).fill(0.5));
  });
});

describeBackends('closing an instance', (create) => {
  it.each([
    ['close()', (sigmoid: Sigmoid) => sigmoid.close()],
    ['[Symbol.dispose]()', (sigmoid: Sigmoid) => sigmoid[Symbol.dispose]()],
    ['[Symbol.asyncDispose]()', (sigmoid: Sigmoid) => sigmoid[Symbol.asyncDispose]()],
  ])('by %s makes later calls throw, and may be repeated', async (_, close) => {
    const sigmoid = create();
    const x = sigmoid.alloc(3);
    sigmoid(x, x);
    await close(sigmoid);
    await close(sigmoid);
    sigmoid.close();
    for (const [name, call] of [
      ['s(0)', () => sigmoid(0)],
      ['s(x)', () => sigmoid(x)],
      ['s(x, x)', () => sigmoid(x, x)],
      ['s.async(x)', () => sigmoid.async(x)],
      ['s.alloc(1)', () => sigmoid.alloc(1)],
    ] as [string, () => unknown][]) {
      expect((await errorOf(name, call)).message).toContain('closed');
    }
    expect(x).toEqual(new Float64Array(3).fill(0.5));
  });

  it('makes later calls throw when the instance was never used', () => {
    const sigmoid = create();
    sigmoid.close();
    expect(() => sigmoid(0)).toThrow('closed');
  });

  it('leaves other instances working', () => {
    const other = create();
    create().close();
    expect(other(0)).toBe(0.5);
  });
});
