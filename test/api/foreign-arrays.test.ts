/** Of a caller's array nothing but its elements is used: no method, getter or property of its class, and none of anybody's. */
import { runInNewContext } from 'node:vm';
import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { runModule } from '../support/child.ts';

const VALUES = [-800, -740, -1, -0, 0, 0.3, 1, 40];
const reference = createSigmoid({ backend: 'ts' });

/** The getters and methods of typed arrays, each of which a class may have as its own. */
const MEMBERS = ['length', 'byteLength', 'byteOffset', 'buffer', 'subarray', 'slice', 'set', 'fill', 'constructor', 'at'];
const NAMES: PropertyKey[] = [...MEMBERS, Symbol.toStringTag, Symbol.iterator, Symbol.species, Symbol.toPrimitive];

function trap(): never {
  throw new Error("a caller's own member was used");
}

/** Gives an object properties that throw or lie. The elements stay what they are. */
function disguise<T extends object>(target: T, property: PropertyDescriptor): T {
  for (const name of NAMES) Object.defineProperty(target, name, { configurable: true, ...property });
  return target;
}

class Grid extends Float64Array {
  override set(row: never, _column?: number, _value?: number): void {
    throw new Error(`set(${String(row)}) was called`);
  }
}
class Throwing extends Float64Array {}
disguise(Throwing.prototype, { get: trap });
class Lying extends Float64Array {}
disguise(Lying.prototype, { value: 1 });

const withPrototype = (array: Float64Array, prototype: object | null): Float64Array => Object.setPrototypeOf(array, prototype);

/** Makers of arrays that are Float64Arrays by nothing but their elements. */
const DISGUISES: [string, (buffer: ArrayBufferLike, length: number) => Float64Array][] = [
  ['of a class with a method set of its own', (buffer, length) => new Grid(buffer as ArrayBuffer, 8, length)],
  ['of a class whose members throw', (buffer, length) => new Throwing(buffer as ArrayBuffer, 8, length)],
  ['of a class whose members lie', (buffer, length) => new Lying(buffer as ArrayBuffer, 8, length)],
  ['with properties that throw', (buffer, length) => disguise(new Float64Array(buffer, 8, length), { get: trap })],
  ['with properties that lie', (buffer, length) => disguise(new Float64Array(buffer, 8, length), { value: 1 })],
  ['without a prototype', (buffer, length) => withPrototype(new Float64Array(buffer, 8, length), null)],
  ['that inherits from an Array', (buffer, length) => withPrototype(new Float64Array(buffer, 8, length), Array.prototype)],
  [
    'that inherits from a Float32Array',
    (buffer, length) => withPrototype(new Float64Array(buffer, 8, length), Float32Array.prototype),
  ],
  ['that can have no new property', (buffer, length) => Object.preventExtensions(new Float64Array(buffer, 8, length))],
  ['of another realm', (buffer, length) => runInNewContext('new Float64Array(buffer, 8, length)', { buffer, length })],
  [
    'of another realm whose members throw',
    (buffer, length) => disguise(runInNewContext('new Float64Array(buffer, 8, length)', { buffer, length }), { get: trap }),
  ],
];

const BUFFERS: [string, (bytes: number) => ArrayBufferLike][] = [
  ['an ArrayBuffer', (bytes) => new ArrayBuffer(bytes)],
  ['a SharedArrayBuffer', (bytes) => new SharedArrayBuffer(bytes)],
  ['a SharedArrayBuffer with members that throw', (bytes) => disguise(new SharedArrayBuffer(bytes), { get: trap })],
  ['an ArrayBuffer with members that throw', (bytes) => disguise(new ArrayBuffer(bytes), { get: trap })],
];

/** Each element is repeated so often that the array is small, staged as a whole, staged in parts, or worth several threads. */
const LENGTHS = [8, 64, 2000, 20_000];
const LENGTH_FOR_THREADS = 600_000;

const points = (length: number): Float64Array => Float64Array.from({ length }, (_, i) => VALUES[i % 8] as number);

/** The plain array over the same elements. */
const plain = (buffer: ArrayBufferLike, length: number): Float64Array => new Float64Array(buffer, 8, length);

describeBackends('an array in disguise', (create) => {
  const sigmoid = create();

  /** Checks every form of a call with arrays that `disguised` makes over buffers that `make` makes. */
  async function check(sigmoid: Sigmoid, length: number, make: (bytes: number) => ArrayBufferLike, disguised: Disguise) {
    const given = points(length);
    const expected = reference(given);
    const [xBuffer, outBuffer] = [make(8 * length + 8), make(8 * length + 8)];
    const x = disguised(xBuffer, length);
    const out = disguised(outBuffer, length);
    const [plainX, plainOut] = [plain(xBuffer, length), plain(outBuffer, length)];
    plainX.set(given);

    expect(same(sigmoid(x), expected)).toBe(true);
    expect(same(await sigmoid.async(x), expected)).toBe(true);
    expect(sigmoid(x, out) === out).toBe(true);
    expect(same(plainOut, expected)).toBe(true);
    plainOut.fill(7);
    expect(((await sigmoid.async(x, out)) as unknown) === out).toBe(true);
    expect(same(plainOut, expected)).toBe(true);
    expect(same(plainX, given)).toBe(true);
    expect(sigmoid(x, x) === x).toBe(true);
    expect(same(plainX, expected)).toBe(true);
    plainX.set(given);
    await sigmoid.async(x, x);
    expect(same(plainX, expected)).toBe(true);
  }

  describe.each(BUFFERS)('over %s', (_, make) => {
    it.each(DISGUISES)('is computed when it is one %s', async (_, disguised) => {
      for (const length of LENGTHS) await check(sigmoid, length, make, disguised);
    });
  });

  it.each(DISGUISES)('is computed on all threads when it is one %s', async (_, disguised) => {
    const length = LENGTH_FOR_THREADS;
    const given = points(length);
    const expected = reference(given);
    const buffer = new ArrayBuffer(8 * length + 8);
    plain(buffer, length).set(given);
    const x = disguised(buffer, length);
    expect(same(await sigmoid.async(x), expected)).toBe(true);
    await sigmoid.async(x, x);
    expect(same(plain(buffer, length), expected)).toBe(true);
  });
});

type Disguise = (buffer: ArrayBufferLike, length: number) => Float64Array;

/** Compares by elements alone, as the package should. */
function same(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < b.length; i++) if (!Object.is(a[i], b[i])) return false;
  return a.length === b.length;
}

/** Replaces every method and getter of typed arrays. Node itself needs `length` in its timers, so `async` gets it back. */
const TAMPER = `
  const holders = [Float64Array.prototype, Object.getPrototypeOf(Float64Array.prototype)];
  const length = Object.getOwnPropertyDescriptor(holders[1], 'length');
  const trap = () => { throw new Error('tampered'); };
  for (const holder of holders) {
    for (const name of Reflect.ownKeys(holder)) {
      const { get, configurable } = Object.getOwnPropertyDescriptor(holder, name);
      if (configurable) Object.defineProperty(holder, name, get ? { get: trap } : { value: trap });
    }
  }
  const untamper = () => Object.defineProperty(holders[1], 'length', length);
`;

describe('typed arrays that somebody has tampered with', () => {
  it.each([
    ['the kernel on shared memory', 'wasm', ''],
    ['the kernel on ordinary memory', 'wasm', 'delete globalThis.SharedArrayBuffer;'],
    ['TypeScript', 'ts', ''],
  ])('are computed by %s', (_, backend, prepare) => {
    const output = runModule(`
      ${prepare}
      const { createSigmoid } = await import('sigmoid-wasm');
      const sigmoid = createSigmoid({ backend: '${backend}' });
      const arrays = [8, 2000, 20_000, 600_000].map((length) => ({ length, x: new Float64Array(length), out: new Float64Array(length) }));
      ${TAMPER}
      const check = (length, array) => {
        for (let i = 0; i < length; i++) if (array[i] !== 0.5) throw new Error(array[i] + ' at ' + i + ' of ' + length);
      };
      for (const { length, x, out } of arrays) {
        check(length, sigmoid(x));
        check(length, sigmoid(x, out));
      }
      untamper();
      for (const { length, x, out } of arrays) {
        for (let i = 0; i < length; i++) out[i] = 7;
        check(length, await sigmoid.async(x));
        check(length, await sigmoid.async(x, out));
      }
      console.log(sigmoid.info.backend);
      process.exit();
    `);
    expect(output).toBe(`${backend}\n`);
  });
});
