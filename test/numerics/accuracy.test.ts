import { expect, it } from 'vitest';
import { times } from '../support/cases.ts';
import { type FunctionName, pointsOf } from '../support/function-points.ts';
import { describeFunctions, FUNCTIONS } from '../support/functions.ts';
import { bitsOfArray, random, sameBits } from '../support/points.ts';

const POINTS = Object.fromEntries(FUNCTIONS.map(({ name }) => [name, pointsOf(name)])) as Record<FunctionName, Float64Array>;
const LEAST_NORMAL = 2 ** -1022;

const { POSITIVE_INFINITY: ABOVE_ALL, NEGATIVE_INFINITY: BELOW_ALL } = Number;

/** Within which results are, and between which x they rise. */
const RANGES: Record<FunctionName, { least: number; greatest: number; from: number; to: number }> = {
  sigmoid: { least: 0, greatest: 1, from: BELOW_ALL, to: ABOVE_ALL },
  sigmoidDerivative: { least: 0, greatest: 0.25, from: BELOW_ALL, to: 0 },
  softplus: { least: 0, greatest: ABOVE_ALL, from: BELOW_ALL, to: ABOVE_ALL },
  logSigmoid: { least: BELOW_ALL, greatest: -0, from: BELOW_ALL, to: ABOVE_ALL },
  logit: { least: BELOW_ALL, greatest: ABOVE_ALL, from: 0, to: 1 },
};

it.each(FUNCTIONS)('the accuracy of $symbol is tested at no fewer than 200,000 points', ({ name }) => {
  expect(POINTS[name].length).toBeGreaterThanOrEqual(200_000);
});

/** Doubles in their order, as integers without gaps: −0 and 0 are neighbours. */
function ordinals(array: Float64Array): BigInt64Array {
  return new BigInt64Array(bitsOfArray(array).buffer).map((bits) => (bits < 0n ? -1n - (bits & 0x7fffffffffffffffn) : bits));
}

describeFunctions('the results', ({ name, symbol, bound, oracle }, create) => {
  const f = create();
  const points = POINTS[name];
  const results = f(points);
  // A result that is wrongly subnormal is not within 1 ULP either, unless it is next to the least normal number.
  const isSubnormal = (i: number): boolean => Math.abs(results[i] as number) < LEAST_NORMAL;

  it(`are within ${bound} ULP where they are normal`, () => {
    const { maximum, at } = oracle.accuracyOf(
      points.filter((_, i) => !isSubnormal(i)),
      results.filter((_, i) => !isSubnormal(i)),
    );
    expect(maximum, `worst at x = ${at}`).toBeLessThanOrEqual(bound);
    expect(maximum).toBeGreaterThan(0.5);
  });

  it('are within 1 ULP where they are subnormal', () => {
    const x = points.filter((_, i) => isSubnormal(i));
    const { maximum, at } = oracle.accuracyOf(
      x,
      results.filter((_, i) => isSubnormal(i)),
    );
    expect(maximum, `worst at x = ${at}`).toBeLessThanOrEqual(1);
    // That of ½ and zeros excepted, logit has no results so small.
    if (name !== 'logit') expect(x.length).toBeGreaterThan(10_000);
  });

  it('keep these bounds when they are compared with the exact reference in integers', () => {
    const next = random(3);
    for (let round = 0; round < times({ some: 300, all: 1000 }); round++) {
      const i = Math.floor(next() * points.length);
      const [x, y] = [points[i] as number, results[i] as number];
      if (Number.isFinite(y)) expect(oracle.exactUlpError(x, y), `at ${x}`).toBeLessThanOrEqual(isSubnormal(i) ? 1 : bound);
    }
  });

  it.each(oracle.edges)(`give ${symbol}(%d) = %d, both as a number and wherever it stands in an array`, (x, y) => {
    expect(f(x)).toBe(y);
    const ordinary = f(0.3);
    for (const length of [1, 2, 3, 4, 5, 15, 16, 17]) {
      for (let i = 0; i < length; i++) {
        const expected = new Float64Array(length).fill(ordinary);
        // The reference does not say which NaN.
        expected[i] = Number.isNaN(y) ? Number.NaN : y;
        expect(sameBits(f(new Float64Array(length).fill(0.3).fill(x, i, i + 1)), expected)).toBe(true);
      }
    }
  });

  it('stay within the range of the function, and fall by no more than one ULP where it rises', () => {
    const { least, greatest, from, to } = RANGES[name];
    const sorted = points.filter((x) => x >= from && x <= to).sort();
    const y = f(sorted);
    const places = ordinals(y);
    const [bottom, top] = ordinals(Float64Array.of(least, greatest)) as unknown as [bigint, bigint];
    for (let i = 0; i < y.length; i++) {
      const place = places[i] as bigint;
      if (!(place >= bottom && place <= top)) throw new Error(`${symbol}(${sorted[i]}) = ${y[i]}`);
      // A faithful result may be either of the two doubles around the exact value, so neighbours may differ the wrong way.
      if (i > 0 && (places[i - 1] as bigint) - place > 1n) throw new Error(`${symbol} falls at ${sorted[i]}`);
    }
    expect(y.length).toBeGreaterThan(100_000);
  });

  it('of a NaN are the one NaN with the bits 0x7ff8000000000000, whatever its payload', () => {
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
    expect(new Set(bitsOfArray(f(x)))).toEqual(new Set([0x7ff8000000000000n]));
    const ofNumbers = Float64Array.from(x, (value) => f(value));
    expect(new Set(bitsOfArray(ofNumbers))).toEqual(new Set([0x7ff8000000000000n]));
  });

  it('are the one NaN wherever they are NaN', () => {
    const bits = new Set(bitsOfArray(results.filter((y) => Number.isNaN(y))));
    expect(bits).toEqual(new Set([0x7ff8000000000000n]));
  });
});
