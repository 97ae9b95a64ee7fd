import { describe, expect, it } from 'vitest';
import { exactSigmoid, exactUlpError, referenceSigmoid, ulpErrorOf } from '../../oracle/sigmoid.mjs';
import { random, stratifiedPoints } from '../support/points.ts';

describe('the exact reference', () => {
  it('gives the known digits of σ(0) and σ(1) in integers', () => {
    // σ(1) = 1/(1 + 1/e), digits from the series of e.
    const digits = (exactSigmoid(1, 200) * 10n ** 50n) >> 200n;
    expect(digits.toString()).toBe('73105857863000487925115924182183627436514464016505');
    expect(exactSigmoid(0, 64)).toBe(1n << 63n);
  });

  it('satisfies σ(x) + σ(−x) = 1 in integers', () => {
    for (const x of [1e-300, 0.1, 3, 40, 700]) {
      const sum = exactSigmoid(x, 1200) + exactSigmoid(-x, 1200);
      const off = sum - (1n << 1200n);
      expect(off > -8n && off < 8n).toBe(true);
    }
  });

  it('agrees in double-double arithmetic with the one in integers, to a relative 2^-40 of the error in ULP', () => {
    const points = stratifiedPoints();
    const next = random(7);
    for (let i = 0; i < 4000; i++) {
      const x = points[Math.floor(next() * points.length)] as number;
      if (!Number.isFinite(x) || x < -745) continue;
      const y = 1 / (1 + Math.exp(-x));
      referenceSigmoid(x);
      const difference = Math.abs(ulpErrorOf(y) - exactUlpError(x, y));
      expect(difference, `at ${x}`).toBeLessThanOrEqual(2 ** -40 * Math.max(1, exactUlpError(x, y)));
    }
  });
});
