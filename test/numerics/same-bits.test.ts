import { describe, expect, it } from 'vitest';
import { places } from '../support/arrays.ts';
import { BACKENDS } from '../support/backends.ts';
import { type ElementArray, FLOAT32, FLOAT64 } from '../support/elements.ts';
import { stratifiedFloats } from '../support/float-points.ts';
import { bitsOfArray, sameBits, stratifiedPoints } from '../support/points.ts';

const doubles = stratifiedPoints();
/** Over float32 there is one rounding. */
const CASES = [
  { elements: FLOAT64, rounding: 'faithful', points: doubles },
  { elements: FLOAT64, rounding: 'correct', points: doubles },
  { elements: FLOAT32, rounding: 'faithful', points: stratifiedFloats() },
] as const;

/** Lengths around those at which the code takes another path: groups, blocks, small arrays, the staging area and slices. */
const LENGTHS = [
  ...Array.from({ length: 201 }, (_, i) => i),
  ...[255, 256, 1024, 4096, 8192, 16384, 65536].flatMap((n) => [n - 1, n, n + 1]),
];

describe.each(CASES)('$rounding rounding over $elements.type gives the bits of sigmoid-wasm/ts', (which) => {
  const { elements, rounding } = which;
  const points: ElementArray = which.points;
  const reference = (BACKENDS.at(-1) as (typeof BACKENDS)[number]).create(rounding);
  const expected = bitsOfArray(reference(points));

  function expectBits(actual: ElementArray, from: number, message: string): void {
    const bits = bitsOfArray(actual);
    for (let i = 0; i < bits.length; i++) {
      if (bits[i] !== expected[from + i])
        throw new Error(`${message}: element ${i} of ${bits.length}, x = ${points[from + i]}: ${actual[i]}`);
    }
  }

  describe.each(BACKENDS.slice(0, -1))('on the backend $name', ({ create }) => {
    const sigmoid = create(rounding);

    it('for every point in an array', () => {
      expectBits(sigmoid(points), 0, 'new array');
      expect(expected.length).toBe(points.length);
    });

    if (elements === FLOAT64) {
      it('for every point as a number', () => {
        for (let i = 0; i < points.length; i++) {
          if (!Object.is(sigmoid(points[i] as number), reference(points[i] as number))) throw new Error(`at ${points[i]}`);
        }
      });
    }

    it('for points in arrays of one element', () => {
      for (let i = 0; i < points.length; i += 17) expectBits(sigmoid(points.subarray(i, i + 1)), i, 'one element');
    });

    describe.each(places(sigmoid, elements))('from x in %s memory', (_, makeX) => {
      it.each(places(sigmoid, elements))(
        'to out in %s memory at every length and offset, and leaves x unchanged',
        (_, makeOut) => {
          for (const length of LENGTHS) {
            const from = (length * 7919) % (points.length - length);
            const offsets = length <= 200 ? [0, 1, 2, 3] : [0, 1];
            for (const offset of offsets) {
              const x = makeX(length, offset);
              x.set(points.subarray(from, from + length));
              const out = makeOut(length, 3 - offset);
              expect(sigmoid(x, out)).toBe(out);
              expectBits(out, from, `length ${length}, offset ${offset}`);
              if (!sameBits(x, points.subarray(from, from + length))) throw new Error(`length ${length}: x was written`);
            }
          }
        },
      );

      it('in place at every length and offset', () => {
        for (const length of LENGTHS) {
          const from = (length * 104729) % (points.length - length);
          for (const offset of [0, 1, 2, 3]) {
            const x = makeX(length, offset);
            x.set(points.subarray(from, from + length));
            expect(sigmoid(x, x)).toBe(x);
            expectBits(x, from, `length ${length}, offset ${offset}`);
          }
        }
      });

      it('when out overlaps x by any amount in either direction', () => {
        for (const length of [2, 3, 7, 64, 65, 66, 130, 200, 1023, 1025, 8193, 20000]) {
          for (const shift of [1, 2, 3, 5, 63, 64, 65, length >> 1, length - 1]) {
            if (shift >= length) continue;
            for (const [xAt, outAt] of [
              [0, shift],
              [shift, 0],
            ] as const) {
              const both = makeX(length + shift, 1);
              const x = both.subarray(xAt, xAt + length);
              const out = both.subarray(outAt, outAt + length);
              x.set(points.subarray(0, length));
              sigmoid(x, out);
              expectBits(out, 0, `length ${length}, x at ${xAt}, out at ${outAt}`);
            }
          }
        }
      });
    });

    it('and writes nothing outside out', () => {
      for (const [, make] of places(sigmoid, elements)) {
        for (const length of [1, 2, 3, 5, 63, 66, 131, 9000]) {
          const whole = make(length + 8, 1).fill(7);
          sigmoid(points.subarray(0, length), whole.subarray(4, 4 + length));
          expect([...whole.subarray(0, 4), ...whole.subarray(4 + length)]).toEqual(new Array(8).fill(7));
        }
      }
    });
  });
});
