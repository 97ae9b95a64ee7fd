import { describe, expect, it } from 'vitest';
import { ORACLES } from '../../oracle/functions.mjs';
import { expOfNegative, fixedOf, lengthOf, logOfRatio, logOfTwo } from '../../oracle/integers.mjs';
import { neighbourFloat } from '../support/float-points.ts';
import { floatPointsOf, HARDEST_FLOATS_OF } from '../support/function-float-points.ts';
import { type FunctionName, pointsOf } from '../support/function-points.ts';
import { neighbour, random } from '../support/points.ts';

const { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit } = ORACLES;
const NAMES = Object.keys(ORACLES) as FunctionName[];

/** Formulas as one first writes them: some results are wrong by many ULP, which a reference must measure as well. */
const NAIVE: Record<FunctionName, (x: number) => number> = {
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  sigmoidDerivative: (x) => NAIVE.sigmoid(x) * (1 - NAIVE.sigmoid(x)),
  softplus: (x) => Math.log(1 + Math.exp(x)),
  logSigmoid: (x) => Math.log(NAIVE.sigmoid(x)),
  logit: (x) => Math.log(x / (1 - x)),
};

/** `count` of the points. */
function some(points: Float64Array | Float32Array, count: number): number[] {
  const next = random(7);
  return Array.from({ length: count }, () => points[Math.floor(next() * points.length)] as number);
}

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** The first 50 digits behind the decimal point, rounded down. */
const digits = (value: bigint, bits: bigint): string => ((value * 10n ** 50n) >> bits).toString();

describe('exponential and logarithm in integers', () => {
  it('give the known digits of log 2, log 3 and 1/e', () => {
    expect(digits(logOfTwo(200n), 200n)).toBe('69314718055994530941723212145817656807550013436025');
    const logOfThree = logOfTwo(200n) + logOfRatio(3n, 2n, 200n);
    expect(digits(logOfThree, 200n)).toBe('109861228866810969139524523692252570464749055782274');
    expect(digits(expOfNegative(-1, 200n), 200n)).toBe('36787944117144232159552377016146086744581113103176');
  });

  it('are inverse to one another: e^-k for the double k next to log q is 1/q, but for the rest of log q', () => {
    const SCALE = 400n;
    for (const [numerator, denominator] of [
      [3n, 2n],
      [2n, 1n],
      [1000n, 999n],
      [7n, 4n],
    ] as const) {
      const logarithm = logOfRatio(numerator, denominator, SCALE);
      const near = Number(logarithm >> (SCALE - 200n)) / 2 ** 200;
      const rest = logarithm - fixedOf(near, SCALE);
      // q·e^-near = e^rest = 1 + rest + rest²/2 + rest³/6, and the next term is below 2^-212.
      const square = (rest * rest) >> SCALE;
      const expected = (1n << SCALE) + rest + square / 2n + ((square * rest) >> SCALE) / 6n;
      const product = (expOfNegative(-near, SCALE) * numerator) / denominator;
      expect(lengthOf(magnitude(product - expected))).toBeLessThan(Number(SCALE) - 208);
    }
  });

  it('count the binary digits of a number', () => {
    const numbers = [0n, 1n, 2n, 7n, 8n, 15n, 16n, 255n, 256n, (1n << 1000n) - 1n, 1n << 1000n];
    expect(numbers.map(lengthOf)).toEqual([0, 1, 2, 3, 4, 4, 5, 8, 9, 1000, 1001]);
  });

  it('take the exact value of a double', () => {
    expect([fixedOf(-0.75, 2n), fixedOf(Number.MIN_VALUE, 1074n), fixedOf(2 ** 1000, 0n), fixedOf(-0, 9n)]).toEqual([
      -3n,
      1n,
      1n << 1000n,
      0n,
    ]);
  });
});

describe('the exact reference', () => {
  // By another program, from the formulas.
  it.each<[FunctionName, number, string]>([
    ['sigmoid', 1, '73105857863000487925115924182183627436514464016505'],
    ['sigmoid', 2, '88079707797788244405972914130239679520638429862896'],
    ['sigmoidDerivative', 1, '19661193324148185253742473358590902562226728542731'],
    ['sigmoidDerivative', -3, '4517665973091213264936002843565163799485995239748'],
    ['softplus', 0, '69314718055994530941723212145817656807550013436025'],
    ['softplus', 1, '131326168751822283404899549496785564191528008567034'],
    ['softplus', -2, '12692801104297249644372680635830443143433306280835'],
    ['logSigmoid', -1, '-131326168751822283404899549496785564191528008567035'],
    ['logit', 0.25, '-109861228866810969139524523692252570464749055782275'],
    ['logit', 0.75, '109861228866810969139524523692252570464749055782274'],
    ['logit', 0.875, '194591014905531330510535274344317972963708472958186'],
    ['logit', Number.MIN_VALUE, '-74444007192138126231410729844608163411308714430291415'],
  ])('gives the known digits of %s(%d) in integers', (name, x, expected) => {
    expect(digits(ORACLES[name].exact(x, 400), 400n)).toBe(expected);
  });

  it('gives σ(0), σ′(0) and logit(½) exactly', () => {
    expect(sigmoid.exact(0, 64)).toBe(1n << 63n);
    expect(sigmoidDerivative.exact(0, 64)).toBe(1n << 62n);
    expect(logit.exact(0.5, 64)).toBe(0n);
  });

  /** Fails where two values of 1,200 bits are further apart than their roundings. */
  function expectEqual(a: bigint, b: bigint, at: number): void {
    expect(magnitude(a - b) < 16n, `at ${at}`).toBe(true);
  }

  const BITS = 1200;
  const ONE = 1n << 1200n;
  const SOME = [Number.MIN_VALUE, 1e-300, 2 ** -30, 0.1, 1, Math.PI, 20.3, 37, 40, 700, 745.13, 800].flatMap((x) => [x, -x]);

  it('satisfies σ(x) + σ(−x) = 1 in integers', () => {
    for (const x of SOME) expectEqual(sigmoid.exact(x, BITS) + sigmoid.exact(-x, BITS), ONE, x);
  });

  it('satisfies σ′ = σ(1 − σ) in integers', () => {
    for (const x of SOME) {
      const value = sigmoid.exact(x, BITS);
      expectEqual(sigmoidDerivative.exact(x, BITS), (value * (ONE - value)) >> 1200n, x);
    }
  });

  it('satisfies softplus(x) − softplus(−x) = x and log σ(x) = −softplus(−x) in integers', () => {
    for (const x of SOME) {
      expectEqual(softplus.exact(x, BITS) - softplus.exact(-x, BITS), fixedOf(x, 1200n), x);
      expectEqual(logSigmoid.exact(x, BITS), -softplus.exact(-x, BITS), x);
    }
  });

  it('satisfies logit(1 − p) = −logit(p), and logit(p) = log σ(y) − log σ(−y) at p = σ(y) but for the rounding of p', () => {
    for (const p of [2 ** -40, 0.001, 0.2, 0.25, 0.375, 0.4999]) {
      expectEqual(logit.exact(1 - p, BITS), -logit.exact(1 - (1 - p), BITS), p);
    }
    for (const y of [-700, -300.1, -36, -3.3, -0.5, -(2 ** -20), 2 ** -20, 0.5, 3.3, 30]) {
      const p = sigmoid.nearest(y);
      // logit(p) − y = (p − σ(y))/σ′(y), and the next term is relatively as small as the first one.
      const linear = ((fixedOf(p, 1200n) - sigmoid.exact(y, BITS)) * ONE) / sigmoidDerivative.exact(y, BITS);
      const rest = magnitude(logit.exact(p, BITS) - fixedOf(y, 1200n) - linear);
      expect(lengthOf(linear < 0n ? -linear : linear), `at ${y}`).toBeGreaterThan(1100);
      expect(lengthOf(rest), `at ${y}`).toBeLessThan(2 * lengthOf(magnitude(linear)) - 1200 + 4);
    }
  });
});

describe.each(NAMES)('the reference of %s', (name) => {
  const oracle = ORACLES[name];
  const points = some(pointsOf(name), 3000);

  it('agrees in double-double arithmetic with the one in integers, to 2^-40 ULP or to a relative 2^-40 of the error', () => {
    for (const x of points) {
      for (const y of [NAIVE[name](x), oracle.nearest(x)]) {
        const exact = oracle.exactUlpError(x, y);
        const error = oracle.ulpError(x, y);
        if (error === exact) continue;
        expect(Math.abs(error - exact), `${y} at ${x}`).toBeLessThanOrEqual(2 ** -40 * Math.max(1, exact));
      }
    }
  });

  it('has its nearest double within half a ULP by integers, and the neighbours of that further away', () => {
    for (const x of points) {
      const y = oracle.nearest(x);
      const error = oracle.exactUlpError(x, y);
      expect(error, `${y} at ${x}`).toBeLessThanOrEqual(0.5);
      if (!Number.isFinite(y) || Math.abs(y) < 2 ** -1070) continue;
      for (const steps of [-1, 1]) {
        expect(oracle.exactUlpError(x, neighbour(y, steps)), `${y} at ${x}`).toBeGreaterThanOrEqual(error);
      }
    }
  });

  it('has its nearest float32 within half a ULP, and by integers none of its neighbours is nearer', () => {
    for (const x of [...HARDEST_FLOATS_OF[name], ...some(floatPointsOf(name), 2500)]) {
      const y = oracle.nearestFloat(x);
      expect(oracle.floatUlpError(x, y), `${y} at ${x}`).toBeLessThanOrEqual(0.5);
      if (!Number.isFinite(y) || y === 0) continue;
      const error = oracle.exactUlpError(x, y);
      for (const steps of [-1, 1]) {
        expect(oracle.exactUlpError(x, neighbourFloat(y, steps)), `${y} at ${x}`).toBeGreaterThanOrEqual(error);
      }
    }
  });

  it('finds the inputs hard to round that are said to be so: within 2^-22 ULP of the middle between two floats', () => {
    for (const x of HARDEST_FLOATS_OF[name]) {
      expect(oracle.floatUlpError(x, oracle.nearestFloat(x)), `at ${x}`).toBeGreaterThan(0.5 - 2 ** -22);
    }
  });

  it('finds the known values at the edges right, and no others', () => {
    for (const [x, y] of oracle.edges) {
      expect(oracle.nearest(x), `at ${x}`).toBe(y);
      expect(oracle.nearestFloat(Math.fround(x)), `at ${x}`).toBe(Math.fround(oracle.nearest(Math.fround(x))));
      expect(oracle.ulpError(x, y), `at ${x}`).toBeLessThanOrEqual(0.5);
      expect(oracle.exactUlpError(x, y), `at ${x}`).toBeLessThanOrEqual(0.5);
      // The next double further from 0: towards 0, one next to a power of two may be half a ULP away.
      const wrong = Number.isFinite(y) && y !== 0 ? neighbour(y, y < 0 ? -1 : 1) : 1e-300;
      expect(oracle.ulpError(x, wrong), `at ${x}`).toBeGreaterThan(0.5);
      expect(oracle.exactUlpError(x, wrong), `at ${x}`).toBeGreaterThan(0.5);
    }
  });

  it('measures NaN, infinities and missing results as infinitely far from a finite value', () => {
    const x = name === 'logit' ? 0.3 : 3;
    for (const y of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect([oracle.ulpError(x, y), oracle.exactUlpError(x, y), oracle.floatUlpError(x, y)]).toEqual(Array(3).fill(Infinity));
    }
    expect(oracle.accuracyOf(Float64Array.of(x, x), [oracle.nearest(x)])).toEqual({
      maximum: Infinity,
      at: x,
      misrounded: 0.5,
    });
    expect(oracle.floatAccuracyOf(Float32Array.of(x), []).maximum).toBe(Infinity);
  });

  it('measures at most half a ULP for the nearest results over arrays, and more for their neighbours', () => {
    const x = Float64Array.from(points);
    const { maximum, misrounded } = oracle.accuracyOf(x, x.map(oracle.nearest));
    // Next to 0, σ is within 2^-50 ULP of the middle between two doubles.
    expect(maximum).toBeLessThanOrEqual(0.5 + 2 ** -40);
    expect(maximum).toBeGreaterThan(0.49);
    expect(misrounded).toBeLessThan(0.01);
    const ordinary = x.filter((value) => Math.abs(value) > 0.01 && Math.abs(value) < 0.99);
    const neighbours = ordinary.map((value) => neighbour(oracle.nearest(value), 1));
    const off = oracle.accuracyOf(ordinary, neighbours);
    expect(off.maximum).toBeGreaterThan(1);
    expect(off.maximum).toBeLessThanOrEqual(2);
  });
});

describe('signed zeros', () => {
  it('are those of the mathematical limits', () => {
    expect(logSigmoid.nearest(Number.POSITIVE_INFINITY)).toBe(-0);
    expect(logSigmoid.nearest(746)).toBe(-0);
    expect(logSigmoid.nearest(745)).toBe(-Number.MIN_VALUE);
    expect(logSigmoid.nearestFloat(103)).toBe(-(2 ** -149));
    expect(logSigmoid.nearestFloat(104)).toBe(-0);
    expect(softplus.nearest(-746)).toBe(0);
    expect(softplus.nearestFloat(-104)).toBe(0);
    expect(softplus.nearestFloat(Number.NEGATIVE_INFINITY)).toBe(0);
    expect([sigmoidDerivative.nearest(-746), sigmoidDerivative.nearest(Number.NEGATIVE_INFINITY)]).toEqual([0, 0]);
    expect([logit.nearest(0.5), logit.nearestFloat(0.5)]).toEqual([0, 0]);
  });
});
