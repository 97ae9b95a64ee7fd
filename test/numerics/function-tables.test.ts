/** The tables behind σ′, softplus, log σ and logit, against their exact values. */
import { describe, expect, it } from 'vitest';
import { GRID_BOTTOM, GRID_REACH, GRID_SCALE, GRID_START } from '../../math/grid.ts';
import { F_LEAST, LOGIT_ENTRIES, LOGIT_STEPS, Z_LEAST, Z_OFFSET } from '../../math/logit/table.ts';
import { SLOPE_ENTRIES, SLOPE_MASK, SLOPE_SHIFT, SLOPE_STEPS } from '../../math/sigmoid-derivative/table.ts';
import { SOFTPLUS_ENTRIES, SOFTPLUS_MASK, SOFTPLUS_SHIFT, SOFTPLUS_STEPS } from '../../math/softplus/table.ts';
import { bitsOf } from '../../oracle/bits.mjs';
import { ORACLES } from '../../oracle/functions.mjs';
import { fixedOf } from '../../oracle/integers.mjs';
import { logitTable } from '../../src/functions/logit/logit.ts';
import { slopeTable } from '../../src/functions/sigmoid-derivative/derivative.ts';
import { softplusTable } from '../../src/functions/softplus/softplus.ts';
import { kernelTable } from '../support/kernel.ts';
import { bitsOfArray, neighbour, random } from '../support/points.ts';

/** Bits behind the point of exact values: 200 and more are significant of all that is in tables. */
const BITS = 300;
const SCALE = BigInt(BITS);

/** By how much a sum of doubles is off, relative to the exact value, both times 2^300. */
function relativeError(exact: bigint, ...parts: number[]): number {
  const sum = parts.reduce((total, part) => total + fixedOf(part, SCALE), 0n);
  return Math.abs(Number(((sum - exact) << 200n) / exact) / 2 ** 200);
}

const exactSigmoid = (a: number): bigint => ORACLES.sigmoid.exact(a, BITS);

/** Of a table with entries of four, those of a = i/64 with i from `first` to `last`; that of 0 is `zero`. */
function entriesOf(table: Float64Array, zero: number, first: number, last: number): [number, number, number, number][] {
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const at = 4 * (zero + first + i);
    return [...table.subarray(at, at + 4)] as [number, number, number, number];
  });
}

/** Tables whose points are i/64: what leads to them, and which part of the line they serve. */
const GRIDS = [
  {
    name: 'σ′',
    table: slopeTable(),
    entries: SLOPE_ENTRIES,
    mask: SLOPE_MASK,
    shift: SLOPE_SHIFT,
    zero: SLOPE_ENTRIES - 1,
    first: -SLOPE_STEPS,
    last: 0,
    kernel: ['initializeDerivative', 'derivativeTableAddress'],
  },
  {
    name: 'softplus',
    table: softplusTable(),
    entries: SOFTPLUS_ENTRIES,
    mask: SOFTPLUS_MASK,
    shift: SOFTPLUS_SHIFT,
    zero: SOFTPLUS_ENTRIES / 2,
    first: -SOFTPLUS_STEPS,
    last: SOFTPLUS_STEPS,
    kernel: ['initializeSoftplus', 'softplusTableAddress'],
  },
] as const;

describe.each(GRIDS)('the table of $name', ({ table, entries, mask, shift, zero, first, last, kernel }) => {
  /** The entry of x, as the kernels and src/functions/ take it from the low bits of x + shift. */
  const entryOf = (x: number): number => (Number(bitsOf(x + shift) & 0xffffffffn) & mask) >>> 5;
  const all = entriesOf(table, zero, first, last);

  it('has its points at i/64, from −48 on', () => {
    expect(first).toBe(-48 * 64);
    expect(all.map(([a]) => a)).toEqual(Array.from({ length: last - first + 1 }, (_, i) => (first + i) / 64));
  });

  it('serves every x from 15.5/2048 below a point to 16.5/2048 above it', () => {
    for (let i = first; i <= last; i++) {
      const a = i / 64;
      for (const x of [a, a - 15.4 / 2048, a + 16.4 / 2048]) {
        if (x < GRID_BOTTOM || x >= GRID_REACH || (last === 0 && x > 0)) continue;
        expect(entryOf(x), `at ${x}`).toBe(zero + i);
      }
      expect(entryOf(a - 15.6 / 2048)).toBe((zero + i - 1) % entries);
    }
  });

  it('makes x − a exact', () => {
    const next = random(47);
    for (const [a] of all) {
      const x = a + (next() - 0.5) / 64;
      const r = x - a;
      // Within ½ of a cell, x and a are at most a factor 2 apart (Sterbenz), or a is 0 or next to it.
      if (Math.abs(a) > 1 / 32 && x - r - a !== 0) throw new Error(`x = ${x}, a = ${a}`);
      expect(Math.abs(r)).toBeLessThan(8.5 / 1024);
    }
  });

  it('has far points elsewhere, so that no x is near that is not in it', () => {
    for (let entry = 0; entry < entries; entry++) {
      if (entry >= zero + first && entry <= zero + last) continue;
      expect(table[4 * entry]).toBe(1024);
    }
  });

  it('has the same bits in kernel memory', () => {
    const inKernel = kernelTable(kernel[0], kernel[1], 4 * entries);
    expect(bitsOfArray(inKernel)).toEqual(bitsOfArray(table.subarray(0, 4 * entries)));
  });

  it('leads to entries by the low bits of a sum whose last place is 1/2048', () => {
    expect(neighbour(GRID_START, 1) - GRID_START).toBe(1 / GRID_SCALE);
  });
});

describe('the table of σ′', () => {
  const all = entriesOf(slopeTable(), SLOPE_ENTRIES - 1, -SLOPE_STEPS, 0);

  it('holds σ(a) − ½ to the last bit', () => {
    const half = 1n << (SCALE - 1n);
    const errors = all.map(([a, h]) => (a === 0 ? Math.abs(h) : relativeError(exactSigmoid(a) - half, h)));
    expect(Math.max(...errors)).toBeLessThanOrEqual(2 ** -53 * (1 + 2 ** -30));
    expect(Math.max(...errors)).toBeGreaterThan(2 ** -55);
  });

  it('holds σ′(a) as the sum of two doubles to a relative 2^-90, the second a few last places of the first', () => {
    const exact = all.map(([a]) => ORACLES.sigmoidDerivative.exact(a, BITS));
    const errors = all.map(([, , high, low], i) => relativeError(exact[i] as bigint, high, low));
    expect(Math.max(...errors)).toBeLessThanOrEqual(2 ** -90);
    const ofFirst = all.map(([, , high], i) => relativeError(exact[i] as bigint, high));
    expect(Math.max(...ofFirst)).toBeLessThanOrEqual(2 ** -51);
    expect(Math.max(...ofFirst)).toBeGreaterThan(2 ** -55);
  });
});

describe('the table of softplus', () => {
  const all = entriesOf(softplusTable(), SOFTPLUS_ENTRIES / 2, -SOFTPLUS_STEPS, SOFTPLUS_STEPS);

  it('holds half of σ(a) to the last bit', () => {
    const errors = all.map(([a, h]) => relativeError(exactSigmoid(a), 2 * h));
    expect(Math.max(...errors)).toBeLessThanOrEqual(2 ** -53);
    expect(Math.max(...errors)).toBeGreaterThan(2 ** -55);
  });

  it('holds log(1 + e^a) as the sum of two doubles to a relative 2^-65, the first of them to the last bit', () => {
    const exact = all.map(([a]) => ORACLES.softplus.exact(a, BITS));
    const errors = all.map(([, , high, low], i) => relativeError(exact[i] as bigint, high, low));
    expect(Math.max(...errors)).toBeLessThanOrEqual(2 ** -65);
    const ofFirst = all.map(([, , high], i) => relativeError(exact[i] as bigint, high));
    expect(Math.max(...ofFirst)).toBeLessThanOrEqual(2 ** -53);
    expect(Math.max(...ofFirst)).toBeGreaterThan(2 ** -55);
  });
});

describe('the table of logit', () => {
  const { pairs } = logitTable();

  /** The entry of f = min(p, 1 − p), as assembly/logit/logit.ts and src/functions/logit/logit.ts take it from bits of f or ½ − f. */
  function entryOf(f: number): number {
    const z = Math.max(0.5 - f, Z_LEAST);
    const word = Number(bitsOf(f >= 0.25 ? z : f) >> 46n);
    return (word + (f >= 0.25 ? Z_OFFSET : 0)) % LOGIT_ENTRIES;
  }

  /** The f that begin a cell, and one within each: from 2^-56 to ¼ by f, and from there on by ½ − f. */
  const cells: { from: number; to: number }[] = [];
  for (let octave = F_LEAST; octave < 0.25; octave *= 2) {
    for (let j = 0; j < 64; j++) cells.push({ from: octave * (1 + j / 64), to: octave * (1 + (j + 1) / 64) });
  }
  for (let octave = 1 / 8; octave >= 1 / 512; octave /= 2) {
    for (let j = 63; j >= 0; j--) cells.push({ from: 0.5 - octave * (1 + (j + 1) / 64), to: 0.5 - octave * (1 + j / 64) });
  }
  const ends = cells.map(({ from, to }) => [neighbour(from, 1), (from + to) / 2, neighbour(to, -1)] as const);

  it('has one pair for every cell', () => {
    const used = ends.map((inCell) => new Set(inCell.map(entryOf)));
    expect(used.every((entries) => entries.size === 1)).toBe(true);
    const entries = new Set(used.map(([entry]) => entry));
    expect(entries.size).toBe(cells.length);
    // Besides them, that of ¼ alone, and that of ½.
    expect(cells.length + 1).toBe(LOGIT_STEPS);
    expect([entryOf(0.25), entryOf(0.5)].map((entry) => entries.has(entry))).toEqual([false, false]);
  });

  it('holds an A within 2^-7.9 ULP of −logit(S), and S in its cell', () => {
    const misses = ends.map(([least, middle, greatest]) => {
      const entry = entryOf(middle);
      const [S, A] = [pairs[2 * entry] as number, pairs[2 * entry + 1] as number];
      expect(S >= least && S <= greatest, `${S} in the cell of ${middle}`).toBe(true);
      return ORACLES.logit.exactUlpError(S, -A);
    });
    expect(Math.max(...misses)).toBeLessThanOrEqual(2 ** -7.9);
    // They are not exact: the comparison sees differences.
    expect(misses.filter((miss) => miss > 2 ** -10).length).toBeGreaterThan(misses.length / 4);
  });

  it('holds ½ and 0 around ½, and near ¼ a pair as good as the others', () => {
    for (const f of [0.5, neighbour(0.5, -1), 0.5 - 1 / 1024, 0.5 - Z_LEAST]) {
      expect([...pairs.subarray(2 * entryOf(f), 2 * entryOf(f) + 2)]).toEqual([0.5, 0]);
    }
    const [S, A] = pairs.subarray(2 * entryOf(0.25), 2 * entryOf(0.25) + 2) as unknown as [number, number];
    expect(Math.abs(S - 0.25)).toBeLessThan(2 ** -8);
    expect(ORACLES.logit.exactUlpError(S, -A)).toBeLessThanOrEqual(2 ** -7.9);
  });

  it('makes f − S exact', () => {
    for (const f of ends.flat()) {
      const S = pairs[2 * entryOf(f)] as number;
      const difference = f - S;
      expect(difference + S === f && f - difference === S, `at ${f}`).toBe(true);
    }
  });

  it('has the same bits in kernel memory', () => {
    const inKernel = kernelTable('initializeLogit', 'logitTableAddress', 2 * LOGIT_ENTRIES);
    expect(bitsOfArray(inKernel)).toEqual(bitsOfArray(pairs));
  });
});
