import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { withGlobal } from '../support/globals.ts';

const REASON = 'results below 2.2e-308, and over float32 below 1.2e-38, are 0: this thread flushes subnormal numbers to zero';

type Probe = (target: number, x: number) => void;
interface Environment {
  env: { memory: WebAssembly.Memory };
}

/** Runs `body` while the kernel stores what `spoil` makes of the bytes of its result. */
function withSpoiledKernel<T>(spoil: (bytes: Uint8Array) => void, body: () => T): T {
  const { Instance } = WebAssembly;
  function SpoiledInstance(module: WebAssembly.Module, imports: WebAssembly.Imports): object {
    const { exports } = new Instance(module, imports);
    const { memory } = (imports as unknown as Environment).env;
    const probe: Probe = (target, x) => {
      (exports.probe as Probe)(target, x);
      spoil(new Uint8Array(memory.buffer, target, 8));
    };
    return { exports: { ...exports, probe } };
  }
  return withGlobal('Instance', SpoiledInstance, body, WebAssembly);
}

const flush = (bytes: Uint8Array): void => void bytes.fill(0);
const reverse = (bytes: Uint8Array): void => void bytes.reverse();
const keep = (): void => {};

/** Runs `body` while a number that JavaScript puts into an array of one element makes computations come out as 0. */
function withFlushingScript<T>(body: () => T): T {
  const construct = (type: typeof Float64Array, args: unknown[]): object => {
    const array = Reflect.construct(type, args);
    return args[0] === 1 ? new Proxy(array, { set: (target, key, value) => Reflect.set(target, key, value ** 2) }) : array;
  };
  return withGlobal('Float64Array', new Proxy(Float64Array, { construct }), body);
}

/** An instance that is opened. */
function opened(backend: 'auto' | 'wasm' | 'ts'): Sigmoid {
  const sigmoid = createSigmoid({ backend });
  sigmoid(new Float64Array(2));
  return sigmoid;
}

describe('a backend', () => {
  it('is the kernel, without a reason, where its arithmetic is right, whether or not that of JavaScript is', () => {
    const info = { backend: 'wasm', reasons: [] };
    expect(withSpoiledKernel(keep, () => opened('auto')).info).toMatchObject(info);
    expect(withFlushingScript(() => opened('auto')).info).toMatchObject(info);
  });

  it.each([
    [
      'the kernel alone flushes subnormal numbers to zero',
      flush,
      'this thread flushes subnormal numbers to zero, but not in TypeScript',
      'flushes subnormal numbers',
    ],
    [
      'bytes of the memory are in another order than those of the kernel',
      reverse,
      "this processor is big-endian, and the kernel's memory is little-endian",
      'this processor is big-endian',
    ],
  ])('is TypeScript where %s', (_, spoil, reason, words) => {
    const { info } = withSpoiledKernel(spoil, () => opened('auto'));
    expect(info).toMatchObject({ backend: 'ts', reasons: [`no WebAssembly: ${reason}`] });
    expect(() => withSpoiledKernel(spoil, () => opened('wasm'))).toThrow(words);
  });

  it('is the kernel where JavaScript flushes too, and says what that does to results', () => {
    const info = { backend: 'wasm', reasons: [REASON] };
    for (const backend of ['auto', 'wasm'] as const) {
      expect(withFlushingScript(() => withSpoiledKernel(flush, () => opened(backend))).info).toMatchObject(info);
    }
  });

  it('that is the kernel computes numbers too where JavaScript flushes, with the bits of arrays', () => {
    const sigmoid = createSigmoid();
    expect(withFlushingScript(() => sigmoid(-740))).toBe(4.2e-322);
    expect(sigmoid(-740)).toBe(sigmoid(Float64Array.of(-740))[0]);
    expect(createTypeScriptSigmoid()(-740)).toBe(4.2e-322);
  });

  it('that is TypeScript says so where JavaScript flushes, from either entry', () => {
    expect(withFlushingScript(() => opened('ts').info.reasons)).toEqual([REASON]);
    expect(withFlushingScript(() => createTypeScriptSigmoid().info.reasons)).toEqual([REASON]);
    expect(opened('ts').info.reasons).toEqual([]);
  });
});
