/** The options of `createSigmoid` and of `async`: which are accepted, and what is said of others. */
import { runInNewContext } from 'node:vm';
import { createLogistic, createSigmoid, type LogisticOptions, type Sigmoid } from 'sigmoid-wasm';
import { createLogistic as createTypeScriptLogistic, createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { requireAsyncOptions, requireSigmoidOptions } from '../../src/api/arguments.ts';
import { describeElements } from '../support/elements.ts';
import { errorOf } from '../support/errors.ts';

/** Options that do not exist, with what is said of them. */
const UNKNOWN_OF_CREATE: [key: string, message: string][] = [
  ['thread', 'did you mean "threads"?'],
  ['Threads', 'did you mean "threads"?'],
  ['treads', 'did you mean "threads"?'],
  ['workerURL', 'did you mean "workerUrl"?'],
  ['worker_url', 'did you mean "workerUrl"?'],
  ['modul', 'did you mean "module"?'],
  ['backedn', 'did you mean "backend"?'],
  ['precision', 'there are backend, rounding, threads, module, workerUrl'],
  ['s', 'there are backend, rounding, threads, module, workerUrl'],
  ['', 'there are backend, rounding, threads, module, workerUrl'],
];
const UNKNOWN_OF_ASYNC: [key: string, message: string][] = [
  ['signals', 'did you mean "signal"?'],
  ['singal', 'did you mean "signal"?'],
  ['onprogress', 'did you mean "onProgress"?'],
  ['progress', 'did you mean "onProgress"?'],
  ['threads', 'there are signal, onProgress'],
];

describe.each([
  ['createSigmoid of sigmoid-wasm', createSigmoid],
  ['createSigmoid of sigmoid-wasm/ts', createTypeScriptSigmoid],
  ['createLogistic of sigmoid-wasm', (options?: LogisticOptions): Sigmoid => createLogistic(options).sigmoid],
  ['createLogistic of sigmoid-wasm/ts', (options?: LogisticOptions): Sigmoid => createTypeScriptLogistic(options).sigmoid],
])('%s', (_, createSigmoid) => {
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

  it.each(UNKNOWN_OF_CREATE)('refuses an option that does not exist and names the nearest, for "%s"', (key, message) => {
    for (const options of [{ [key]: 2 }, { [key]: null }, Object.create({ [key]: 2 }), { threads: 2, [key]: 2 }]) {
      const call = (): Sigmoid => createSigmoid(options);
      expect(call).toThrow(TypeError);
      expect(call).toThrow(new TypeError(`unknown option "${key}"; ${message}`));
    }
  });

  it.each([
    ['no options', undefined],
    ['an empty object', {}],
    ['options that are undefined', { backend: undefined, rounding: undefined, threads: undefined, module: undefined }],
    ['an unknown option that is undefined', { thread: undefined }],
    ['a symbol', { [Symbol('thread')]: 2 }],
    ['an object without a prototype', Object.assign(Object.create(null), { threads: 2 })],
    ['an object of another realm', runInNewContext('({ threads: 2 })')],
  ])('accepts %s', (_, options) => {
    expect(createSigmoid(options as never)(0)).toBe(0.5);
  });

  it('accepts options while all objects inherit something that a page added to them', () => {
    Object.assign(Object.prototype, { added: 1 });
    try {
      expect(createSigmoid({ threads: 2 })(0)).toBe(0.5);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'added');
    }
  });

  it('takes options that are inherited, and those of getters, each read once', () => {
    let reads = 0;
    class Defaults {
      get rounding(): 'correct' {
        reads++;
        return 'correct';
      }
    }
    expect(createSigmoid(new Defaults()).info.rounding).toBe('correct');
    expect(reads).toBe(1);
    expect(createSigmoid(Object.create({ rounding: 'correct' })).info.rounding).toBe('correct');
  });

  it.each(['threads', 'unknown'])('passes on the error of a getter of the option "%s"', (key) => {
    const error = new Error('from the getter');
    const options = Object.defineProperty({}, key, {
      enumerable: true,
      get() {
        throw error;
      },
    });
    expect(() => createSigmoid(options)).toThrow(error);
  });
});

describe('workerUrl', () => {
  class TrustedScriptURL {
    get [Symbol.toStringTag](): string {
      return 'TrustedScriptURL';
    }
    toJSON(): string {
      return 'worker.js';
    }
  }

  it.each([
    ['a string', 'worker.js'],
    ['a URL', new URL('https://example.org/worker.js')],
    ['a URL of another realm', runInNewContext('new URL("https://example.org/worker.js")', { URL: class extends URL {} })],
    ['a TrustedScriptURL', new TrustedScriptURL()],
  ])('may be %s, and is passed on as it is', (_, workerUrl) => {
    expect(requireSigmoidOptions({ workerUrl }).workerUrl).toBe(workerUrl);
  });

  it.each([
    [3, 'a number'],
    [null, 'null'],
    [new Date(0), 'Date'],
    [{ href: 'worker.js' }, 'Object'],
  ])('is refused when it is %o', (workerUrl, kind) => {
    const call = (): Sigmoid => createSigmoid({ workerUrl } as never);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`"workerUrl" expected a string or URL, got ${kind}`);
  });
});

describe('signal', () => {
  it.each([
    ['an AbortSignal', new AbortController().signal],
    ['an AbortSignal of another realm', runInNewContext('new AbortController().signal', { AbortController })],
    ['a signal of an old polyfill', { aborted: false, addEventListener() {} }],
    ['a signal whose members are inherited', Object.create({ aborted: false, addEventListener() {} })],
  ])('may be %s', (_, signal) => {
    expect(requireAsyncOptions({ signal }).signal).toBe(signal);
  });
});

it("createSigmoid of sigmoid-wasm/ts throws at once when backend is 'wasm'", () => {
  expect(() => createTypeScriptSigmoid({ backend: 'wasm' })).toThrow('no WebAssembly');
});

describeElements('the options of async', (create, { arrayName, zeros, from }) => {
  const sigmoid = create();

  it.each([
    ['options', null, 'an object, got null'],
    ['options', 3, 'an object, got a number'],
    ['options', 'abort', 'an object, got a string'],
    ['signal', { signal: {} }, 'an AbortSignal, got Object'],
    ['signal', { signal: null }, 'an AbortSignal, got null'],
    ['signal', { signal: new AbortController() }, 'an AbortSignal, got AbortController'],
    ['signal', { signal: new EventTarget() }, 'an AbortSignal, got EventTarget'],
    ['signal', { signal: { aborted: false } }, 'an AbortSignal, got Object'],
    ['signal', { signal: 'abort' }, 'an AbortSignal, got a string'],
    ['onProgress', { onProgress: null }, 'a function, got null'],
    ['onProgress', { onProgress: 3 }, 'a function, got a number'],
    ['onProgress', { onProgress: {} }, 'a function, got Object'],
  ])('causes a TypeError that names "%s" in s.async(x, x, %o)', async (name, options, message) => {
    const x = zeros(3).fill(7);
    const error = await errorOf('s.async(x, x, options)', () => sigmoid.async(x, x, options as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(`"${name}" expected ${message}`);
    expect(x).toEqual(zeros(3).fill(7));
  });

  it.each(UNKNOWN_OF_ASYNC)('are refused when they do not exist, with the nearest named, for "%s"', async (key, message) => {
    const x = zeros(3).fill(7);
    for (const options of [{ [key]: 1 }, Object.create({ [key]: 1 })]) {
      const error = await errorOf('s.async(x, x, options)', () => sigmoid.async(x, x, options));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toBe(`unknown option "${key}"; ${message}`);
    }
    expect(x).toEqual(zeros(3).fill(7));
  });

  it('are refused in the place of out, with where they belong', async () => {
    const x = zeros(3).fill(7);
    for (const options of [{}, { signal: new AbortController().signal }, { onProgress() {} }, Object.create({ signal: 1 })]) {
      const error = await errorOf('s.async(x, options)', () => sigmoid.async(x, options as never));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain(`"out" expected ${arrayName}, as "x" is, got Object; pass new ${arrayName}(3); `);
      expect(error.message).toContain('options: async(x, undefined, { signal })');
    }
  });

  it('are as if they were absent when they are undefined', async () => {
    const options = { signal: undefined, onProgress: undefined, onprogress: undefined };
    expect(await sigmoid.async(zeros(1), undefined, options)).toEqual(from([0.5]));
  });

  it('that have a getter which throws reject with its error', async () => {
    const thrown = new Error('from the getter');
    const options = {
      get signal(): never {
        throw thrown;
      },
    };
    const x = zeros(3).fill(7);
    expect(await errorOf('s.async(x, x, options)', () => sigmoid.async(x, x, options))).toBe(thrown);
    expect(x).toEqual(zeros(3).fill(7));
  });
});
