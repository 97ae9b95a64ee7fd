import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { places } from '../support/arrays.ts';
import { bitsOfArray, random, stratifiedPoints } from '../support/points.ts';
import { ready, sleep, until, watchWorkers } from '../support/workers.ts';

const points = stratifiedPoints();
const ROUNDINGS = ['faithful', 'correct'] as const;
type Rounding = (typeof ROUNDINGS)[number];
const [expected, expectedCorrect] = ROUNDINGS.map((rounding) => createTypeScriptSigmoid({ rounding })(points)) as [
  Float64Array,
  Float64Array,
];

/** Fills an array of any length by repeating the points, or their σ, as often as needed. */
function fill(array: Float64Array, from: Float64Array = points): Float64Array {
  for (let i = 0; i < array.length; i += from.length) array.set(from.subarray(0, array.length - i), i);
  return array;
}

function expectSigmoid(out: Float64Array, rounding: Rounding = 'faithful'): void {
  const right = fill(new Float64Array(out.length), rounding === 'correct' ? expectedCorrect : expected);
  const bits = bitsOfArray(right);
  const actual = bitsOfArray(out);
  const wrong = actual.findIndex((value, i) => value !== bits[i]);
  if (wrong >= 0) throw new Error(`element ${wrong} of ${out.length}: ${out[wrong]}, not ${right[wrong]}`);
}

function countZeros(array: Float64Array): number {
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
    ...[1, 2, 3, 5, 8].map((threads) => [threads, 'faithful'] as const),
    ...[1, 2, 3].map((threads) => [threads, 'correct'] as const),
  ])('gives the same bits on %d threads at lengths around the sizes of pieces, with %s rounding', async (threads, rounding) => {
    const sigmoid = await warm(threads, rounding);
    const lengths = [
      131071, 131072, 131073, 147455, 147456, 147457, 196607, 196608, 196609, 262145, 524288, 524289, 589823, 589824, 589825,
      1_000_003,
    ];
    for (const length of lengths) {
      for (const [, makeX] of places(sigmoid)) {
        for (const [, makeOut] of places(sigmoid)) {
          const out = makeOut(length, 1);
          expect(await sigmoid.async(fill(makeX(length, 3)), out)).toBe(out);
          expectSigmoid(out, rounding);
        }
        const x = fill(makeX(length, 1));
        await sigmoid.async(x, x);
        expectSigmoid(x, rounding);
      }
    }
    expect(sigmoid.info).toMatchObject({ threads, rounding, reasons: [] });
    await sigmoid[Symbol.asyncDispose]();
  });

  it('resolves with a new array over an ordinary ArrayBuffer when there is no out', async () => {
    const sigmoid = await warm(2);
    const y = await sigmoid.async(fill(new Float64Array(700_000)));
    expect(y.buffer).toBeInstanceOf(ArrayBuffer);
    expectSigmoid(y);
    await sigmoid[Symbol.asyncDispose]();
  });

  it('leaves the elements around out unchanged', async () => {
    const sigmoid = await warm(2);
    for (const [, make] of places(sigmoid)) {
      const whole = make(600_016).fill(7);
      await sigmoid.async(fill(make(600_000)), whole.subarray(8, 600_008));
      expectSigmoid(whole.subarray(8, 600_008));
      expect([...whole.subarray(0, 8), ...whole.subarray(600_008)]).toEqual(new Array(16).fill(7));
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

  it('each give the right results', async () => {
    const arrays = Array.from({ length: 40 }, (_, i) =>
      fill((places(sigmoid)[i % 3] as ReturnType<typeof places>[0])[1](130_000 + 20_000 * i)),
    );
    await Promise.all(arrays.map((x) => sigmoid.async(x, x)));
    for (const x of arrays) expectSigmoid(x);
  });

  it('take effect in the order of the calls when their arrays overlap, even on several instances', async () => {
    const other = await warm(2);
    const next = random(11);
    for (const [, make] of places(sigmoid)) {
      const memory = make(1_800_000);
      for (let i = 0; i < memory.length; i++) memory[i] = next() * 8 - 4;
      const right = Float64Array.from(memory);
      const ranges = Array.from({ length: 24 }, () => {
        const length = Math.floor(next() * 800_000);
        const start = (): number => Math.floor(next() * (memory.length - length));
        return { length, from: start(), to: start() };
      });
      const calls = ranges.map(({ length, from, to }, i) =>
        (i % 2 ? sigmoid : other).async(memory.subarray(from, from + length), memory.subarray(to, to + length)),
      );
      await Promise.all(calls);
      for (const { length, from, to } of ranges) sigmoid(right.subarray(from, from + length), right.subarray(to, to + length));
      expect(memory.findIndex((value, i) => !Object.is(value, right[i]))).toBe(-1);
    }
    await other[Symbol.asyncDispose]();
  });

  it('let a small one end before a huge one that was made earlier', async () => {
    for (const [, make] of places(sigmoid)) {
      const ended: string[] = [];
      const huge = sigmoid.async(make(30_000_000)).then(() => ended.push('huge'));
      const small = sigmoid.async(make(600_000)).then(() => ended.push('small'));
      await Promise.all([huge, small]);
      expect(ended).toEqual(['small', 'huge']);
    }
  });
});

describe('a call on several threads', () => {
  it("stops its workers and rejects with the signal's reason when it is aborted, and leaves the pool working", async () => {
    const sigmoid = await warm(2);
    for (const [, make] of places(sigmoid)) {
      const x = make(30_000_000);
      for (let i = 0; i < 20; i++) {
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
        if (i % 5 === 0) expectSigmoid(await sigmoid.async(fill(make(700_000))));
      }
    }
    expect(sigmoid.info).toMatchObject({ threads: 2, reasons: [] });
    await sigmoid[Symbol.asyncDispose]();
  }, 300_000);

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

  it('reports progress that rises and ends at the total', async () => {
    const sigmoid = await warm(2);
    for (const [, make] of places(sigmoid)) {
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
    expectSigmoid(await sigmoid.async(fill(sigmoid.alloc(800_000))));
    await sigmoid[Symbol.asyncDispose]();
  });
});
