/** When workers start, and how they hear of work. */
import { Worker } from 'node:worker_threads';
import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makerAt, places } from '../support/arrays.ts';
import { ELEMENTS, type ElementArray, type Elements } from '../support/elements.ts';
import { withGlobal } from '../support/globals.ts';
import { alive, ready, sleep, until, watchWorkers } from '../support/workers.ts';

beforeAll(watchWorkers);

const create = (threads?: number): Sigmoid => createSigmoid({ backend: 'wasm', threads });

/** An instance whose workers are ready, and know where allocated arrays are. */
async function warm(count: number, x: ElementArray, sigmoid: Sigmoid): Promise<void> {
  await sigmoid.async(x, x);
  await until(() => ready.size === count - 1);
  for (let i = 0; i < 20; i++) {
    await sigmoid.async(x, x);
    await sleep(1);
  }
}

describe('workers', () => {
  it.each(
    ELEMENTS.flatMap((elements) => places(create()).map(([name], place) => [name, elements.type, place, elements] as const)),
  )(
    'start after the first call of a million elements, which does not wait for them, for arrays that are %s and of %s',
    async (_, __, place, elements) => {
      const sigmoid = create(3);
      const make = makerAt(place, sigmoid, elements);
      const out = await sigmoid.async(make(1_000_000), make(1_000_000));
      expect(alive.size).toBe(0);
      expect(out.every((value) => value === 0.5)).toBe(true);
      await until(() => ready.size === 2);
      await sigmoid[Symbol.asyncDispose]();
    },
  );

  it.each(ELEMENTS)('start during a call over $type that is long enough for them', async ({ alloc }) => {
    const sigmoid = create(2);
    const x = alloc(sigmoid, 40_000_000);
    const call = sigmoid.async(x, x);
    let ended = false;
    void call.finally(() => {
      ended = true;
    });
    await until(() => alive.size === 1);
    expect(ended).toBe(false);
    await call;
    expect(x.every((value) => value === 0.5)).toBe(true);
    await sigmoid[Symbol.asyncDispose]();
  });

  it.each([
    ['of few elements in all', 3, 100_000],
    ['with one thread, however many elements', 1, 40_000_000],
  ])('are not started by calls %s', async (_, count, length) => {
    const sigmoid = create(count);
    for (const { alloc } of ELEMENTS) {
      const x = alloc(sigmoid, length);
      await sigmoid.async(x, x);
    }
    await sleep(50);
    expect(alive.size).toBe(0);
    expect(sigmoid.info).toMatchObject({ threads: count, reasons: [] });
    await sigmoid[Symbol.asyncDispose]();
  });

  it('are not started when the instance is closed first', async () => {
    const sigmoid = create(3);
    await sigmoid.async(sigmoid.alloc(1_000_000));
    sigmoid.close();
    await sleep(50);
    expect(alive.size).toBe(0);
  });

  it.each(ELEMENTS)('get no message for calls on allocated arrays of $type while they are awake', async ({ alloc }) => {
    const sigmoid = create(3);
    const x = alloc(sigmoid, 1_000_000);
    await warm(3, x, sigmoid);
    let messages = 0;
    const { prototype } = Worker;
    const { postMessage } = prototype;
    prototype.postMessage = function post(...args) {
      messages++;
      postMessage.apply(this, args);
    };
    onTestFinished(() => {
      prototype.postMessage = postMessage;
    });
    for (let i = 0; i < 20; i++) await sigmoid.async(x, x);
    expect(messages).toBe(0);
    // They have been idle for so long that they have let go of its memory.
    await sleep(300);
    await sigmoid.async(x, x);
    expect(messages).toBeGreaterThan(0);
    await sigmoid[Symbol.asyncDispose]();
  });

  it('compute where Atomics.waitAsync is missing, on this thread and theirs', async () => {
    const workerUrl = new URL('../fixtures/workers/no-wait-async.mjs', import.meta.url);
    const sigmoid = createSigmoid({ backend: 'wasm', threads: 2, workerUrl });
    const host = Atomics as { waitAsync?: unknown };
    const { waitAsync } = host;
    host.waitAsync = undefined;
    onTestFinished(() => {
      host.waitAsync = waitAsync;
    });
    for (const place of [0, 1, 2]) {
      for (let i = 0; i < 10; i++) {
        const make = makerAt(place, sigmoid, ELEMENTS[i % 2] as Elements);
        const out = await sigmoid.async(make(2_000_000), make(2_000_000));
        expect(out.every((value) => value === 0.5)).toBe(true);
        await sleep(i === 5 ? 100 : 1);
      }
    }
    expect(sigmoid.info).toMatchObject({ threads: 2, reasons: [] });
    await sigmoid[Symbol.asyncDispose]();
  });

  it.each(ELEMENTS)('are not needed where there is no memory to bring them copies of $type', async ({ zeros, alloc }) => {
    const sigmoid = create(2);
    await warm(2, alloc(sigmoid, 1_000_000), sigmoid);
    class Refusing {
      constructor() {
        throw new RangeError('could not allocate memory');
      }
    }
    const x = zeros(1_000_000);
    const call = withGlobal('Memory', Refusing, () => sigmoid.async(x, x), WebAssembly);
    await call;
    expect(x.every((value) => value === 0.5)).toBe(true);
    await sigmoid[Symbol.asyncDispose]();
  });
});
