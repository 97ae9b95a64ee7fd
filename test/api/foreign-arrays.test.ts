/** Of a caller's array nothing but its elements is used: no method, getter or property of its class, and none of anybody's. */
import { runInNewContext } from 'node:vm';
import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { runModule } from '../support/child.ts';
import { constructorOf, describeElements, ELEMENTS, type ElementArray, type Elements } from '../support/elements.ts';
import { sameBits } from '../support/points.ts';

const VALUES = [-800, -740, -100, -0, 0, 0.3, 1, 40];
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

/** Makes an array over a buffer, from its second element on. */
type Make = (buffer: ArrayBufferLike, length: number) => ElementArray;

const withPrototype = (array: ElementArray, prototype: object | null): ElementArray => Object.setPrototypeOf(array, prototype);

/** Makers of arrays that are what they are by nothing but their elements. */
function disguisesOf(elements: Elements): [string, Make][] {
  const { arrayName, bytes } = elements;
  const Base = constructorOf(elements);
  class Grid extends Base {
    override set(row: never, _column?: number, _value?: number): void {
      throw new Error(`set(${String(row)}) was called`);
    }
  }
  class Throwing extends Base {}
  disguise(Throwing.prototype, { get: trap });
  class Lying extends Base {}
  disguise(Lying.prototype, { value: 1 });
  const [other] = ELEMENTS.filter((others) => others !== elements) as [Elements];
  const plain: Make = (buffer, length) => elements.over(buffer, bytes, length);
  const foreign: Make = (buffer, length) => runInNewContext(`new ${arrayName}(buffer, ${bytes}, length)`, { buffer, length });

  return [
    ['of a class with a method set of its own', (buffer, length) => new Grid(buffer as ArrayBuffer, bytes, length)],
    ['of a class whose members throw', (buffer, length) => new Throwing(buffer as ArrayBuffer, bytes, length)],
    ['of a class whose members lie', (buffer, length) => new Lying(buffer as ArrayBuffer, bytes, length)],
    ['with properties that throw', (buffer, length) => disguise(plain(buffer, length), { get: trap })],
    ['with properties that lie', (buffer, length) => disguise(plain(buffer, length), { value: 1 })],
    ['without a prototype', (buffer, length) => withPrototype(plain(buffer, length), null)],
    ['that inherits from an Array', (buffer, length) => withPrototype(plain(buffer, length), Array.prototype)],
    [
      `that inherits from a ${other.arrayName}`,
      (buffer, length) => withPrototype(plain(buffer, length), constructorOf(other).prototype),
    ],
    ['that can have no new property', (buffer, length) => Object.preventExtensions(plain(buffer, length))],
    ['of another realm', foreign],
    ['of another realm whose members throw', (buffer, length) => disguise(foreign(buffer, length), { get: trap })],
  ];
}

const BUFFERS: [string, (bytes: number) => ArrayBufferLike][] = [
  ['an ArrayBuffer', (bytes) => new ArrayBuffer(bytes)],
  ['a SharedArrayBuffer', (bytes) => new SharedArrayBuffer(bytes)],
  ['a SharedArrayBuffer with members that throw', (bytes) => disguise(new SharedArrayBuffer(bytes), { get: trap })],
  ['an ArrayBuffer with members that throw', (bytes) => disguise(new ArrayBuffer(bytes), { get: trap })],
];

/** Each element is repeated so often that the array is small, staged as a whole, staged in parts, or worth several threads. */
const LENGTHS = [8, 64, 2000, 20_000];
const LENGTH_FOR_THREADS = 600_000;

describeElements('an array in disguise', (create, elements) => {
  const { bytes, from, over } = elements;
  const sigmoid = create();
  const disguises = disguisesOf(elements);
  const points = from(Array.from({ length: LENGTH_FOR_THREADS }, (_, i) => VALUES[i % 8] as number));
  const results = reference(points);
  /** The plain array over the same elements. */
  const plain: Make = (buffer, length) => over(buffer, bytes, length);
  const bytesFor = (length: number): number => bytes * (length + 1);

  /** Checks every form of a call with arrays that `disguised` makes over buffers that `make` makes. */
  async function check(sigmoid: Sigmoid, length: number, make: (bytes: number) => ArrayBufferLike, disguised: Make) {
    const given = points.subarray(0, length);
    const expected = results.subarray(0, length);
    const [xBuffer, outBuffer] = [make(bytesFor(length)), make(bytesFor(length))];
    const x = disguised(xBuffer, length);
    const out = disguised(outBuffer, length);
    const [plainX, plainOut] = [plain(xBuffer, length), plain(outBuffer, length)];
    plainX.set(given);

    expect(sameBits(sigmoid(x), expected)).toBe(true);
    expect(sameBits(await sigmoid.async(x), expected)).toBe(true);
    expect(sigmoid(x, out) === out).toBe(true);
    expect(sameBits(plainOut, expected)).toBe(true);
    plainOut.fill(7);
    expect(((await sigmoid.async(x, out)) as unknown) === out).toBe(true);
    expect(sameBits(plainOut, expected)).toBe(true);
    expect(sameBits(plainX, given)).toBe(true);
    expect(sigmoid(x, x) === x).toBe(true);
    expect(sameBits(plainX, expected)).toBe(true);
    plainX.set(given);
    await sigmoid.async(x, x);
    expect(sameBits(plainX, expected)).toBe(true);
  }

  describe.each(BUFFERS)('over %s', (_, make) => {
    it.each(disguises)('is computed when it is one %s', async (_, disguised) => {
      for (const length of LENGTHS) await check(sigmoid, length, make, disguised);
    });
  });

  it.each(disguises)('is computed on all threads when it is one %s', async (_, disguised) => {
    const buffer = new ArrayBuffer(bytesFor(LENGTH_FOR_THREADS));
    plain(buffer, LENGTH_FOR_THREADS).set(points);
    const x = disguised(buffer, LENGTH_FOR_THREADS);
    expect(sameBits(await sigmoid.async(x), results)).toBe(true);
    await sigmoid.async(x, x);
    expect(sameBits(plain(buffer, LENGTH_FOR_THREADS), results)).toBe(true);
  });
});

/** Replaces every method and getter of typed arrays. Node itself needs `length` in its timers, so `async` gets it back. */
const TAMPER = `
  const typedArrays = Object.getPrototypeOf(Float64Array.prototype);
  const holders = [Float64Array.prototype, Float32Array.prototype, typedArrays];
  const length = Object.getOwnPropertyDescriptor(typedArrays, 'length');
  const trap = () => { throw new Error('tampered'); };
  for (const holder of holders) {
    for (const name of Reflect.ownKeys(holder)) {
      const { get, configurable } = Object.getOwnPropertyDescriptor(holder, name);
      if (configurable) Object.defineProperty(holder, name, get ? { get: trap } : { value: trap });
    }
  }
  const untamper = () => Object.defineProperty(typedArrays, 'length', length);
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
      const arrays = [8, 2000, 20_000, 600_000].flatMap((length) =>
        [Float64Array, Float32Array].map((Type) => ({ length, x: new Type(length), out: new Type(length) })),
      );
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
