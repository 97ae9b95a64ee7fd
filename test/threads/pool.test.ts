import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { places } from '../support/arrays.ts';
import { casesOf, times } from '../support/cases.ts';
import { ELEMENTS, type ElementArray, type Elements, FLOAT32, FLOAT64 } from '../support/elements.ts';
import { withGlobal } from '../support/globals.ts';
import { random, sameBits } from '../support/points.ts';
import { expectSigmoidOfPoints, fillWithPoints } from '../support/results.ts';
import { ready, sleep, until, watchWorkers } from '../support/workers.ts';

type Rounding = Sigmoid['info']['rounding'];

function countZeros(array: ElementArray): number {
  let count = 0;
  for (let i = 0; i < array.length; i++) if (array[i] === 0) count++;
  return count;
}

/** An instance whose workers are ready. */
async function warm(threads: number, rounding: Rounding = 'faithful'): Promise<Sigmoid> {
  const sigmoid = createSigmoid({ backend: 'wasm', threads, rounding });
  const before = ready.size;
  await sigmoid.async(sigmoid.alloc(600_000));
  await until(() => ready.size === before + threads - 1);
  return sigmoid;
}

beforeAll(watchWorkers);

describe('async on several threads', () => {
  it.each([
    ...[1, 2, 3, 5, 8].map((threads) => ({ threads, rounding: 'faithful', elements: FLOAT64 }) as const),
    ...[1, 2, 3].map((threads) => ({ threads, rounding: 'correct', elements: FLOAT64 }) as const),
    ...[1, 2, 8].map((threads) => ({ threads, rounding: 'faithful', elements: FLOAT32 }) as const),
    { threads: 3, rounding: 'correct', elements: FLOAT32 } as const,
  ])(
    'gives the same bits on $threads threads at lengths around the sizes of pieces, of $elements.type with $rounding rounding',
    async ({ threads, rounding, elements }) => {
      const sigmoid = await warm(threads, rounding);
      const all = [
        131071, 131072, 131073, 147455, 147456, 147457, 196607, 196608, 196609, 262145, 524288, 524289, 589823, 589824, 589825,
        1_000_003,
      ];
      for (const length of casesOf(all, 7)) {
        for (const [, makeX] of places(sigmoid, elements)) {
          for (const [, makeOut] of places(sigmoid, elements)) {
            const out = makeOut(length, 1);
            expect(await sigmoid.async(fillWithPoints(makeX(length, 3)), out)).toBe(out);
            expectSigmoidOfPoints(out, rounding);
          }
          const x = fillWithPoints(makeX(length, 1));
          await sigmoid.async(x, x);
          expectSigmoidOfPoints(x, rounding);
        }
      }
      expect(sigmoid.info).toMatchObject({ threads, rounding, reasons: [] });
      await sigmoid[Symbol.asyncDispose]();
    },
  );

  it('resolves with a new array over an ordinary ArrayBuffer when there is no out', async () => {
    const sigmoid = await warm(2);
    for (const { zeros } of ELEMENTS) {
      const y = await sigmoid.async(fillWithPoints(zeros(700_000)));
      expect(y.buffer).toBeInstanceOf(ArrayBuffer);
      expectSigmoidOfPoints(y);
    }
    await sigmoid[Symbol.asyncDispose]();
  });

  it.each(ELEMENTS)('leaves the elements around out unchanged, which are of $type', async (elements) => {
    const sigmoid = await warm(2);
    for (const [, make] of places(sigmoid, elements)) {
      const whole = make(600_016).fill(7);
      await sigmoid.async(fillWithPoints(make(600_000)), whole.subarray(7, 600_007));
      expectSigmoidOfPoints(whole.subarray(7, 600_007));
      expect([...whole.subarray(0, 7), ...whole.subarray(600_007)]).toEqual(new Array(16).fill(7));
    }
    await sigmoid[Symbol.asyncDispose]();
  });
});

describe('concurrent calls', () => {
  let sigmoid: Sigmoid;
  beforeAll(async () => {
    sigmoid = await warm(2);
  });
  afterAll(() => sigmoid[Symbol.asyncDispose]());

  it('each give the right results, over arrays of both types', async () => {
    const arrays = Array.from({ length: 60 }, (_, i) => {
      const [, make] = places(sigmoid, ELEMENTS[i % 2] as Elements)[i % 3] as ReturnType<typeof places>[0];
      return fillWithPoints(make(130_000 + 14_000 * i));
    });
    await Promise.all(arrays.map((x) => sigmoid.async(x, x)));
    for (const x of arrays) expectSigmoidOfPoints(x);
  });

  it.each(ELEMENTS)(
    'take effect in the order of the calls when their arrays of $type overlap, even on several instances',
    async (elements) => {
      const other = await warm(2);
      const next = random(11);
      for (const [, make] of places(sigmoid, elements)) {
        const memory = make(1_800_000);
        for (let i = 0; i < memory.length; i++) memory[i] = next() * 8 - 4;
        const right = elements.from(memory);
        const ranges = Array.from({ length: 24 }, () => {
          const length = Math.floor(next() * 800_000);
          const start = (): number => Math.floor(next() * (memory.length - length));
          return { length, from: start(), to: start() };
        });
        const calls = ranges.map(({ length, from, to }, i) =>
          (i % 2 ? sigmoid : other).async(memory.subarray(from, from + length), memory.subarray(to, to + length)),
        );
        await Promise.all(calls);
        for (const { length, from, to } of ranges)
          sigmoid(right.subarray(from, from + length), right.subarray(to, to + length));
        expect(sameBits(memory, right)).toBe(true);
      }
      await other[Symbol.asyncDispose]();
    },
  );

  it('let a small one end before a huge one that was made earlier', async () => {
    for (const [, make] of ELEMENTS.flatMap((elements) => places(sigmoid, elements))) {
      const ended: string[] = [];
      const huge = sigmoid.async(make(30_000_000)).then(() => ended.push('huge'));
      const small = sigmoid.async(make(600_000)).then(() => ended.push('small'));
      await Promise.all([huge, small]);
      expect(ended).toEqual(['small', 'huge']);
    }
  });
});

describe('a call on several threads', () => {
  it.each([
    { elements: FLOAT64, rounds: times({ some: 6, all: 20 }) },
    { elements: FLOAT32, rounds: 6 },
  ])(
    "over $elements.type stops its workers and rejects with the signal's reason when it is aborted, and leaves the pool working",
    async ({ elements, rounds }) => {
      const sigmoid = await warm(2);
      for (const [, make] of places(sigmoid, elements)) {
        const x = make(30_000_000);
        for (let i = 0; i < rounds; i++) {
          x.fill(0);
          const controller = new AbortController();
          const reason = new Error('enough');
          const call = sigmoid.async(x, x, { signal: controller.signal });
          // In every third round at once; in the others a busy machine may delay it until the call has ended.
          if (i % 3 > 0) await sleep(i % 3);
          controller.abort(reason);
          const error = await call.catch((caught) => caught);
          if (i % 3 > 0 && error === x) continue;
          expect(error === reason).toBe(true);
          const left = countZeros(x);
          expect(left).toBeGreaterThan(0);
          await sleep(5);
          expect(countZeros(x)).toBe(left);
          if (i % 5 === 0) expectSigmoidOfPoints(await sigmoid.async(fillWithPoints(make(700_000))));
        }
      }
      expect(sigmoid.info).toMatchObject({ threads: 2, reasons: [] });
      await sigmoid[Symbol.asyncDispose]();
    },
    300_000,
  );

  it('rejects at once when it is aborted while it waits for an earlier one', async () => {
    const sigmoid = await warm(2);
    const x = sigmoid.alloc(30_000_000);
    const controller = new AbortController();
    const ended: string[] = [];
    const first = sigmoid.async(x, x).then(() => ended.push('first'));
    const second = sigmoid.async(x, x, { signal: controller.signal }).catch(() => ended.push('second'));
    controller.abort();
    await Promise.all([first, second]);
    expect(ended).toEqual(['second', 'first']);
    expect(x.every((value) => value === 0.5)).toBe(true);
    await sigmoid[Symbol.asyncDispose]();
  });

  it.each(ELEMENTS)('over $type reports progress that rises and ends at the total', async (elements) => {
    const sigmoid = await warm(2);
    for (const [, make] of places(sigmoid, elements)) {
      const x = make(100_000_000 / 5);
      const seen: number[] = [];
      await sigmoid.async(x, x, {
        onProgress({ done, total }) {
          expect(total).toBe(x.length);
          seen.push(done);
        },
      });
      expect(seen.at(-1)).toBe(x.length);
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    }
    await sigmoid[Symbol.asyncDispose]();
  });

  it('rejects with the error that onProgress throws', async () => {
    const sigmoid = await warm(2);
    const error = new Error('no');
    const onProgress = (): never => {
      throw error;
    };
    await expect(sigmoid.async(sigmoid.alloc(800_000), undefined, { onProgress })).rejects.toBe(error);
    expectSigmoidOfPoints(await sigmoid.async(fillWithPoints(sigmoid.alloc(800_000))));
    await sigmoid[Symbol.asyncDispose]();
  });
});

describe.each([
  ['is shared', SharedArrayBuffer],
  ['is not shared', undefined],
])('a pool where memory %s', (_, Shared) => {
  /** An instance whose workers are ready. */
  async function start(): Promise<Sigmoid> {
    const before = ready.size;
    const sigmoid = withGlobal('SharedArrayBuffer', Shared, () => {
      const instance = createSigmoid({ backend: 'wasm', threads: 3 });
      instance.alloc(0);
      return instance;
    });
    await sigmoid.async(new Float64Array(2_000_000));
    await until(() => ready.size === before + 2);
    return sigmoid;
  }

  function expectNoWorkerLost({ info }: Sigmoid): void {
    expect(info).toMatchObject({ threads: 3, shared: Shared !== undefined });
    expect(info.reasons.filter((reason) => reason.includes('worker'))).toEqual([]);
  }

  it('computes what it is given in turn, by copies that are of another type than those before', async () => {
    const sigmoid = await start();
    for (const elements of [0, 1, 0, 0, 1, 1, 0, 1].map((i) => ELEMENTS[i] as Elements)) {
      for (const length of [600_000, 700_001]) {
        const x = fillWithPoints(elements.zeros(length));
        expectSigmoidOfPoints(await sigmoid.async(x));
        await sigmoid.async(x, x);
        expectSigmoidOfPoints(x);
      }
    }
    expectNoWorkerLost(sigmoid);
    await sigmoid[Symbol.asyncDispose]();
  });

  it('computes arrays of both types at once, in every kind of memory', async () => {
    const sigmoid = await start();
    for (let round = 0; round < times({ some: 1, all: 3 }); round++) {
      const arrays = [600_000, 1_000_001].flatMap((length) =>
        ELEMENTS.flatMap((elements) => places(sigmoid, elements).map(([, make]) => fillWithPoints(make(length, 1)))),
      );
      const results = arrays.map((x) => sigmoid.async(x));
      for (const result of results) expectSigmoidOfPoints(await result);
      await Promise.all(arrays.map((x) => sigmoid.async(x, x)));
      for (const x of arrays) expectSigmoidOfPoints(x);
    }
    expectNoWorkerLost(sigmoid);
    await sigmoid[Symbol.asyncDispose]();
  });

  it.each(ELEMENTS)(
    'stops and rejects with the reason of an abort over $type, which writes nothing more',
    async ({ zeros, alloc }) => {
      const sigmoid = await start();
      for (const x of [zeros(20_000_000), alloc(sigmoid, 20_000_000)]) {
        const controller = new AbortController();
        const call = sigmoid.async(x, x, { signal: controller.signal });
        controller.abort('enough');
        await expect(call).rejects.toBe('enough');
        const left = countZeros(x);
        expect(left).toBeGreaterThan(0);
        await sleep(20);
        expect(countZeros(x)).toBe(left);
      }
      for (const elements of ELEMENTS) expectSigmoidOfPoints(await sigmoid.async(fillWithPoints(elements.zeros(600_000))));
      await sigmoid[Symbol.asyncDispose]();
    },
  );
});
