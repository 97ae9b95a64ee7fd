/** Buffers that are resized or detached while a call of `async` runs or waits. */
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';

const SENTINEL = 123;
/** Elements before and behind the view in its buffer. */
const MARGIN = 1000;
const CALL = '"(x|out)" expected an array that keeps its buffer, got one that is detached or out of bounds during the call';

/** What the view of `length` elements over a resizable buffer is, and to how many bytes that is cut so that the view loses some. */
const VIEWS: [string, boolean, (length: number) => number][] = [
  ['a view that loses its last element', false, (length) => 8 * (MARGIN + length - 1)],
  ['a view that loses all but its first element', false, () => 8 * (MARGIN + 1)],
  ['a view that begins behind the new end', false, () => 8 * 10],
  ['a view of a buffer that shrinks to nothing', false, () => 0],
  ['a length-tracking view that loses its last element', true, (length) => 8 * (MARGIN + length - 1)],
  ['a length-tracking view that begins behind the new end', true, () => 8 * 10],
];

function resizable(length: number, tracking: boolean): Float64Array<ArrayBuffer> {
  const bytes = 8 * (length + MARGIN + (tracking ? 0 : MARGIN));
  const buffer = new ArrayBuffer(bytes, { maxByteLength: 2 * bytes });
  new Float64Array(buffer).fill(SENTINEL);
  return tracking ? new Float64Array(buffer, 8 * MARGIN) : new Float64Array(buffer, 8 * MARGIN, length);
}

/** Lengths of calls that run in slices, and over copies. */
describe.each([300_000, 2_000_000])('a call of async on %d elements', (length) => {
  describeBackends('rejects with a TypeError and writes nothing outside out', (create) => {
    it.each(VIEWS)('when x is %s', async (_, tracking, newBytes) => {
      const sigmoid = create();
      const x = resizable(length, tracking);
      const out = new Float64Array(length + 2).fill(SENTINEL);
      const call = sigmoid.async(x, out.subarray(1, -1));
      x.buffer.resize(newBytes(length));
      await expect(call).rejects.toThrow(new TypeError(CALL.replace('(x|out)', 'x')));
      expect([out[0], out.at(-1)]).toEqual([SENTINEL, SENTINEL]);
      expect(new Float64Array(x.buffer).every((value) => value === SENTINEL)).toBe(true);
      await sigmoid[Symbol.asyncDispose]();
    });

    it.each(VIEWS)('when out is %s, which then grows again', async (_, tracking, newBytes) => {
      const sigmoid = create();
      const { buffer } = resizable(length, tracking);
      const out = tracking ? new Float64Array(buffer, 8 * MARGIN) : new Float64Array(buffer, 8 * MARGIN, length);
      const call = sigmoid.async(new Float64Array(length), out);
      buffer.resize(newBytes(length));
      await expect(call).rejects.toThrow(new TypeError(CALL.replace('(x|out)', 'out')));
      buffer.resize(8 * (length + 2 * MARGIN));
      const all = new Float64Array(buffer);
      const outside = [...all.subarray(0, MARGIN), ...all.subarray(MARGIN + length)];
      expect(outside.every((value) => value === SENTINEL || value === 0)).toBe(true);
      await sigmoid[Symbol.asyncDispose]();
    });

    it.each(['x', 'out'])('when %s is detached', async (which) => {
      const sigmoid = create();
      const arrays = { x: new Float64Array(length), out: new Float64Array(length) };
      const call = sigmoid.async(arrays.x, arrays.out);
      const { buffer } = arrays[which as 'x' | 'out'];
      structuredClone(buffer, { transfer: [buffer] });
      await expect(call).rejects.toThrow(new TypeError(CALL.replace('(x|out)', which)));
      await sigmoid[Symbol.asyncDispose]();
    });

    it('when x and out are one view, while the call waits for another', async () => {
      const sigmoid = create();
      const x = resizable(length, false);
      const first = sigmoid.async(x, x).catch((error: unknown) => error);
      const second = sigmoid.async(x, x);
      x.buffer.resize(8 * 10);
      await expect(second).rejects.toThrow(TypeError);
      expect(await first).toBeInstanceOf(TypeError);
      expect(new Float64Array(x.buffer).every((value) => value === SENTINEL)).toBe(true);
      await sigmoid[Symbol.asyncDispose]();
    });
  });

  describeBackends('computes the elements that there were at the call', (create) => {
    it('when buffers grow under length-tracking views', async () => {
      const sigmoid = create();
      const [x, out] = [resizable(length, true), resizable(length, true)];
      x.fill(0);
      const call = sigmoid.async(x, out);
      x.buffer.resize(x.buffer.byteLength + 800);
      out.buffer.resize(out.buffer.byteLength + 800);
      expect(await call).toBe(out);
      expect(out.subarray(0, length).every((value) => value === 0.5)).toBe(true);
      expect(out.subarray(length).every((value) => value === 0)).toBe(true);
      await sigmoid[Symbol.asyncDispose]();
    });
  });
});
