import { readFileSync } from 'node:fs';
import { createSigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { fromBits, nearestSigmoid } from '../../oracle/sigmoid.mjs';
import { describeBackends } from '../support/backends.ts';
import { neighbour, random, stratifiedPoints } from '../support/points.ts';

/** Published worst cases of σ and of exp. At the first, the 58 bits after the rounding point are all alike. */
const PUBLISHED = [
  0x103289aa1045db * 2 ** (4 - 52),
  0x1dd09782a03db2 * 2 ** (2 - 52),
  -0x1cd4104178518d * 2 ** (-3 - 52),
  -0x159f038076039c * 2 ** (6 - 52),
];
const HARD = Object.entries(
  JSON.parse(readFileSync(new URL('../data/hard-cases.json', import.meta.url), 'utf8')) as Record<string, string[]>,
).map(([region, bits]) => [region, Float64Array.from(bits, (hex) => fromBits(BigInt(hex)))] as const);

/** Points at which ½ + x/4 is a tie between two doubles, so that the cubic term decides, and the doubles next to them. */
function ties(): Float64Array {
  const next = random(11);
  const points: number[] = [];
  for (let m = 0; m < 2000; m++) {
    for (const k of [m, Math.floor(2 ** (31 * next()))]) points.push((2 * k + 1) * 2 ** -52, -(2 * k + 1) * 2 ** -53);
  }
  return Float64Array.from(points.flatMap((x) => [neighbour(x, -1), x, neighbour(x, 1), -x]));
}

const points = stratifiedPoints(7, 5);
const nearest = (x: Float64Array): Float64Array => Float64Array.from(x, nearestSigmoid);
const expected = nearest(points);

function expectNearest(x: Float64Array, y: Float64Array, wanted = nearest(x)): void {
  expect(y.length).toBe(x.length);
  for (let i = 0; i < x.length; i++) {
    if (!Object.is(y[i], wanted[i])) throw new Error(`σ(${x[i]}) = ${y[i]}, and the nearest double is ${wanted[i]}`);
  }
}

/** Consecutive doubles from x upwards. */
function consecutive(x: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => neighbour(x, i));
}

it('correct rounding is tested at no fewer than 10^6 points', () => {
  expect(points.length).toBeGreaterThanOrEqual(1_000_000);
});

describe('the test of correct rounding', () => {
  it('rejects the results of faithful rounding', () => {
    expect(() => expectNearest(points, createSigmoid()(points), expected)).toThrow('nearest double');
  });
});

describeBackends('correct rounding', (create) => {
  const sigmoid = create('correct');

  it('is what info reports', () => {
    expect(sigmoid.info.rounding).toBe('correct');
  });

  it('gives the nearest double at 10^6 stratified points', () => {
    expectNearest(points, sigmoid(points), expected);
  });

  it('gives the nearest double for numbers', () => {
    for (let i = 0; i < points.length; i += 11) {
      const y = sigmoid(points[i] as number);
      if (!Object.is(y, expected[i])) throw new Error(`σ(${points[i]}) = ${y}, and the nearest double is ${expected[i]}`);
    }
  });

  it.each(HARD)('gives the nearest double for the hard cases of region "%s"', (_, x) => {
    expect(x.length).toBeGreaterThan(200);
    expectNearest(x, sigmoid(x));
    expectNearest(
      x,
      Float64Array.from(x, (value) => sigmoid(value)),
    );
  });

  it('gives the nearest double for the published worst cases and the doubles next to them', () => {
    const x = Float64Array.from(PUBLISHED.flatMap((value) => [neighbour(value, -1), value, neighbour(value, 1), -value]));
    expectNearest(x, sigmoid(x));
  });

  it('gives the nearest double where the linear terms are a tie and the cubic term decides', () => {
    const x = ties();
    expectNearest(x, sigmoid(x));
  });

  it('gives the nearest double around the ends of the ranges, and rounds to 0 and to 1 exactly where it must', () => {
    const least = fromBits(0xc0874910d52d3052n);
    const one = 37.42994775023705;
    expect([sigmoid(least), sigmoid(neighbour(least, 1))]).toEqual([0, Number.MIN_VALUE]);
    expect([sigmoid(one), sigmoid(neighbour(one, -1))]).toEqual([1, 1 - 2 ** -53]);
    for (const x of [least, one, -708.3964185322641, -48, -746, 37.5, 48, 63]) {
      const around = consecutive(neighbour(x, -500), 1000);
      expectNearest(around, sigmoid(around));
    }
  });

  it('never falls as x rises, and keeps σ(x) + σ(−x) within 2^-53 of 1, over consecutive doubles', () => {
    const next = random(13);
    for (let n = 0; n < 300; n++) {
      const x = consecutive(2 ** (next() * 66 - 60), 1000);
      const y = sigmoid(x);
      const mirrored = sigmoid(x.map((value) => -value));
      for (let i = 0; i < x.length; i++) {
        const [upper, lower] = [y[i] as number, mirrored[i] as number];
        if (i > 0 && !(upper >= (y[i - 1] as number) && lower <= (mirrored[i - 1] as number)))
          throw new Error(`falls at ${x[i]}`);
        if (!(Math.abs(upper - 1 + lower) <= 2 ** -53)) throw new Error(`σ(x) + σ(−x) = 1 + ${upper - 1 + lower} at ${x[i]}`);
      }
    }
  });

  it.each([
    ['that only integers decide', PUBLISHED[0] as number],
    ['that is a tie', 5 * 2 ** -52],
    ['that the fast phase leaves undecided', (HARD[0] as (typeof HARD)[0])[1][0] as number],
    ['whose result is subnormal', -740.1],
  ])('gives the nearest double in arrays of any length that repeat an x %s', (_, x) => {
    const y = nearestSigmoid(x);
    for (const length of [1, 3, 4, 5, 63, 64, 65, 66, 127, 130, 1000, 20_000]) {
      for (const array of [new Float64Array(length), sigmoid.alloc(length)]) {
        array.fill(x);
        expect(sigmoid(array)).toEqual(new Float64Array(length).fill(y));
        expect(sigmoid(array, array).every((value) => value === y)).toBe(true);
      }
    }
  });

  it('keeps the order of elements that different phases decide', () => {
    const kinds = [PUBLISHED[0], 5 * 2 ** -52, -740.1, Number.NaN, -60.3, 100, -800, 0.1, 1.5, -3] as number[];
    const next = random(17);
    for (const array of [new Float64Array(3001), sigmoid.alloc(3001)]) {
      for (let i = 0; i < array.length; i++) array[i] = kinds[Math.floor(next() ** 2 * kinds.length)] as number;
      const x = array.slice();
      expectNearest(x, sigmoid(array, array));
      array.set(x);
      sigmoid(array.subarray(0, 3000), array.subarray(1));
      expectNearest(x.subarray(0, 3000), array.slice(1));
    }
  });

  it('gives the nearest double in async', async () => {
    const x = points.subarray(0, 200_000);
    expectNearest(x, await sigmoid.async(x), expected.subarray(0, 200_000));
  });
});
