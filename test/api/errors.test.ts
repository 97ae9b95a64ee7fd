import { runInNewContext } from 'node:vm';
import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';

/** Arguments of the wrong kind, with the name that the message gives each kind and the conversion that it suggests. */
const WRONG_KINDS: [string, () => unknown, string?][] = [
  ['an Array', () => [1, 2, 3], 'Float64Array.from(values)'],
  ['Float32Array', () => new Float32Array(3), 'Float64Array.from(values)'],
  ['Uint8ClampedArray', () => new Uint8ClampedArray(3), 'Float64Array.from(values)'],
  ['BigInt64Array', () => new BigInt64Array(3), 'Float64Array.from(values, Number)'],
  ['BigUint64Array', () => new BigUint64Array(3), 'Float64Array.from(values, Number)'],
  ['an Array', () => runInNewContext('[1, 2, 3]'), 'Float64Array.from(values)'],
  ['Float32Array', () => runInNewContext('new Float32Array(3)'), 'Float64Array.from(values)'],
  ['DataView', () => new DataView(new ArrayBuffer(24))],
  ['ArrayBuffer', () => new ArrayBuffer(24)],
  ['SharedArrayBuffer', () => new SharedArrayBuffer(24)],
  ['Object', () => ({ length: 3, 0: 1, 1: 2, 2: 3 })],
  ['Object', () => Object.create(null)],
  ['a string', () => '123'],
  ['a boolean', () => true],
  ['a bigint', () => 3n],
  ['a symbol', () => Symbol('x')],
  ['a function', () => () => 1],
  ['null', () => null],
];

/** Every call that takes an array. The other array holds sevens, so that a write to it shows. */
type Call = (sigmoid: Sigmoid, sevens: Float64Array, wrong: never) => unknown;
const CALLS_WITH_X: [string, Call][] = [
  ['s(x)', (sigmoid, _, wrong) => sigmoid(wrong)],
  ['s(x, out)', (sigmoid, sevens, wrong) => sigmoid(wrong, sevens)],
  ['s.async(x)', (sigmoid, _, wrong) => sigmoid.async(wrong)],
  ['s.async(x, out)', (sigmoid, sevens, wrong) => sigmoid.async(wrong, sevens)],
];
const CALLS_WITH_OUT: [string, Call][] = [
  ['s(x, out)', (sigmoid, sevens, wrong) => sigmoid(sevens, wrong)],
  ['s.async(x, out)', (sigmoid, sevens, wrong) => sigmoid.async(sevens, wrong)],
];

/** The error that a call throws or that its promise rejects with. A call of `async` must reject, never throw. */
async function errorOf(name: string, call: () => unknown): Promise<Error> {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    expect(name, 'async must reject, not throw').not.toContain('async');
    return error as Error;
  }
  expect(result, `${name} returned instead of throwing`).toBeInstanceOf(Promise);
  return (result as Promise<unknown>).then(
    () => {
      throw new Error(`${name} succeeded`);
    },
    (error: Error) => error,
  );
}

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
      it.each(WRONG_KINDS)('causes a TypeError that names it and its kind, %s', async (kind, make, conversion) => {
        const sevens = new Float64Array(3).fill(7);
        const error = await errorOf(name, () => call(sigmoid, sevens, make() as never));
        expect(error).toBeInstanceOf(TypeError);
        expect(error.message).toContain(`"${argument}" expected `);
        expect(error.message).toContain('Float64Array, ');
        expect(error.message).toContain(`got ${kind}`);
        if (conversion === undefined) expect(error.message).not.toContain('convert');
        else expect(error.message).toContain(`convert it with ${conversion}`);
        expect(sevens).toEqual(new Float64Array(3).fill(7));
      });

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

  it('causes a TypeError when x is missing, or is a number in a call with out or in a call of async', async () => {
    const out = new Float64Array(1).fill(7);
    for (const [name, call] of [
      ['s()', () => sigmoid(undefined as never)],
      ['s(1, out)', () => sigmoid(1 as never, out)],
      ['s.async()', () => sigmoid.async(undefined as never)],
      ['s.async(1)', () => sigmoid.async(1 as never)],
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

  it.each([
    ['options', null, 'an object, got null'],
    ['options', 3, 'an object, got a number'],
    ['options', 'abort', 'an object, got a string'],
    ['signal', { signal: {} }, 'an AbortSignal, got Object'],
    ['signal', { signal: null }, 'an AbortSignal, got null'],
    ['signal', { signal: new AbortController() }, 'an AbortSignal, got AbortController'],
    ['onProgress', { onProgress: 3 }, 'a function, got a number'],
    ['onProgress', { onProgress: {} }, 'a function, got Object'],
  ])('causes a TypeError that names "%s" in s.async(x, x, %o)', async (name, options, message) => {
    const x = new Float64Array(3).fill(7);
    const error = await errorOf('s.async(x, x, options)', () => sigmoid.async(x, x, options as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(`"${name}" expected ${message}`);
    expect(x).toEqual(new Float64Array(3).fill(7));
  });

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

describe.each([
  ['sigmoid-wasm', createSigmoid],
  ['sigmoid-wasm/ts', createTypeScriptSigmoid],
])('createSigmoid of %s', (_, createSigmoid) => {
  it.each([
    ['options', null, TypeError, 'an object, got null'],
    ['options', 'wasm', TypeError, 'an object, got a string'],
    ['backend', { backend: 3 }, TypeError, "'auto' or 'wasm' or 'ts', got a number"],
    ['backend', { backend: null }, TypeError, "'auto' or 'wasm' or 'ts', got null"],
    ['backend', { backend: 'gpu' }, RangeError, "'auto' or 'wasm' or 'ts', got 'gpu'"],
    ['rounding', { rounding: 0 }, TypeError, "'faithful'.*, got a number"],
    ['rounding', { rounding: 'exact' }, RangeError, "'faithful'.*, got 'exact'"],
    ['threads', { threads: '2' }, TypeError, 'a positive integer, got a string'],
    ['threads', { threads: 0 }, RangeError, 'a positive integer, got 0'],
    ['threads', { threads: -1 }, RangeError, 'a positive integer, got -1'],
    ['threads', { threads: 1.5 }, RangeError, 'a positive integer, got 1.5'],
    ['threads', { threads: Number.NaN }, RangeError, 'a positive integer, got NaN'],
    ['module', { module: {} }, TypeError, 'a WebAssembly.Module, got Object'],
    ['module', { module: null }, TypeError, 'a WebAssembly.Module, got null'],
    ['module', { module: new Uint8Array(8) }, TypeError, 'a WebAssembly.Module, got Uint8Array'],
  ])('names "%s" in the error that it throws for %o', (name, options, kind, message) => {
    const call = (): Sigmoid => createSigmoid(options as never);
    expect(call).toThrow(kind);
    expect(call).toThrow(new RegExp(`^"${name}" expected ${message}$`));
  });

  it('accepts a call without options, an empty object, and options that are undefined', () => {
    expect(createSigmoid()(0)).toBe(0.5);
    expect(createSigmoid({})(0)).toBe(0.5);
    expect(createSigmoid({ backend: undefined, rounding: undefined, threads: undefined } as object)(0)).toBe(0.5);
  });
});

it("createSigmoid of sigmoid-wasm/ts throws at once when backend is 'wasm'", () => {
  expect(() => createTypeScriptSigmoid({ backend: 'wasm' })).toThrow('no WebAssembly');
});
