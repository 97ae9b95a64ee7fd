/** The functions over Float32Arrays: the nearest float32. All 2^32 inputs are in float32.long.ts, a share of them here. */
import { describe, expect, it } from 'vitest';
import { E_CELL } from '../../math/constants.ts';
import { ABOVE_ONE, BELOW_ONE, ENTRIES, LOWER_STEPS, UPPER_STEPS, ZERO_ENTRY } from '../../math/sigmoid/float32.ts';
import { exactSigmoid } from '../../oracle/sigmoid.mjs';
import { floatAccuracyOf, floatUlpError, nearestFloatSigmoid } from '../../oracle/sigmoid-float32.mjs';
import { floatTable } from '../../src/functions/sigmoid/tables.ts';
import { describeBackends } from '../support/backends.ts';
import { floatFromBits, HARDEST_FLOATS, neighbourFloat, TIED_FLOATS } from '../support/float-points.ts';
import { floatPointsOf, HARDEST_FLOATS_OF } from '../support/function-float-points.ts';
import type { FunctionName } from '../support/function-points.ts';
import { describeFunctions, FUNCTIONS, type FunctionCase } from '../support/functions.ts';
import { kernelTable } from '../support/kernel.ts';
import { bitsOfArray, random } from '../support/points.ts';

const POINTS = Object.fromEntries(FUNCTIONS.map(({ name }) => [name, floatPointsOf(name)])) as Record<
  FunctionName,
  Float32Array
>;
const points = POINTS.sigmoid;

/** Of all floats every so many, an odd number, so that all low bits occur. */
const strideOf = (name: FunctionName): number => (name === 'sigmoid' ? 1031 : 8219);

/** The bits of the one NaN. */
const NAN_BITS = 0x7fc00000;

/** @throws Error at the first result that is not the nearest float32, NaN with other bits than the usual included */
function expectNearest({ symbol, oracle }: FunctionCase, x: Float32Array, y: Float32Array): void {
  const bits = bitsOfArray(y);
  const nearest = x.map(oracle.nearestFloat);
  const expected = bitsOfArray(nearest);
  for (let i = 0; i < x.length; i++) {
    const right = Number.isNaN(nearest[i]) ? NAN_BITS : expected[i];
    if (bits[i] !== right) throw new Error(`${symbol}(${x[i]}) is ${y[i]}, not ${nearest[i]}`);
  }
  expect(y).toHaveLength(x.length);
}

describeFunctions('the results over float32', (which, create) => {
  const { name, symbol, oracle } = which;
  const f = create();

  it('are the nearest float32 at points of every kind', () => {
    expectNearest(which, POINTS[name], f(POINTS[name]));
    expect(POINTS[name].length).toBeGreaterThan(100_000);
  });

  it('are the nearest float32 at a share of all floats', () => {
    const stride = strideOf(name);
    const share = new Float32Array(Math.floor(2 ** 32 / stride));
    new Uint32Array(share.buffer).forEach((_, i, bits) => {
      bits[i] = i * stride;
    });
    expectNearest(which, share, f(share));
  });

  it('are the nearest float32 at the inputs that are hardest to round', () => {
    const hard = Float32Array.from([...HARDEST_FLOATS_OF[name], ...(name === 'sigmoid' ? TIED_FLOATS : [])]);
    expectNearest(which, hard, f(hard));
  });

  const edges = oracle.edges.filter(([x]) => Object.is(Math.fround(x), x));
  it.each(edges)(`give the float32 nearest to ${symbol}(%d) = %d wherever it stands in an array`, (x, y) => {
    const [ordinary] = f(Float32Array.of(1)) as unknown as [number];
    for (const length of [1, 2, 3, 4, 5, 15, 16, 17, 40]) {
      for (let i = 0; i < length; i++) {
        const expected = new Float32Array(length).fill(ordinary);
        expected[i] = Math.fround(y);
        expect(f(new Float32Array(length).fill(1).fill(x, i, i + 1))).toEqual(expected);
      }
    }
  });

  it('of a NaN are the one NaN with the bits 0x7fc00000, whatever its payload', () => {
    const bits = new Uint32Array(2 * 23 + 4);
    for (let bit = 0; bit < 23; bit++) {
      bits[2 * bit] = 0x7f800000 + 2 ** bit;
      bits[2 * bit + 1] = 0xff800000 + 2 ** bit;
    }
    bits.set([0x7fc00000, 0x7fffffff, 0xffc00000, 0xffffffff], 2 * 23);
    const results = bitsOfArray(f(new Float32Array(bits.buffer)));
    expect(new Set(results)).toEqual(new Set([NAN_BITS]));
  });

  it('are the nearest float32 whatever is beside an element', () => {
    const next = random(43);
    const all = POINTS[name];
    for (let round = 0; round < 300; round++) {
      const x = Float32Array.from({ length: Math.floor(next() * 70) }, () => all[Math.floor(next() * all.length)] as number);
      const out = f.alloc(x.length, 'float32');
      expectNearest(which, x, f(x));
      expectNearest(which, x, f(x, out));
      out.set(x);
      expectNearest(which, x, f(out, out));
    }
  });
});

describeBackends('σ over float32', (create) => {
  const sigmoid = create();

  it('does not depend on the rounding', () => {
    const hard = Float32Array.from([...HARDEST_FLOATS, ...TIED_FLOATS]);
    expect(create('correct')(hard)).toEqual(sigmoid(hard));
  });

  it.each([
    [10, Math.fround(0.9999546021312976)],
    [-10, Math.fround(4.5397868702434395e-5)],
    [17.4, 1],
    [17.3, Math.fround(1 - 2 ** -24)],
    [-103.9, 2 ** -149],
    [-104, 0],
    [-3.4028234663852886e38, 0],
    [3.4028234663852886e38, 1],
  ])('of %d is %d wherever it stands in an array', (x, y) => {
    for (const length of [1, 2, 3, 4, 5, 15, 16, 17, 40]) {
      for (let i = 0; i < length; i++) {
        const array = new Float32Array(length).fill(1);
        array[i] = x;
        const expected = new Float32Array(length).fill(0.7310585786300049);
        expected[i] = y;
        expect(sigmoid(array)).toEqual(expected);
      }
    }
  });
});

describe('the table over float32', () => {
  const table = floatTable();

  it('is the same, bit for bit, in the memory of the kernel', () => {
    const ofKernel = kernelTable('initializeSigmoidFloat', 'floatTableAddress', ENTRIES);
    expect(bitsOfArray(ofKernel)).toEqual(bitsOfArray(table));
  });

  it('has an entry for every cell and both signs of 0', () => {
    expect([LOWER_STEPS, UPPER_STEPS, ENTRIES]).toEqual([6656, 1120, 7778]);
    expect(ENTRIES).toBe(LOWER_STEPS + 2 + UPPER_STEPS);
    expect(table[ZERO_ENTRY]).toBe(ABOVE_ONE);
    expect(table[ZERO_ENTRY - 1]).toBe(BELOW_ONE);
    expect(table[ZERO_ENTRY - 2]).toBe(E_CELL);
    expect(table.every((value, i) => i === 0 || value < (table[i - 1] as number) || i === ZERO_ENTRY)).toBe(true);
  });

  it('holds e^-a within one last place', () => {
    const BITS = 400n;
    for (let i = -LOWER_STEPS; i <= UPPER_STEPS; i += 37) {
      if (i === 0) continue;
      // e^-a = 1/σ(a) − 1
      const exact = (1n << (2n * BITS)) / exactSigmoid(i / 64, Number(BITS)) - (1n << BITS);
      const T = table[ZERO_ENTRY + i - (i < 0 ? 1 : 0)] as number;
      const relative = Number(exact - (BigInt(T * 2 ** 100) << (BITS - 100n))) / 2 ** 400 / T;
      expect(Math.abs(relative), `at a = ${i / 64}`).toBeLessThan(2 ** -52);
    }
  });
});

describe('the reference over float32', () => {
  /** The nearest float32 by integers alone, of more digits than the reference takes. */
  function nearestInIntegers(x: number): number {
    const BITS = 700;
    const exact = exactSigmoid(x, BITS);
    const near = Math.fround(1 / (1 + Math.exp(-x)));
    const distance = (y: number): bigint => {
      const difference = (BigInt(y * 2 ** 149) << BigInt(BITS - 149)) - exact;
      return difference < 0n ? -difference : difference;
    };
    const candidates = [-1, 0, 1].map((steps) => (near === 0 && steps < 0 ? 0 : neighbourFloat(near, steps)));
    return candidates.reduce((best, y) => (distance(y) < distance(best) ? y : best));
  }

  it('agrees with integers at points of every kind and at the hardest ones', () => {
    const next = random(11);
    const some = Array.from({ length: 2000 }, () => points[Math.floor(next() * points.length)] as number);
    for (const x of [...HARDEST_FLOATS, ...TIED_FLOATS, ...some]) {
      if (!(Math.abs(x) < 200)) continue;
      expect(nearestFloatSigmoid(x), `at ${x}`).toBe(nearestInIntegers(x));
    }
  });

  it('measures at most half a ULP for the nearest float32, and more for others', () => {
    const x = points.filter((value) => value > -100 && value < 15);
    const y = x.map(nearestFloatSigmoid);
    const { maximum, misrounded } = floatAccuracyOf(x, y);
    expect(maximum).toBeLessThanOrEqual(0.5);
    expect(maximum).toBeGreaterThan(0.499);
    expect(misrounded).toBe(0);
    const off = floatAccuracyOf(
      x,
      y.map((value) => neighbourFloat(value, 1)),
    );
    expect(off.misrounded).toBe(1);
    expect(off.maximum).toBeGreaterThan(1);
    expect(floatUlpError(0, 0.5)).toBe(0);
    expect(floatUlpError(0, floatFromBits(0x3f000001))).toBe(1);
  });
});
