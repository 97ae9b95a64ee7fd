/** Float64Arrays and Float32Arrays beside each other: never in one call, but on one instance in turn and at once. */
import { runInNewContext } from 'node:vm';
import type { Sigmoid } from 'sigmoid-wasm';
import { createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { makerAt, places } from '../support/arrays.ts';
import { describeBackends } from '../support/backends.ts';
import { ELEMENTS, type ElementArray, type Elements, FLOAT32, FLOAT64 } from '../support/elements.ts';
import { errorOf } from '../support/errors.ts';
import { sameBits, stratifiedPoints } from '../support/points.ts';

/** Every form of a call that takes both arrays. */
const FORMS: [string, (sigmoid: Sigmoid, x: never, out: never) => unknown][] = [
  ['s(x, out)', (sigmoid, x, out) => sigmoid(x, out)],
  ['s.async(x, out)', (sigmoid, x, out) => sigmoid.async(x, out)],
  ['s.async(x, out, options)', (sigmoid, x, out) => sigmoid.async(x, out, { onProgress: () => expect.unreachable() })],
  ['s.async(x, out, { signal })', (sigmoid, x, out) => sigmoid.async(x, out, { signal: AbortSignal.abort('aborted') })],
];

/** Pairs of the types that x and out may not have. */
const MIXED: { x: Elements; out: Elements }[] = [
  { x: FLOAT64, out: FLOAT32 },
  { x: FLOAT32, out: FLOAT64 },
];

/** Lengths of calls on the calling thread, through its stage, in parts, and on all threads. */
const LENGTHS = [0, 1, 64, 65, 20_000, 140_000];

describeBackends('a call', (create) => {
  const sigmoid = create();

  describe.each(MIXED)('of x in $x.type and out in $out.type', ({ x: ofX, out: ofOut }) => {
    const refusal = (length: number): Error =>
      new TypeError(`"out" expected ${ofX.arrayName}, as "x" is, got ${ofOut.arrayName}; pass new ${ofX.arrayName}(${length})`);

    it.each(FORMS)('is refused by %s before anything is written, in any memory', async (name, call) => {
      for (const length of LENGTHS) {
        // As many elements, or as many bytes.
        for (const outLength of [length, Math.floor((length * ofX.bytes) / ofOut.bytes)]) {
          for (const place of [0, 1, 2]) {
            const x = makerAt(place, sigmoid, ofX)(length).fill(1);
            const out = makerAt(place, sigmoid, ofOut)(outLength).fill(7);
            expect(await errorOf(name, () => call(sigmoid, x as never, out as never))).toEqual(refusal(length));
            expect(x.every((value) => value === 1)).toBe(true);
            expect(out.every((value) => value === 7)).toBe(true);
          }
        }
      }
    });

    it.each(FORMS)('is refused by %s over one buffer, which stays as it is', async (name, call) => {
      for (const buffer of [new ArrayBuffer(800), new SharedArrayBuffer(800), FLOAT64.alloc(sigmoid, 100).buffer]) {
        const all = new Uint8Array(buffer).subarray(0, 800).fill(65);
        const [x, out] = [ofX.over(buffer, 0, 50), ofOut.over(buffer, 0, 50)];
        expect(await errorOf(name, () => call(sigmoid, x as never, out as never))).toEqual(refusal(50));
        expect(all.every((value) => value === 65)).toBe(true);
      }
    });

    it.each(FORMS)('is refused by %s whatever class the arrays seem to have', async (name, call) => {
      const disguised = (array: ElementArray, { zeros }: Elements): ElementArray =>
        Object.setPrototypeOf(array, Object.getPrototypeOf(zeros(0)));
      const foreign = runInNewContext(`new ${ofOut.arrayName}([7, 7, 7])`) as ElementArray;
      for (const [x, out] of [
        [ofX.zeros(3), disguised(ofOut.from([7, 7, 7]), ofX)],
        [disguised(ofX.zeros(3), ofOut), ofOut.from([7, 7, 7])],
        [ofX.zeros(3), foreign],
      ] as [ElementArray, ElementArray][]) {
        expect(await errorOf(name, () => call(sigmoid, x as never, out as never))).toEqual(refusal(3));
        expect([out[0], out[1], out[2]]).toEqual([7, 7, 7]);
      }
    });

    it('is possible after it was refused, when out is what the message says', () => {
      const x = ofX.zeros(3);
      expect(() => sigmoid(x, ofOut.zeros(3) as never)).toThrow(refusal(3));
      expect(sigmoid(x, ofX.zeros(3))).toEqual(ofX.from([0.5, 0.5, 0.5]));
    });
  });
});

const points = stratifiedPoints(1 / 5).subarray(0, 200_000);
/** By type of elements: the points, their σ, and the σ of those. */
const VALUES = new Map(
  ELEMENTS.map((elements) => {
    const reference = createTypeScriptSigmoid();
    const x = elements.from(points);
    const once = reference(x);
    return [elements, { x, once, twice: reference(once) }] as const;
  }),
);
const valuesOf = (elements: Elements) => VALUES.get(elements) as { x: ElementArray; once: ElementArray; twice: ElementArray };

describeBackends('an instance that is used with both types', (create) => {
  it('gives each the right bits when they take turns in synchronous calls of every length', () => {
    for (const elementsInTurn of [ELEMENTS, [...ELEMENTS].reverse()]) {
      const sigmoid = create();
      for (const length of [1, 8, 64, 65, 4096, 4097, 5000, points.length]) {
        for (const elements of elementsInTurn) {
          for (const [, make] of places(sigmoid, elements)) {
            const { x, once, twice } = valuesOf(elements);
            const array = make(length);
            array.set(x.subarray(0, length));
            expect(sameBits(sigmoid(array), once.subarray(0, length))).toBe(true);
            sigmoid(array, array);
            expect(sameBits(array, once.subarray(0, length))).toBe(true);
            expect(sameBits(sigmoid(array, make(length)), twice.subarray(0, length))).toBe(true);
          }
          expect(sigmoid(0.3)).toBe(0.574442516811659);
        }
      }
      sigmoid.close();
    }
  });

  it('gives each the right bits over arrays that lie side by side in one memory', async () => {
    const sigmoid = create();
    const arrays = Array.from({ length: 12 }, (_, i) => {
      const elements = ELEMENTS[i % 2] as Elements;
      const { x, once, twice } = valuesOf(elements);
      const array = elements.alloc(sigmoid, 1000 + 37 * i);
      array.set(x.subarray(0, array.length));
      return { array, once: once.subarray(0, array.length), twice: twice.subarray(0, array.length) };
    });
    for (const { array } of arrays) sigmoid(array, array);
    for (const { array, once } of arrays) expect(sameBits(array, once)).toBe(true);
    await Promise.all(arrays.map(({ array }) => sigmoid.async(array, array)));
    for (const { array, twice } of arrays) expect(sameBits(array, twice)).toBe(true);
    sigmoid.close();
  });

  it('gives each the right bits in asynchronous calls at once, with synchronous ones between them', async () => {
    const sigmoid = create();
    const calls = ELEMENTS.flatMap((elements) =>
      places(sigmoid, elements).map(([, make]) => {
        const { x, once, twice } = valuesOf(elements);
        const array = make(x.length);
        array.set(x);
        return { result: sigmoid.async(array, make(x.length)), elements, once, twice };
      }),
    );
    for (const elements of ELEMENTS) expect(sameBits(sigmoid(valuesOf(elements).x), valuesOf(elements).once)).toBe(true);
    for (const { result, once, twice } of calls) {
      const out = await result;
      expect(sameBits(out, once)).toBe(true);
      expect(sameBits(await sigmoid.async(out, out), twice)).toBe(true);
    }
    sigmoid.close();
  });
});
