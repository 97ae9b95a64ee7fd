/**
 * The error bounds at 10^8 points of each function, and the agreement of the kernel and of TypeScript at every float32.
 *
 *     npm run test:long
 *     SHARE=0.001 npm run test:long    runs a thousandth of the points, spread evenly
 */

import { createLogistic } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { borderPointsOf, randomPointsOf } from '../support/function-points.ts';
import { FUNCTIONS, type FunctionCase } from '../support/functions.ts';
import { sameBits } from '../support/points.ts';
import { SHARE } from '../support/share.ts';

const kernel = createLogistic({ backend: 'wasm' });
const typescript = createLogistic({ backend: 'ts' });

const LEAST_NORMAL = 2 ** -1022;
/** A chunk has SCALE times 20,000 random points of each kind. */
const SCALE = 7;

interface Worst {
  readonly maximum: number;
  readonly at: number;
}

/** The worst of the normal results of a function at some points. @throws Error where TypeScript differs, or a bound is exceeded */
function worstAt({ of, oracle, symbol, bound }: FunctionCase, points: Float64Array): Worst {
  const results = of(kernel)(points);
  if (!sameBits(of(typescript)(points), results)) throw new Error(`${symbol}: kernel and TypeScript differ`);
  const errorsOf = (isWanted: (y: number) => boolean): Worst =>
    oracle.accuracyOf(
      points.filter((_, i) => isWanted(results[i] as number)),
      results.filter(isWanted),
    );
  const isSubnormal = (y: number): boolean => Math.abs(y) < LEAST_NORMAL;
  const normal = errorsOf((y) => !isSubnormal(y));
  const subnormal = errorsOf(isSubnormal);
  expect(normal.maximum, `worst at x = ${normal.at}`).toBeLessThanOrEqual(bound);
  expect(subnormal.maximum, `worst at x = ${subnormal.at}`).toBeLessThanOrEqual(1);
  return normal;
}

describe('at 10^8 points of every kind', () => {
  it.each(FUNCTIONS)(
    'the kernel gives $symbol within $bound ULP, or 1 ULP where it is subnormal, and TypeScript gives the same bits',
    (which) => {
      const wanted = 1e8 * SHARE;
      let worst = worstAt(which, borderPointsOf(which.name));
      let done = 0;
      for (let chunk = 1; done < wanted; chunk++) {
        const points = randomPointsOf(which.name, SCALE, 1000 + chunk);
        const here = worstAt(which, points);
        if (here.maximum > worst.maximum) worst = here;
        done += points.length;
      }
      console.log(`${which.symbol}, ${done.toLocaleString('en')} points: at most ${worst.maximum} ULP, at ${worst.at}`);
      expect(worst.maximum).toBeGreaterThan(0.5);
    },
  );
});

describe('at every float32', () => {
  it.each(FUNCTIONS)('the kernel and TypeScript give the same bits of $symbol, over doubles', ({ of }) => {
    const LENGTH = 2 ** 20;
    const bits = new Uint32Array(LENGTH);
    const floats = new Float32Array(bits.buffer);
    const x = new Float64Array(LENGTH);
    const fromKernel = new Float64Array(LENGTH);
    const fromTypeScript = new Float64Array(LENGTH);
    // A share takes every stride-th float, so that the points cover the whole range.
    const stride = Math.round(1 / SHARE);
    let done = 0;
    for (let first = 0; first < 2 ** 32; first += LENGTH * stride) {
      const length = Math.min(LENGTH, Math.ceil((2 ** 32 - first) / stride));
      for (let i = 0; i < length; i++) bits[i] = first + i * stride;
      for (let i = 0; i < length; i++) x[i] = floats[i] as number;
      const part = x.subarray(0, length);
      const a = of(kernel)(part, fromKernel.subarray(0, length));
      const b = of(typescript)(part, fromTypeScript.subarray(0, length));
      if (!sameBits(a, b)) throw new Error(`they differ between the floats of bits ${first} and ${first + length * stride}`);
      done += length;
    }
    console.log(`${done.toLocaleString('en')} floats`);
    expect(done).toBe(Math.ceil(2 ** 32 / stride));
  });
});
