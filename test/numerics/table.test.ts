import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  E_CELL,
  INVERSE_LN2,
  LEAST_NORMAL,
  LN2,
  LN2_HIGH,
  LN2_LOW,
  LN2_LOWEST,
  LN2_MIDDLE,
  ROUNDS_TO_ONE,
} from '../../math/constants.ts';
import { bitsOf, exactSigmoid, nearestSigmoid } from '../../oracle/sigmoid.mjs';
import { constants } from '../../scripts/derive-constants.mjs';
import { FAITHFUL_POWERS, faithfulTable } from '../../src/functions/sigmoid/tables.ts';
import { ROOT } from '../support/child.ts';
import { kernelTable } from '../support/kernel.ts';
import { bitsOfArray, neighbour } from '../support/points.ts';

const table = faithfulTable();
const ENTRIES = 8192;
/** The first cell that lies wholly above the least double whose σ rounds to 1, 37.42994775023705. */
const ONE_FROM = 37.453125;

/** The pairs from −48 to 48. */
const pairs = Array.from({ length: 2 * 48 * 64 + 1 }, (_, i) => {
  const grid = i / 64 - 48;
  const entry = 2 * (grid + 64) * 64;
  return { grid, a: table[entry] as number, S: table[entry + 1] as number };
});

/** The spacing of the doubles just below S, or at S. */
function ulpOf(S: number): number {
  return S === 1 ? 2 ** -53 : 2 ** (Math.floor(Math.log2(S)) - 52);
}

/** σ(a) − S in ULP of S. */
function missOf(a: number, S: number): number {
  const exact = exactSigmoid(a, 300);
  // S has at most 53 bits, the lowest above 2^-160.
  const given = BigInt(S * 2 ** 160) << 140n;
  return Number(exact - given) / 2 ** 300 / ulpOf(S);
}

/** The table index of x, as assembly/sigmoid/faithful.ts and src/functions/sigmoid/faithful.ts take it from the bits of x + SHIFT. */
function indexOf(x: number): number {
  return Number(bitsOf(x + (1.5 * 2 ** 42 + 64 + 8 / 1024)) & 0x1fff0n) >> 4;
}

describe('the table', () => {
  it('holds an S within 2^-7.5 ULP of σ(a), as far as σ is not 1', () => {
    const misses = pairs.filter(({ grid }) => grid < ONE_FROM).map(({ a, S }) => Math.abs(missOf(a, S)));
    expect(misses.length).toBe((48 + ONE_FROM) * 64);
    expect(Math.max(...misses)).toBeLessThanOrEqual(2 ** -7.5);
    // All but a few keep the tolerance of the search itself; and they are not exact: the comparison sees differences.
    expect(misses.filter((miss) => miss > 2 ** -8).length).toBeLessThan(misses.length / 100);
    expect(misses.filter((miss) => miss > 2 ** -9).length).toBeGreaterThan(misses.length / 4);
  });

  it('holds S = 1 where σ rounds to 1', () => {
    const ones = pairs.filter(({ grid }) => grid >= ONE_FROM);
    expect(ones.length).toBe((48 - ONE_FROM) * 64 + 1);
    for (const { grid, a, S } of ones) {
      expect([a, S]).toEqual([grid, 1]);
      expect(Math.abs(missOf(a, S))).toBeLessThan(0.5);
    }
  });

  it('holds S = σ(a) exactly at 0', () => {
    expect(pairs[48 * 64]).toEqual({ grid: 0, a: 0, S: 0.5 });
  });

  it('serves the x from 8.5/1024 below a grid point to 7.5/1024 above it', () => {
    for (const { grid } of pairs) {
      const index = (grid + 64) * 64;
      expect(indexOf(grid)).toBe(index);
      // At the ends themselves ties go to the even count of 1/1024.
      expect(indexOf(grid - 8.499 / 1024)).toBe(index);
      expect(indexOf(grid + 7.499 / 1024)).toBe(index);
      expect(indexOf(grid - 8.501 / 1024)).toBe(index - 1);
      expect(indexOf(grid + 7.501 / 1024)).toBe((index + 1) % ENTRIES);
    }
  });

  it('keeps |r| within 8.5/1024 up to 16, and below 1 beyond', () => {
    for (const { grid, a } of pairs) {
      const r = Math.max(Math.abs(grid - 8.5 / 1024 - a), Math.abs(grid + 7.5 / 1024 - a));
      if (r > (grid < 16 ? 8.5 / 1024 + 2 ** -29 : 1)) throw new Error(`|r| = ${r} at ${grid}`);
      if (grid < 16 && !(a >= grid && a < grid + 2 ** -29)) throw new Error(`a = ${a} at ${grid}`);
    }
  });

  it('makes x − a exact', () => {
    for (const { grid, a } of pairs) {
      // Within a cell a is at most a factor 2 away from x (Sterbenz), or a multiple of 2^-46, as x − a then is.
      for (const x of [neighbour(grid || 2 ** -60, 1), neighbour(grid - 8.4 / 1024, 3), neighbour(grid + 7.4 / 1024, -3)]) {
        const r = x - a;
        const rest = x - r - a;
        if (Math.abs(grid) > 1 / 32 && rest !== 0) throw new Error(`x = ${x}, a = ${a}`);
      }
    }
  });

  it('leaves out of the series what is below 2^-10 ULP', () => {
    for (const { grid, a, S } of pairs) {
      const r = Math.max(Math.abs(grid - 8.5 / 1024 - a), Math.abs(grid + 7.5 / 1024 - a));
      const omitted = (S * (1 - S) * r * r ** 6) / 30240 / ulpOf(S);
      if (omitted > 2 ** -10) throw new Error(`${omitted} ULP at ${grid}`);
    }
  });

  it('has nothing near inputs below −48, and above 48 the grid points themselves, with S = 1', () => {
    for (let index = 0; index < ENTRIES; index++) {
      const grid = index / 64 - 64;
      if (grid < -48) expect(table[2 * index]).toBe(Number.POSITIVE_INFINITY);
      if (grid > 48) expect([table[2 * index], table[2 * index + 1]]).toEqual([grid, 1]);
    }
  });

  it('ends in the powers 2^0 to 2^-1020', () => {
    expect([...table.subarray(FAITHFUL_POWERS)]).toEqual(Array.from({ length: 1021 }, (_, i) => 2 ** -i));
  });

  it('has the same bits in kernel memory', () => {
    const inKernel = kernelTable('initializeSigmoid', 'faithfulTableAddress', 2 * ENTRIES);
    expect(bitsOfArray(inKernel)).toEqual(bitsOfArray(table.subarray(0, 2 * ENTRIES)));
  });
});

describe('math/constants.ts', () => {
  it('is what `npm run constants` derives', () => {
    expect(readFileSync(`${ROOT}math/constants.ts`, 'utf8')).toBe(constants);
  });

  it('holds numbers that are right by another way', () => {
    expect(INVERSE_LN2).toBe(Math.LOG2E);
    expect(LN2).toBe(Math.LN2);
    expect(LN2_HIGH + LN2_LOW).toBe(Math.LN2);
    expect(E_CELL).toBeCloseTo(Math.exp(1 / 64), 15);
    expect([nearestSigmoid(ROUNDS_TO_ONE), nearestSigmoid(neighbour(ROUNDS_TO_ONE, -1))]).toEqual([1, 1 - 2 ** -53]);
    expect(exactSigmoid(LEAST_NORMAL, 1400)).toBeGreaterThanOrEqual(1n << (1400n - 1022n));
    expect(exactSigmoid(neighbour(LEAST_NORMAL, -1), 1400)).toBeLessThan(1n << (1400n - 1022n));
  });

  it.each([
    ['INVERSE_LN2', INVERSE_LN2, /INVERSE_LN2 = (.*);/],
    ['LN2_HIGH', LN2_HIGH, /LN2_PARTS = \[(.*?), .*?, .*?\];/],
    ['LN2_MIDDLE', LN2_MIDDLE, /LN2_PARTS = \[.*?, (.*?), .*?\];/],
    ['LN2_LOWEST', LN2_LOWEST, /LN2_PARTS = \[.*?, .*?, (.*?)\];/],
  ])('agrees with the independent reference on %s', (_, value, pattern) => {
    expect(Number(pattern.exec(readFileSync(`${ROOT}oracle/double-double.mjs`, 'utf8'))?.[1])).toBe(value);
  });
});
