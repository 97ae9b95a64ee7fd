import { createSigmoid, type Signal } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { onAbort, throwIfAborted } from '../../src/runtime/threads/abort.ts';
import { node } from '../support/child.ts';
import { describeElements, ELEMENTS, type ElementArray, FLOAT32, FLOAT64 } from '../support/elements.ts';
import { withGlobal, withoutGlobal } from '../support/globals.ts';

/** A signal as a library without AbortController might have it, which counts its listeners. */
class Polyfill {
  aborted = false;
  reason: unknown;
  readonly listeners: (() => void)[] = [];
  /** How often one was added. */
  added = 0;

  addEventListener(_: string, listener: () => void): void {
    this.listeners.push(listener);
    this.added++;
  }

  removeEventListener(_: string, listener: () => void): void {
    const i = this.listeners.indexOf(listener);
    if (i >= 0) this.listeners.splice(i, 1);
  }

  abort(): void {
    this.aborted = true;
    for (const listener of [...this.listeners]) listener();
  }
}

describeElements('a signal that is no AbortSignal', (create, { alloc }) => {
  it.each([1000, 4_000_000])('ends calls over %d elements, and keeps no listener afterwards', async (length) => {
    const sigmoid = create();
    const signal = new Polyfill();
    const arrays = Array.from({ length: 3 }, () => alloc(sigmoid, length));
    const options = { signal: signal as unknown as AbortSignal };
    await Promise.all(arrays.map((x) => sigmoid.async(x, x, options)));
    expect(signal.listeners).toEqual([]);
    const [x] = arrays as [ElementArray];
    const calls = [0, 1, 2].map(() => sigmoid.async(x, x, options));
    const ends = Promise.allSettled(calls);
    expect(signal.listeners.length).toBeLessThanOrEqual(1);
    signal.abort();
    for (const end of (await ends).slice(1)) {
      expect(end).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
    }
    expect(signal.listeners).toEqual([]);
    await expect(sigmoid.async(x, x, options)).rejects.toMatchObject({ name: 'AbortError' });
    await sigmoid[Symbol.asyncDispose]();
  });
});

describe('one listener', () => {
  it('is all that a signal has, and it goes when nobody is left', () => {
    const signal = new Polyfill();
    const heard: number[] = [];
    const unsubscribe = [0, 1, 2].map((i) => onAbort(signal, () => heard.push(i)));
    expect(signal.listeners).toHaveLength(1);
    unsubscribe[1]?.();
    unsubscribe[1]?.();
    expect(signal.listeners).toHaveLength(1);
    signal.abort();
    expect(heard).toEqual([0, 2]);
    unsubscribe[0]?.();
    unsubscribe[2]?.();
    expect(signal.listeners).toEqual([]);
    // What ended before keeps nobody from listening anew.
    const again = onAbort(signal, () => heard.push(3));
    unsubscribe[0]?.();
    signal.abort();
    expect(heard).toEqual([0, 2, 3]);
    again();
    expect(signal.listeners).toEqual([]);
  });

  it('is used again where a signal has no removeEventListener', () => {
    const signal = new Polyfill();
    const { removeEventListener: _, ...bare } = {
      ...signal,
      addEventListener: signal.addEventListener,
      removeEventListener: 0,
    };
    let heard = 0;
    for (let i = 0; i < 5; i++) onAbort(bare, () => heard++)();
    onAbort(bare, () => heard++);
    expect(bare.listeners).toHaveLength(1);
    bare.listeners[0]?.();
    expect(heard).toBe(1);
  });
});

describe('the reason of an abort', () => {
  const aborted = (reason?: unknown): Polyfill => Object.assign(new Polyfill(), { aborted: true, reason });
  const thrownFor = (signal: Polyfill): unknown => {
    try {
      throwIfAborted(signal);
    } catch (error) {
      return error;
    }
    return 'nothing';
  };

  it("is the signal's, whatever it is", () => {
    for (const reason of [null, 0, '', 'enough', new Error('enough')]) expect(thrownFor(aborted(reason))).toBe(reason);
    expect(thrownFor(new Polyfill())).toBe('nothing');
    expect(() => throwIfAborted(undefined)).not.toThrow();
  });

  it('is an AbortError where the signal has none, of DOMException or else of Error', () => {
    expect(thrownFor(aborted())).toBeInstanceOf(DOMException);
    expect(thrownFor(aborted())).toMatchObject({ name: 'AbortError' });
    const without = [
      withoutGlobal('DOMException', () => thrownFor(aborted())),
      withGlobal(
        'DOMException',
        () => {
          throw new Error('forbidden');
        },
        () => thrownFor(aborted()),
      ),
    ];
    for (const error of without) {
      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({ name: 'AbortError' });
    }
  });
});

it('2,000 calls with one signal warn of nothing, and all reject when it is aborted', () => {
  const { status, stdout, stderr } = node(
    '--input-type=module',
    '-e',
    `import { getEventListeners } from 'node:events';
    import { createSigmoid } from 'sigmoid-wasm';
    const sigmoid = createSigmoid({ threads: 2 });
    const controller = new AbortController();
    const { signal } = controller;
    const chained = new Float64Array(1e6);
    const shared = sigmoid.alloc(1e6);
    const arrays = Array.from({ length: 1993 }, () => chained);
    const floats = sigmoid.alloc(1e6, 'float32');
    const others = [shared, shared, floats, floats, new Float64Array(1e6), new Float32Array(1e6), sigmoid.alloc(1e6)];
    const calls = [...arrays, ...others].map((x) => sigmoid.async(x, x, { signal }));
    const ends = Promise.allSettled(calls);
    console.log(calls.length, getEventListeners(signal, 'abort').length);
    setImmediate(() => controller.abort('enough'));
    const reasons = new Set((await ends).map(({ reason }) => reason));
    console.log([...reasons].join(), getEventListeners(signal, 'abort').length);`,
  );
  expect(stderr).toBe('');
  expect(stdout).toBe('2000 1\nenough 0\n');
  expect(status).toBe(0);
});

it('a callback of a signal that throws keeps no other from being called, and its error is one that nobody handled', async () => {
  const controller = new AbortController();
  const heard: unknown[] = [];
  const error = new Error('from a callback');
  const unhandled = new Promise((resolve) => {
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.once('unhandledRejection', (reason) => {
      for (const other of others) process.on('unhandledRejection', other);
      resolve(reason);
    });
  });
  onAbort(controller.signal, () => {
    throw error;
  });
  onAbort(controller.signal, (reason) => heard.push(reason));
  controller.abort('enough');
  expect(heard).toEqual(['enough']);
  expect(await unhandled).toBe(error);
});

it('something without `aborted` or addEventListener is rejected as a signal', async () => {
  const sigmoid = createSigmoid({ backend: 'ts' });
  for (const signal of [null, {}, 'abort', { aborted: false }, { addEventListener() {} }]) {
    const options = { signal: signal as unknown as AbortSignal };
    await expect(sigmoid.async(new Float64Array(1), undefined, options)).rejects.toThrow('"signal" expected an AbortSignal');
  }
});

describe.each([
  ['addEventListener', /no listeners/],
  ['removeEventListener', undefined],
] as const)('a signal whose %s throws', (method, rejection) => {
  it.each(ELEMENTS)('ends its own call over $type, and harms no other', async ({ alloc }) => {
    const sigmoid = createSigmoid({ backend: 'wasm', threads: 2 });
    const x = alloc(sigmoid, 2_000_000);
    for (let i = 0; i < 5; i++) await sigmoid.async(x, alloc(sigmoid, x.length));
    const signal: Signal = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
    Object.assign(signal, {
      [method]() {
        throw new Error('no listeners');
      },
    });
    const out = alloc(sigmoid, x.length);
    // The second waits for the first.
    for (const call of [sigmoid.async(x, out, { signal }), sigmoid.async(x, out, { signal })]) {
      if (rejection) await expect(call).rejects.toThrow(rejection);
      else await expect(call).resolves.toBe(out);
    }
    out.fill(7);
    expect((await sigmoid.async(x, alloc(sigmoid, x.length)))[5]).toBe(0.5);
    expect(out.every((value) => value === 7)).toBe(true);
    await sigmoid.async(x, out);
    expect(out.every((value) => value === 0.5)).toBe(true);
    await sigmoid[Symbol.asyncDispose]();
  });
});

it.each([
  { outer: FLOAT64, inner: FLOAT64, rounds: 10 },
  { outer: FLOAT32, inner: FLOAT32, rounds: 3 },
  { outer: FLOAT64, inner: FLOAT32, rounds: 3 },
  { outer: FLOAT32, inner: FLOAT64, rounds: 3 },
])(
  'an error in the last report of progress over $outer.type harms no call over $inner.type that was begun in it',
  async (types) => {
    const sigmoid = createSigmoid({ backend: 'wasm', threads: 2 });
    const { alloc } = types.outer;
    const x = alloc(sigmoid, 2_000_000);
    for (let i = 0; i < 5; i++) await sigmoid.async(x, alloc(sigmoid, x.length));
    for (let i = 0; i < types.rounds; i++) {
      const inner = types.inner.alloc(sigmoid, x.length);
      let begun: Promise<ElementArray> | undefined;
      const call = sigmoid.async(x, alloc(sigmoid, x.length), {
        onProgress({ done, total }) {
          if (done < total) return;
          begun = sigmoid.async(inner, inner);
          throw new Error('enough');
        },
      });
      await expect(call).rejects.toThrow('enough');
      await begun;
      expect(inner.every((value) => value === 0.5)).toBe(true);
    }
    await sigmoid[Symbol.asyncDispose]();
  },
);
