/** A number's result has the bits that it has in an array, although another way leads to it. */
import { createSigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { borderPointsOf, pointsOf } from '../support/function-points.ts';
import { describeFunctions } from '../support/functions.ts';
import { sameBits, stratifiedPoints } from '../support/points.ts';

describeFunctions('a number', ({ name }, create) => {
  it('gives the bits that it gives in an array, at points of all kinds', () => {
    const f = create();
    for (const points of [pointsOf(name), borderPointsOf(name)]) {
      expect(points.length).toBeGreaterThan(10);
      expect(sameBits(Float64Array.from(points, f), f(points))).toBe(true);
    }
  });

  it('is refused when the instance is closed, whether or not it has computed one before', () => {
    const f = create();
    f(0.5);
    f.close();
    expect(() => f(0.5)).toThrow('closed');
    const unused = create();
    unused.close();
    expect(() => unused(0.5)).toThrow('closed');
  });
});

describe.each(['wasm', 'ts'] as const)('with correct rounding and the backend %s, a number', (backend) => {
  it('gives the bits that it gives in an array, at points of all kinds', () => {
    const f = createSigmoid({ backend, rounding: 'correct' });
    const points = stratifiedPoints();
    expect(sameBits(Float64Array.from(points, f), f(points))).toBe(true);
  });
});
