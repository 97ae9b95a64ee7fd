import type { LogisticFunction } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { places } from '../support/arrays.ts';
import { BACKENDS, type BackendCase } from '../support/backends.ts';
import { ALL_CASES } from '../support/cases.ts';
import { ELEMENTS, type ElementArray, type Elements, FLOAT32, FLOAT64 } from '../support/elements.ts';
import { stratifiedFloats } from '../support/float-points.ts';
import { floatPointsOf } from '../support/function-float-points.ts';
import { pointsOf } from '../support/function-points.ts';
import { type FunctionCase, OTHERS } from '../support/functions.ts';
import { bitsOfArray, sameBits, stratifiedPoints } from '../support/points.ts';

interface Case {
  readonly title: string;
  readonly elements: Elements;
  readonly points: ElementArray;
  create(backend: BackendCase): LogisticFunction;
  /** Whether x and out are in every combination of memories: not for every function, since it makes no difference which. */
  readonly every: boolean;
}

const ofSigmoid = (elements: Elements, rounding: 'faithful' | 'correct', points: ElementArray): Case => ({
  title: `σ over ${elements.type} with ${rounding} rounding`,
  elements,
  points,
  create: (backend) => backend.create(rounding),
  every: true,
});

const ofOther = ({ name, symbol, of }: FunctionCase, elements: Elements): Case => ({
  title: `${symbol} over ${elements.type}`,
  elements,
  points: elements === FLOAT64 ? pointsOf(name) : floatPointsOf(name),
  create: (backend) => of(backend.createLogistic()),
  every: false,
});

const doubles = stratifiedPoints();
/** Over float32 there is one rounding. */
const CASES: readonly Case[] = [
  ofSigmoid(FLOAT64, 'faithful', doubles),
  ofSigmoid(FLOAT64, 'correct', doubles),
  ofSigmoid(FLOAT32, 'faithful', stratifiedFloats()),
  ...OTHERS.flatMap((which) => ELEMENTS.map((elements) => ofOther(which, elements))),
];

/** Lengths around those at which the code takes another path: groups, blocks, small arrays, the staging area and slices. */
const LENGTHS = [
  ...Array.from({ length: 201 }, (_, i) => i),
  ...[255, 256, 1024, 4096, 8192, 16384, 65536].flatMap((n) => [n - 1, n, n + 1]),
];

/** By default, and for functions other than σ always: every fourth of the short ones, with the rests of divisions by 4, 8 and 64 among them, and all long ones. */
const FEWER_LENGTHS = LENGTHS.filter((length) => length < 20 || length > 200 || length % 4 === 0 || length % 64 < 2);

describe.each(CASES)('$title gives the bits of sigmoid-wasm/ts', ({ elements, points, create, every }) => {
  const lengths = every && ALL_CASES ? LENGTHS : FEWER_LENGTHS;
  const reference = create(BACKENDS.at(-1) as BackendCase);
  const expected = bitsOfArray(reference(points));

  function expectBits(actual: ElementArray, from: number, message: string): void {
    const bits = bitsOfArray(actual);
    for (let i = 0; i < bits.length; i++) {
      if (bits[i] !== expected[from + i])
        throw new Error(`${message}: element ${i} of ${bits.length}, x = ${points[from + i]}: ${actual[i]}`);
    }
  }

  if (elements === FLOAT64) {
    it.each(BACKENDS)('for every point as a number, by the backend $name', (backend) => {
      const f = create(backend);
      expectBits(
        Float64Array.from(points, (x) => f(x)),
        0,
        'numbers',
      );
    });
  }

  describe.each(BACKENDS.slice(0, -1))('on the backend $name', (backend) => {
    const f = create(backend);

    it('for every point in an array', () => {
      expectBits(f(points), 0, 'new array');
      expect(expected.length).toBe(points.length);
    });

    it('for points in arrays of one element', () => {
      for (let i = 0; i < points.length; i += ALL_CASES ? 17 : 71) expectBits(f(points.subarray(i, i + 1)), i, 'one element');
    });

    describe.each(places(f, elements))('from x in %s memory', (place, makeX) => {
      it.each(places(f, elements).filter(([other]) => every || other === place))(
        'to out in %s memory at every length and offset, and leaves x unchanged',
        (_, makeOut) => {
          for (const length of lengths) {
            const from = (length * 7919) % (points.length - length);
            const offsets = length <= 200 ? [0, 1, 2, 3] : ALL_CASES ? [0, 1] : [length % 2];
            for (const offset of offsets) {
              const x = makeX(length, offset);
              x.set(points.subarray(from, from + length));
              const out = makeOut(length, 3 - offset);
              expect(f(x, out)).toBe(out);
              expectBits(out, from, `length ${length}, offset ${offset}`);
              if (!sameBits(x, points.subarray(from, from + length))) throw new Error(`length ${length}: x was written`);
            }
          }
        },
      );

      it('in place at every length and offset', () => {
        for (const length of lengths) {
          const from = (length * 104729) % (points.length - length);
          for (const offset of length <= 200 || ALL_CASES ? [0, 1, 2, 3] : [length % 4]) {
            const x = makeX(length, offset);
            x.set(points.subarray(from, from + length));
            expect(f(x, x)).toBe(x);
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
              f(x, out);
              expectBits(out, 0, `length ${length}, x at ${xAt}, out at ${outAt}`);
            }
          }
        }
      });
    });

    it('and writes nothing outside out', () => {
      for (const [, make] of places(f, elements)) {
        for (const length of [1, 2, 3, 5, 63, 66, 131, 9000]) {
          const whole = make(length + 8, 1).fill(7);
          f(points.subarray(0, length), whole.subarray(4, 4 + length));
          expect([...whole.subarray(0, 4), ...whole.subarray(4 + length)]).toEqual(new Array(8).fill(7));
        }
      }
    });
  });
});
