import { createSigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import * as bounds from '../../math/sigmoid/bounds.ts';
import { CORRECT_STEPS, ENTRIES } from '../../math/sigmoid/table.ts';
import { nearestSigmoid as referenceNearest } from '../../oracle/sigmoid.mjs';
import { prove } from '../../scripts/prove-bound.mjs';
import { accurateSigmoidOf } from '../../src/functions/sigmoid/correct.ts';
import { nearestSigmoid } from '../../src/functions/sigmoid/nearest.ts';
import { CORRECT_LOW, CORRECT_POWERS, correctTable } from '../../src/functions/sigmoid/tables.ts';
import { kernelTable } from '../support/kernel.ts';
import { bitsOfArray, random, stratifiedPoints } from '../support/points.ts';

const table = correctTable();
/** The double whose σ lies nearest to the middle between two doubles, as published. */
const WORST = 0x103289aa1045db * 2 ** (4 - 52);

describe('the error bounds of correct rounding', () => {
  const proved = prove({
    entry(i) {
      const [a, S, P, L] = table.subarray(2 * ENTRIES + 4 * i) as unknown as [number, number, number, number];
      return { a, S, P, L };
    },
    low: (i) => table[CORRECT_LOW - i] as number,
    steps: CORRECT_STEPS,
  });

  it.each([
    ['the fast phase', proved.fast, bounds.FAST_ERROR, 4],
    ['the fast phase in the tail', proved.tail, bounds.FAST_ERROR, 4],
    ['the accurate phase', proved.accurate, bounds.ACCURATE_ERROR, 16],
  ])('are proven for %s, with little to spare', (_, needed, used, spare) => {
    expect(needed).toBeLessThanOrEqual(used);
    expect(needed).toBeGreaterThan(used / spare);
  });

  it('are refuted for a table that is wrong in one place', () => {
    const wrong = (change: (entry: { a: number; S: number; P: number; L: number }) => object): (() => unknown) => {
      return () =>
        prove({
          entry(i) {
            const [a, S, P, L] = table.subarray(2 * ENTRIES + 4 * i) as unknown as [number, number, number, number];
            return { a, S, P, L, ...(i === -100 ? change({ a, S, P, L }) : {}) };
          },
          low: (i) => table[CORRECT_LOW - i] as number,
          steps: CORRECT_STEPS,
        }).fast;
    };
    expect(wrong(({ a }) => ({ a: a * (1 + 2 ** -52) }))()).toBeGreaterThan(bounds.FAST_ERROR);
    expect(wrong(({ L }) => ({ L: L + 2 ** -50 }))()).toBeGreaterThan(bounds.FAST_ERROR);
    expect(wrong(({ P }) => ({ P: P + 2 ** -50 }))).toThrow('w is rounded');
    expect(wrong(({ S }) => ({ S: S + 2 ** -55 }))).toThrow('s is rounded');
  });

  it('hold for the very numbers in kernel memory', () => {
    const entries = kernelTable('initializeSigmoidCorrect', 'correctTableAddress', CORRECT_POWERS);
    const low = kernelTable('initializeSigmoidCorrect', 'correctLowAddress', CORRECT_STEPS + 1);
    expect(bitsOfArray(entries)).toEqual(bitsOfArray(table.slice(0, CORRECT_POWERS)));
    expect(bitsOfArray(low)).toEqual(bitsOfArray(table.slice(CORRECT_LOW)));
  });
});

describe('the accurate phase', () => {
  it('decides all but the hardest points, and is right where it does', () => {
    const next = random(19);
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 ? next() * 80 - 40 : -next() * 745;
      if (accurateSigmoidOf(x, table) !== referenceNearest(x)) throw new Error(`at ${x}`);
    }
  });

  it('leaves the published worst case to the last resort, on either backend', () => {
    expect(accurateSigmoidOf(WORST, table)).toBeNaN();
    expect(nearestSigmoid(WORST)).toBe(referenceNearest(WORST));
    for (const backend of ['wasm', 'ts'] as const) {
      const sigmoid = createSigmoid({ backend, rounding: 'correct' });
      const x = new Float64Array(100).fill(WORST);
      expect(new Set(sigmoid(x))).toEqual(new Set([referenceNearest(WORST)]));
    }
  });
});

describe('the last resort', () => {
  it('gives the nearest double for every kind of x, and again when asked again', () => {
    const points = stratifiedPoints().filter(Number.isFinite);
    const next = random(23);
    for (let i = 0; i < 5000; i++) {
      const x = points[Math.floor(next() * points.length)] as number;
      expect(nearestSigmoid(x), `at ${x}`).toBe(referenceNearest(x));
      expect(nearestSigmoid(x), `at ${x}`).toBe(referenceNearest(x));
    }
  });
});
