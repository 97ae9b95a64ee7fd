import { expect, it } from 'vitest';
import { accuracyOf, bitsOf, exactUlpError, fromBits } from '../../oracle/sigmoid.mjs';
import { describeBackends } from '../support/backends.ts';
import { bitsOfArray, neighbour, random, stratifiedPoints } from '../support/points.ts';

/** The least double whose σ is a normal number. */
const NORMAL_FROM = -708.3964185322641;
/** −0x1.74910d52d3052p+9, the greatest double whose σ rounds to 0. */
const ROUNDS_TO_ZERO = fromBits(0xc0874910d52d3052n);
const points = stratifiedPoints();
const normal = points.filter((x) => x >= NORMAL_FROM || Number.isNaN(x));
const subnormal = points.filter((x) => x < NORMAL_FROM);

it('the accuracy is tested at no fewer than 200,000 points', () => {
  expect(points.length).toBeGreaterThanOrEqual(200_000);
});

describeBackends('σ', (create) => {
  const sigmoid = create();

  it('is within 0.53 ULP where the result is normal', () => {
    const { maximum, at } = accuracyOf(normal, sigmoid(normal));
    expect(maximum, `worst at x = ${at}`).toBeLessThanOrEqual(0.53);
    expect(maximum).toBeGreaterThan(0.5);
  });

  it('is within 1 ULP where the result is subnormal', () => {
    const { maximum, at } = accuracyOf(subnormal, sigmoid(subnormal));
    expect(maximum, `worst at x = ${at}`).toBeLessThanOrEqual(1);
  });

  it('keeps these bounds when it is compared with the exact reference in integers', () => {
    const next = random(3);
    for (let i = 0; i < 3000; i++) {
      const x = points[Math.floor(next() * points.length)] as number;
      if (!Number.isFinite(x)) continue;
      expect(exactUlpError(x, sigmoid(x)), `at ${x}`).toBeLessThanOrEqual(x >= NORMAL_FROM ? 0.53 : 1);
    }
  });

  it.each([
    [Number.NaN, Number.NaN],
    [0, 0.5],
    [-0, 0.5],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, 1],
    [37.42994775023705, 1],
    [neighbour(37.42994775023705, -1), 1 - 2 ** -53],
    [ROUNDS_TO_ZERO, 0],
    [neighbour(ROUNDS_TO_ZERO, 1), Number.MIN_VALUE],
    [-745.13, Number.MIN_VALUE],
    [-708.5, 2.006132305331306e-308],
    [10, 0.9999546021312976],
    [-10, 4.5397868702434395e-5],
    [-Number.MAX_VALUE, 0],
    [Number.MAX_VALUE, 1],
    [Number.MIN_VALUE, 0.5],
  ])('of %d is %d, both as a number and in an array', (x, y) => {
    expect(sigmoid(x)).toBe(y);
    expect(sigmoid(new Float64Array(5).fill(x))).toEqual(new Float64Array(5).fill(y));
  });

  it('is never below 0 or above 1, and falls by no more than one ULP as x rises', () => {
    const sorted = points.filter((x) => !Number.isNaN(x)).sort();
    const results = sigmoid(sorted);
    for (let i = 0; i < results.length; i++) {
      const y = results[i] as number;
      if (!(y >= 0 && y <= 1)) throw new Error(`σ(${sorted[i]}) = ${y}`);
      const before = results[i - 1] ?? 0;
      // A faithful result may be either of the two doubles around the exact value, so neighbours may differ the wrong way.
      if (y < before && bitsOf(before) - bitsOf(y) > 1n) throw new Error(`σ falls at ${sorted[i]}`);
    }
  });

  it('of a NaN is the one NaN with the bits 0x7ff8000000000000, whatever its payload', () => {
    const payloads = [
      0x7ff0000000000001n,
      0x7ff8000000000000n,
      0x7fffffffffffffffn,
      0xfff0000000000001n,
      0xfff8000000000000n,
      0xffffffffffffffffn,
    ];
    for (let shift = 0n; shift < 52n; shift++) payloads.push(0x7ff0000000000000n | (1n << shift));
    const x = new Float64Array(new BigUint64Array(payloads).buffer);
    expect(new Set(bitsOfArray(sigmoid(x)))).toEqual(new Set([0x7ff8000000000000n]));
  });
});
