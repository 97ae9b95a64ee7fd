import type { Progress, Sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { sameBits, stratifiedPoints } from '../support/points.ts';

const points = stratifiedPoints();

/** Elements of a call that is long for every backend: some ten slices of the caller's time, and more. */
const LONG = 16_000_000;
let long: Float64Array | undefined;

/** An array of LONG elements, the same one for all tests, filled anew. */
function longArray(): Float64Array {
  long ??= new Float64Array(LONG);
  return long.fill(1);
}

/** Arrays in memory of the caller's and of the kernel's. */
const places = (sigmoid: Sigmoid): [string, (length: number) => Float64Array][] => [
  ['plain', (length) => new Float64Array(length)],
  ['shared by the user', (length) => new Float64Array(new SharedArrayBuffer(8 * length))],
  ['allocated', (length) => sigmoid.alloc(length)],
];

describeBackends('async', (create) => {
  const sigmoid = create();
  const expected = sigmoid(points);

  it.each([0, 1, 2, 3, 63, 64, 65, 65_535, 65_536, 65_537, 131_073])(
    'gives the bits of the synchronous call: %d',
    async (length) => {
      const x = points.subarray(1, 1 + length);
      const y = await sigmoid.async(x);
      expect(y).toBeInstanceOf(Float64Array);
      expect(y.buffer).toBeInstanceOf(ArrayBuffer);
      expect(sameBits(y, expected.subarray(1, 1 + length))).toBe(true);
    },
  );

  describe.each(places(sigmoid))('x %s', (_, makeX) => {
    it.each(places(sigmoid))('and out %s: gives the same bits, leaves x alone, and resolves with out', async (_, makeOut) => {
      const x = makeX(points.length);
      x.set(points);
      const out = makeOut(points.length);
      expect(await sigmoid.async(x, out)).toBe(out);
      expect(sameBits(out, expected)).toBe(true);
      expect(sameBits(x, points)).toBe(true);
    });

    it('in place gives the same bits', async () => {
      const x = makeX(points.length);
      x.set(points);
      expect(await sigmoid.async(x, x)).toBe(x);
      expect(sameBits(x, expected)).toBe(true);
    });

    it.each([1, 3, 64, 65_535, 65_536, 100_000])(
      'where out lies %d elements behind x, or before, gives the same bits',
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

  it('gives the same bits in several calls at once, with synchronous ones between', async () => {
    const halves = [points.subarray(0, 100_000), points.subarray(100_000, 200_000)] as const;
    const results = [sigmoid.async(points), sigmoid.async(halves[0]), sigmoid.async(halves[1])] as const;
    expect(sameBits(sigmoid(points), expected)).toBe(true);
    const [all, first, second] = await Promise.all(results);
    expect(sameBits(all, expected)).toBe(true);
    expect(sameBits(first, expected.subarray(0, 100_000))).toBe(true);
    expect(sameBits(second, expected.subarray(100_000, 200_000))).toBe(true);
  });

  it('lets the caller work meanwhile: turns come, again and again, before it resolves', async () => {
    const x = longArray();
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await sigmoid.async(x, x);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    expect(x.every((y) => y === 0.7310585786300049)).toBe(true);
  });

  it('rejects with the reason of a signal that is aborted already, and writes nothing', async () => {
    const x = new Float64Array(1000).fill(1);
    const reason = { any: 'thing' };
    const onProgress = (): void => expect.unreachable('no work was to be done');
    await expect(sigmoid.async(x, x, { signal: AbortSignal.abort(reason), onProgress })).rejects.toBe(reason);
    await expect(sigmoid.async(x, x, { signal: AbortSignal.abort() })).rejects.toHaveProperty('name', 'AbortError');
    await expect(sigmoid.async(new Float64Array(), undefined, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(x).toEqual(new Float64Array(1000).fill(1));
  });

  it('rejects with the reason of a signal that is aborted midway, stops, and the next call works', async () => {
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

  it('does not mind a signal that is aborted afterwards, or never', async () => {
    const controller = new AbortController();
    const y = await sigmoid.async(points, undefined, { signal: controller.signal });
    controller.abort();
    expect(sameBits(y, expected)).toBe(true);
  });

  it.each([0, 1, 1000, LONG])('reports progress that rises and ends at the total: %d', async (length) => {
    const x = length === LONG ? longArray() : new Float64Array(length);
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

  it('rejects with what onProgress throws, and the next call works', async () => {
    const error = new Error('from onProgress');
    const onProgress = (): never => {
      throw error;
    };
    await expect(sigmoid.async(points, undefined, { onProgress })).rejects.toBe(error);
    expect(sameBits(await sigmoid.async(points), expected)).toBe(true);
  });

  it('rejects where x is detached meanwhile, or ends with the result, and the next call works', async () => {
    const x = new Float64Array(LONG / 2).fill(1);
    const result = sigmoid.async(x, x).then(
      () => undefined,
      (error: Error) => error,
    );
    setImmediate(() => structuredClone(x.buffer, { transfer: [x.buffer] }));
    const error = await result;
    if (error !== undefined) expect(error).toBeInstanceOf(Error);
    expect(sameBits(await sigmoid.async(points), expected)).toBe(true);
  });
});
