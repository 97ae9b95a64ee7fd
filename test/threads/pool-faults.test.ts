import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makerAt, places } from '../support/arrays.ts';
import { times } from '../support/cases.ts';
import { ELEMENTS, type ElementArray, type Elements, FLOAT64 } from '../support/elements.ts';
import { random } from '../support/points.ts';
import { alive, ready, sleep, until, watchWorkers } from '../support/workers.ts';

const LENGTH = 600_000;
/** In which workers are terminated: of each kind of array at least two. */
const ROUNDS = times({ some: 8, all: 60 });
const script = (name: string): URL => new URL(`../fixtures/workers/${name}.mjs`, import.meta.url);

beforeAll(watchWorkers);

/** Every x is 0 and every σ(x) is ½, so an element that was not computed shows, and so does one that was computed twice. */
function expectDone(out: ElementArray): void {
  for (let i = 0; i < out.length; i++) if (out[i] !== 0.5) throw new Error(`element ${i} is ${out[i]}`);
}

/** Uses a pool of three workers until all of them are ready, and then once more, so that some have answered. */
async function untilStarted(sigmoid: Sigmoid, x: ElementArray): Promise<void> {
  for (let last = false; !last; ) {
    last = ready.size === 3;
    expectDone(await sigmoid.async(x));
    await sleep(1);
  }
}

/** Makes calls until the pool no longer starts workers. */
async function useUntilExhausted(sigmoid: Sigmoid): Promise<void> {
  for (let i = 0; sigmoid.info.threads > 1; i++) {
    const { alloc } = ELEMENTS[i % 2] as Elements;
    expectDone(await sigmoid.async(alloc(sigmoid, LENGTH)));
    await sleep(1);
  }
}

/** Makers of arrays of both types in every kind of memory. */
const allMakers = (sigmoid: Sigmoid): ((length: number) => ElementArray)[] =>
  ELEMENTS.flatMap((elements) => places(sigmoid, elements).map(([, make]) => make));

/** The package as it is when it is imported now, with the timers and the clock that it finds. */
async function freshPackage(): Promise<{ createSigmoid: typeof createSigmoid }> {
  vi.resetModules();
  return import('sigmoid-wasm');
}

async function close(sigmoid: Sigmoid): Promise<void> {
  await sigmoid[Symbol.asyncDispose]();
  expect(alive.size).toBe(0);
}

describe('a pool whose workers are terminated at random moments', () => {
  it.each([
    ['ordinary', 0],
    ["the user's shared", 1],
    ['allocated', 2],
  ])(
    'ends every call with the result or a clear error, and replaces the workers, for arrays in %s memory',
    async (_, kind) => {
      const sigmoid = createSigmoid({ backend: 'wasm', threads: 4 });
      const arrays = ELEMENTS.map((elements) => {
        const make = makerAt(kind, sigmoid, elements);
        return { make, x: make(2_000_000), out: make(2_000_000), inPlace: make(LENGTH) };
      });
      const next = random(kind);
      let killed = 0;
      let unrecoverable = 0;
      for (let i = 0; i < ROUNDS; i++) {
        // Two rounds over doubles, and two over floats.
        const { make, x, out, inPlace } = arrays[(i >> 1) % 2] as (typeof arrays)[0];
        // In every second round they are ready; in the others they may still be starting.
        if (i % 2) await untilStarted(sigmoid, make(LENGTH));
        out.fill(0);
        inPlace.fill(0);
        const calls = [
          sigmoid.async(x, out),
          sigmoid.async(inPlace, inPlace).then(
            () => expectDone(inPlace),
            (error) => {
              expect(error.message).toContain('a worker ended while it computed in place');
              unrecoverable++;
            },
          ),
        ];
        await sleep(next() * 4);
        for (const worker of alive) {
          if (next() < 0.5) continue;
          void worker.terminate();
          killed++;
        }
        await Promise.all(calls);
        expectDone(out);
      }
      expect(unrecoverable).toBeLessThan(killed);
      // All are replaced, some of them only after a pause.
      await untilStarted(sigmoid, makerAt(kind, sigmoid, FLOAT64)(LENGTH));
      expect(sigmoid.info.threads).toBe(4);
      expect(sigmoid.info.reasons).toEqual([expect.stringMatching(/^\d+ workers ended or did not start \(.*\); replaced$/)]);
      await close(sigmoid);
    },
    420_000,
  );
});

describe('a pool whose workers fail', () => {
  it.each([
    ['the script does not exist', new URL('file:///nowhere/worker.mjs'), 'Cannot find module'],
    ['the script throws', script('throws'), 'this script fails'],
    ['the URL is invalid', 'nonsense:', 'URL'],
  ])('computes on the calling thread and stops starting workers when %s', async (_, workerUrl, reason) => {
    const sigmoid = createSigmoid({ backend: 'wasm', threads: 3, workerUrl });
    await useUntilExhausted(sigmoid);
    await until(() => alive.size === 0);
    for (const make of allMakers(sigmoid)) expectDone(await sigmoid.async(make(LENGTH)));
    expect(alive.size).toBe(0);
    expect(sigmoid.info).toMatchObject({ backend: 'wasm', threads: 1 });
    expect(sigmoid.info.reasons).toEqual([expect.stringContaining(reason)]);
    expect(sigmoid.info.reasons[0]).toContain('none left');
    await close(sigmoid);
  });

  it('computes on the calling thread and stops starting workers when the constructor of Worker throws', async () => {
    const threads = await import('node:worker_threads');
    const { syncBuiltinESMExports } = await import('node:module');
    const watched = threads.default.Worker;
    threads.default.Worker = class {
      constructor() {
        throw new Error('workers are forbidden here');
      }
    } as unknown as typeof watched;
    syncBuiltinESMExports();
    try {
      const sigmoid = createSigmoid({ backend: 'wasm', threads: 3 });
      await useUntilExhausted(sigmoid);
      expect(sigmoid.info).toMatchObject({ threads: 1, reasons: [expect.stringContaining('workers are forbidden here')] });
    } finally {
      threads.default.Worker = watched;
      syncBuiltinESMExports();
    }
  });

  it.each([
    ['die', 'dies', 'exit code 3'],
    ['run out of memory', 'exhausts', 'memory'],
  ])(
    'ends its calls with the right results and stops starting workers when they %s as they are given work',
    async (_, name, reason) => {
      const sigmoid = createSigmoid({ backend: 'wasm', threads: 3, workerUrl: script(name) });
      for (const make of allMakers(sigmoid)) {
        const x = make(20_000_000);
        expectDone(await sigmoid.async(x, make(x.length)));
      }
      await useUntilExhausted(sigmoid);
      await until(() => alive.size === 0);
      const { reasons } = sigmoid.info;
      expect(reasons).toEqual([expect.stringContaining(reason)]);
      expect(reasons[0]).toMatch(/^[34] workers ended .* none left$/);
      // Nor after a pause, since none has ever done any work.
      await sleep(1100);
      for (const make of allMakers(sigmoid)) expectDone(await sigmoid.async(make(LENGTH)));
      expect(sigmoid.info).toMatchObject({ threads: 1, reasons });
      await close(sigmoid);
    },
  );
});

describe('a pool whose workers hang', () => {
  afterEach(() => vi.useRealTimers());

  it('computes meanwhile when they never become ready, and gives them up after 10 s', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { createSigmoid } = await freshPackage();
    const sigmoid = createSigmoid({ backend: 'wasm', threads: 2, workerUrl: script('silent') });
    expectDone(await sigmoid.async(sigmoid.alloc(LENGTH)));
    expect(sigmoid.info.reasons).toEqual([]);
    // Workers start when the program is idle, which a fast machine may not have been yet.
    while (alive.size === 0) {
      vi.advanceTimersByTime(10);
      await new Promise((resolve) => setImmediate(resolve));
    }
    vi.advanceTimersByTime(10_200);
    vi.useRealTimers();
    await until(() => alive.size === 0);
    expect(sigmoid.info.reasons).toEqual([expect.stringContaining('not ready within 10 s')]);
    expectDone(await sigmoid.async(sigmoid.alloc(LENGTH)));
    await close(sigmoid);
  });

  it('gives them up after 10 s without progress, and ends their calls with the right results', async () => {
    const now = performance.now.bind(performance);
    let ahead = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
    const { createSigmoid } = await freshPackage();
    for (const [kind, elements] of [0, 1, 2].flatMap((kind) => ELEMENTS.map((elements) => [kind, elements] as const))) {
      const sigmoid = createSigmoid({ backend: 'wasm', threads: 3, workerUrl: script('hangs') });
      const make = makerAt(kind, sigmoid, elements);
      await sigmoid.async(make(LENGTH));
      await until(() => ready.size === 2);
      // Again and again, since the first look afterwards may still see progress.
      const jumps = setInterval(() => {
        ahead += 10_001;
      }, 100);
      // A call may end before a worker has taken any of it.
      do expectDone(await sigmoid.async(make(LENGTH)));
      while (sigmoid.info.reasons.length === 0);
      clearInterval(jumps);
      expect(sigmoid.info.reasons).toEqual([expect.stringContaining('no progress within 10 s')]);
      await close(sigmoid);
    }
    clock.mockRestore();
  });
});

describe('closing an instance during calls', () => {
  it('rejects those that have not ended, and ends the workers', async () => {
    for (let i = 0; i < 10; i++) {
      const sigmoid = createSigmoid({ backend: 'wasm', threads: 3 });
      const calls = allMakers(sigmoid).map((make) => sigmoid.async(make(10_000_000)));
      const ends = Promise.allSettled(calls);
      await sleep(i * 10);
      sigmoid.close();
      sigmoid.close();
      const rejected = (await ends).filter((end) => end.status === 'rejected');
      // Closed at once, none can have ended.
      if (i === 0) expect(rejected).toHaveLength(calls.length);
      for (const { reason } of rejected) expect(reason.message).toContain('closed during the call');
      await until(() => alive.size === 0);
      expect(() => sigmoid(1)).toThrow('closed');
      for (const { zeros } of ELEMENTS) await expect(sigmoid.async(zeros(1))).rejects.toThrow('closed');
    }
  });
});
