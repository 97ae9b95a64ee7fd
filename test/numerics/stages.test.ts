import { describe, expect, it } from 'vitest';
import { exponentFor, second, stepFor } from '../../math/sigmoid/accurate.ts';
import * as bounds from '../../math/sigmoid/bounds.ts';
import { CORRECT_STEPS } from '../../math/sigmoid/table.ts';
import { nearestSigmoid as referenceNearest } from '../../oracle/sigmoid.mjs';
import { prove } from '../../scripts/prove-bound.mjs';
import { nearestSigmoid } from '../../src/functions/sigmoid/nearest.ts';
import { CORRECT_ENTRIES, CORRECT_POWERS, correctTable, LOWS } from '../../src/functions/sigmoid/tables.ts';
import { binary } from '../../src/generated/inlined.ts';
import { compileKernel } from '../../src/runtime/memory/compile.ts';
import { bitsOfArray, random, stratifiedPoints } from '../support/points.ts';

const table = correctTable();
const WORST = 0x103289aa1045db * 2 ** (4 - 52);

function secondStage(x: number): number {
  const k = exponentFor(x);
  const entry = CORRECT_ENTRIES - 2 * stepFor(x, k);
  const [a, S] = table.subarray(entry, entry + 2) as unknown as [number, number];
  return second(x, a, S, table[LOWS + stepFor(x, k)] as number, k, table[CORRECT_POWERS - k] as number);
}

describe('the bounds', () => {
  const proved = prove(
    {
      pair: (i) => [table[CORRECT_ENTRIES + 2 * i], table[CORRECT_ENTRIES + 2 * i + 1]] as [number, number],
      low: (i) => table[LOWS - i] as number,
      steps: CORRECT_STEPS,
    },
    bounds,
  ) as Record<string, number>;

  it.each([
    ['epsilon', bounds.EPSILON],
    ['epsilonTail', bounds.EPSILON],
    ['tau', bounds.TAU],
    ['tauTail', bounds.TAU],
    ['second', bounds.EPSILON_SECOND],
  ])('that are used are at least what is proven: %s', (name, used) => {
    expect(proved[name]).toBeLessThanOrEqual(used);
    expect(proved[name]).toBeGreaterThan(used / 4);
  });

  it('are proven for the very numbers in the kernel', () => {
    const memory = new WebAssembly.Memory({ initial: 6, maximum: 65536 });
    const exports = new WebAssembly.Instance(compileKernel(binary, false), { env: { memory, nearestSigmoid: Number } })
      .exports as {
      initializeCorrect: () => void;
      tableAddress: WebAssembly.Global;
      lowsAddress: WebAssembly.Global;
    };
    exports.initializeCorrect();
    const pairs = new Float64Array(memory.buffer, exports.tableAddress.value, CORRECT_POWERS);
    const lows = new Float64Array(memory.buffer, exports.lowsAddress.value, CORRECT_STEPS + 1);
    expect(bitsOfArray(pairs)).toEqual(bitsOfArray(table.slice(0, CORRECT_POWERS)));
    expect(bitsOfArray(lows)).toEqual(bitsOfArray(table.slice(LOWS)));
  });
});

describe('the second stage', () => {
  it('decides all but the hardest, and is right where it does', () => {
    const next = random(19);
    for (let i = 0; i < 20_000; i++) {
      const x = i % 2 ? next() * 80 - 40 : -next() * 745;
      if (secondStage(x) !== referenceNearest(x)) throw new Error(`at ${x}`);
    }
  });

  it('leaves the published worst case to the last', () => {
    expect(secondStage(WORST)).toBeNaN();
    expect(nearestSigmoid(WORST)).toBe(referenceNearest(WORST));
  });
});

describe('the last stage', () => {
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
