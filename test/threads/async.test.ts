import type { Progress } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { places } from '../support/arrays.ts';
import { constructorOf, describeElements, type ElementArray } from '../support/elements.ts';
import { sameBits, stratifiedPoints } from '../support/points.ts';

const POINTS = stratifiedPoints();

/** Elements of a call that is long on every backend: the calling thread needs ten turns for it or more. */
const LONG = 16_000_000;
/** The memory of long arrays, which all tests share. */
let memory: ArrayBuffer | undefined;

describeElements('async', (create, elements) => {
  const { bytes, round, zeros, from, over } = elements;
  const sigmoid = create();
  const points = from(POINTS);
  const expected = sigmoid(points);
  const one = round(0.7310585786300049);

  /** An array of LONG ones. */
  function longArray(): ElementArray {
    memory ??= new ArrayBuffer(8 * LONG);
    return over(memory, (8 - bytes) * LONG, LONG).fill(1);
  }

  it.each([0, 1, 2, 3, 63, 64, 65, 65_535, 65_536, 65_537, 131_073])(
    'gives the bits of the synchronous call for %d elements',
    async (length) => {
      const x = points.subarray(1, 1 + length);
      const y = await sigmoid.async(x);
      expect(Object.getPrototypeOf(y)).toBe(constructorOf(elements).prototype);
      expect(y.buffer).toBeInstanceOf(ArrayBuffer);
      expect(sameBits(y, expected.subarray(1, 1 + length))).toBe(true);
    },
  );

  describe.each(places(sigmoid, elements))('from x in %s memory', (_, makeX) => {
    it.each(places(sigmoid, elements))(
      'gives the same bits to out in %s memory, leaves x unchanged, and resolves with out',
      async (_, makeOut) => {
        const x = makeX(points.length);
        x.set(points);
        const out = makeOut(points.length);
        expect(await sigmoid.async(x, out)).toBe(out);
        expect(sameBits(out, expected)).toBe(true);
        expect(sameBits(x, points)).toBe(true);
      },
    );

    it('gives the same bits in place', async () => {
      const x = makeX(points.length);
      x.set(points);
      expect(await sigmoid.async(x, x)).toBe(x);
      expect(sameBits(x, expected)).toBe(true);
    });

    it.each([1, 3, 64, 65_535, 65_536, 100_000])(
      'gives the same bits when out begins %d elements after x or before it',
      async (shift) => {
        for (const [xAt, outAt] of [
          [0, shift],
          [shift, 0],
        ] as const) {
          const both = makeX(points.length + shift);
          const x = both.subarray(xAt, xAt + points.length);
          const out = both.subarray(outAt, outAt + points.length);
          x.set(points);
          expect(await sigmoid.async(x, out)).toBe(out);
          expect(sameBits(out, expected)).toBe(true);
        }
      },
    );
  });

  it('gives the same bits in several calls at once, with a synchronous call between them', async () => {
    const halves = [points.subarray(0, 100_000), points.subarray(100_000, 200_000)] as const;
    const results = [sigmoid.async(points), sigmoid.async(halves[0]), sigmoid.async(halves[1])] as const;
    expect(sameBits(sigmoid(points), expected)).toBe(true);
    const [all, first, second] = await Promise.all(results);
    expect(sameBits(all, expected)).toBe(true);
    expect(sameBits(first, expected.subarray(0, 100_000))).toBe(true);
    expect(sameBits(second, expected.subarray(100_000, 200_000))).toBe(true);
  });

  it('lets timers of the calling thread run before it resolves', async () => {
    const x = longArray();
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await sigmoid.async(x, x);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    expect(x.every((y) => y === one)).toBe(true);
  });

  it("rejects with the signal's reason when it is already aborted, and writes nothing", async () => {
    const x = zeros(1000).fill(1);
    const reason = { any: 'thing' };
    const onProgress = (): void => expect.unreachable('no work was to be done');
    await expect(sigmoid.async(x, x, { signal: AbortSignal.abort(reason), onProgress })).rejects.toBe(reason);
    await expect(sigmoid.async(x, x, { signal: AbortSignal.abort() })).rejects.toHaveProperty('name', 'AbortError');
    await expect(sigmoid.async(zeros(0), undefined, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(x).toEqual(zeros(1000).fill(1));
  });

  it("rejects with the signal's reason when it is aborted during the call, stops early, and leaves the instance working", async () => {
    const x = longArray();
    const controller = new AbortController();
    const reason = new Error('enough');
    setImmediate(() => controller.abort(reason));
    let last: Progress = { done: 0, total: LONG };
    const onProgress = (progress: Progress): void => {
      last = progress;
    };
    await expect(sigmoid.async(x, x, { signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect(last.done).toBeLessThan(last.total);
    expect(x.includes(1), 'the work stopped before its end').toBe(true);
    expect(sameBits(await sigmoid.async(points), expected)).toBe(true);
    expect(sameBits(sigmoid(points), expected)).toBe(true);
  });

  it('resolves with the result when the signal is aborted only after the call', async () => {
    const controller = new AbortController();
    const y = await sigmoid.async(points, undefined, { signal: controller.signal });
    controller.abort();
    expect(sameBits(y, expected)).toBe(true);
  });

  it.each([0, 1, 1000, LONG])('reports progress that rises and ends at the total of %d elements', async (length) => {
    const x = length === LONG ? longArray() : zeros(length);
    const reports: Progress[] = [];
    await sigmoid.async(x, x, { onProgress: (progress) => reports.push({ ...progress }) });
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.at(-1)).toEqual({ done: length, total: length });
    reports.forEach(({ done, total }, i) => {
      expect(total).toBe(length);
      expect(Number.isInteger(done)).toBe(true);
      if (i > 0) expect(done).toBeGreaterThan((reports[i - 1] as Progress).done);
    });
  });

  it('rejects with the error that onProgress throws, and leaves the instance working', async () => {
    const error = new Error('from onProgress');
    const onProgress = (): never => {
      throw error;
    };
    await expect(sigmoid.async(points, undefined, { onProgress })).rejects.toBe(error);
    expect(sameBits(await sigmoid.async(points), expected)).toBe(true);
  });

  it('rejects with a TypeError when x is detached during the call, and leaves the instance working', async () => {
    const x = zeros(LONG / 2).fill(1);
    setImmediate(() => structuredClone(x.buffer, { transfer: [x.buffer] }));
    await expect(sigmoid.async(x, x)).rejects.toThrow(TypeError);
    expect(sameBits(await sigmoid.async(points), expected)).toBe(true);
  });
});
