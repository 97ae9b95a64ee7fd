/** Buffers that are resized or detached while a call of `async` runs or waits. */
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { type ElementArray, type Elements, FLOAT32, FLOAT64 } from '../support/elements.ts';

const SENTINEL = 123;
/** Elements before and behind the view in its buffer. */
const MARGIN = 1000;
const CALL = '"(x|out)" expected an array that keeps its buffer, got one that is detached or out of bounds during the call';

/** What the view of `length` elements over a resizable buffer is, and to how many elements that is cut so that the view loses some. */
const VIEWS: [string, boolean, (length: number) => number][] = [
  ['a view that loses its last element', false, (length) => MARGIN + length - 1],
  ['a view that loses all but its first element', false, () => MARGIN + 1],
  ['a view that begins behind the new end', false, () => 10],
  ['a view of a buffer that shrinks to nothing', false, () => 0],
  ['a length-tracking view that loses its last element', true, (length) => MARGIN + length - 1],
  ['a length-tracking view that begins behind the new end', true, () => 10],
];

function resizable({ bytes, over }: Elements, length: number, tracking: boolean): ElementArray<ArrayBuffer> {
  const all = bytes * (length + MARGIN + (tracking ? 0 : MARGIN));
  const buffer = new ArrayBuffer(all, { maxByteLength: 2 * all });
  over(buffer).fill(SENTINEL);
  return over(buffer, bytes * MARGIN, tracking ? undefined : length);
}

/** Lengths of calls that run in slices, and over copies. */
describe.each([
  { length: 300_000, elements: FLOAT64 },
  { length: 2_000_000, elements: FLOAT64 },
  { length: 300_000, elements: FLOAT32 },
  { length: 1_000_000, elements: FLOAT32 },
])('a call of async on $length elements of $elements.type', ({ length, elements }) => {
  const { bytes, zeros, over } = elements;

  describeBackends('rejects with a TypeError and writes nothing outside out', (create) => {
    it.each(VIEWS)('when x is %s', async (_, tracking, newLength) => {
      const sigmoid = create();
      const x = resizable(elements, length, tracking);
      const out = zeros(length + 2).fill(SENTINEL);
      const call = sigmoid.async(x, out.subarray(1, -1));
      x.buffer.resize(bytes * newLength(length));
      await expect(call).rejects.toThrow(new TypeError(CALL.replace('(x|out)', 'x')));
      expect([out[0], out.at(-1)]).toEqual([SENTINEL, SENTINEL]);
      expect(over(x.buffer).every((value) => value === SENTINEL)).toBe(true);
      await sigmoid[Symbol.asyncDispose]();
    });

    it.each(VIEWS)('when out is %s, which then grows again', async (_, tracking, newLength) => {
      const sigmoid = create();
      const { buffer } = resizable(elements, length, tracking);
      const out = over(buffer, bytes * MARGIN, tracking ? undefined : length);
      const call = sigmoid.async(zeros(length), out);
      buffer.resize(bytes * newLength(length));
      await expect(call).rejects.toThrow(new TypeError(CALL.replace('(x|out)', 'out')));
      buffer.resize(bytes * (length + 2 * MARGIN));
      const all = over(buffer);
      const outside = [...all.subarray(0, MARGIN), ...all.subarray(MARGIN + length)];
      expect(outside.every((value) => value === SENTINEL || value === 0)).toBe(true);
      await sigmoid[Symbol.asyncDispose]();
    });

    it.each(['x', 'out'])('when %s is detached', async (which) => {
      const sigmoid = create();
      const arrays = { x: zeros(length), out: zeros(length) };
      const call = sigmoid.async(arrays.x, arrays.out);
      const { buffer } = arrays[which as 'x' | 'out'];
      structuredClone(buffer, { transfer: [buffer] });
      await expect(call).rejects.toThrow(new TypeError(CALL.replace('(x|out)', which)));
      await sigmoid[Symbol.asyncDispose]();
    });

    it('when x and out are one view, while the call waits for another', async () => {
      const sigmoid = create();
      const x = resizable(elements, length, false);
      const first = sigmoid.async(x, x).catch((error: unknown) => error);
      const second = sigmoid.async(x, x);
      x.buffer.resize(bytes * 10);
      await expect(second).rejects.toThrow(TypeError);
      expect(await first).toBeInstanceOf(TypeError);
      expect(over(x.buffer).every((value) => value === SENTINEL)).toBe(true);
      await sigmoid[Symbol.asyncDispose]();
    });
  });

  describeBackends('computes the elements that there were at the call', (create) => {
    it('when buffers grow under length-tracking views', async () => {
      const sigmoid = create();
      const [x, out] = [resizable(elements, length, true), resizable(elements, length, true)];
      x.fill(0);
      const call = sigmoid.async(x, out);
      x.buffer.resize(x.buffer.byteLength + 100 * bytes);
      out.buffer.resize(out.buffer.byteLength + 100 * bytes);
      expect(await call).toBe(out);
      expect(out.subarray(0, length).every((value) => value === 0.5)).toBe(true);
      expect(out.subarray(length).every((value) => value === 0)).toBe(true);
      await sigmoid[Symbol.asyncDispose]();
    });
  });
});
