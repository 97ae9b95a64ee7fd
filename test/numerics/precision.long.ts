/**
 * The error bounds at 10^8 points, and the agreement of the kernel and of TypeScript at every float32.
 *
 *     npm run test:long
 *     SHARE=0.001 npm run test:long    runs a thousandth of the points, spread evenly
 */

import { createSigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { accuracyOf } from '../../oracle/sigmoid.mjs';
import { sameBits, stratifiedPoints } from '../support/points.ts';
import { SHARE } from '../support/share.ts';

const kernel = createSigmoid({ backend: 'wasm' });
const typescript = createSigmoid({ backend: 'ts' });

/** The least double whose σ is a normal number. */
const NORMAL_FROM = -708.3964185322641;
/** A chunk has seven kinds of random points, and SCALE times 20,000 of each. Only the first chunk has the points at boundaries. */
const SCALE = 7;
const RANDOM_POINTS = 7 * 20_000 * SCALE;

describe('at 10^8 points of every kind', () => {
  it('the kernel is within 0.53 ULP, or 1 ULP where the result is subnormal, and TypeScript gives the same bits', () => {
    const wanted = 1e8 * SHARE;
    let done = 0;
    let worst = { maximum: 0, at: Number.NaN };
    for (let chunk = 1; done < wanted; chunk++) {
      const points = stratifiedPoints(SCALE, 1000 + chunk).subarray(0, chunk === 1 ? undefined : RANDOM_POINTS);
      const results = kernel(points);
      if (!sameBits(typescript(points), results)) throw new Error(`kernel and TypeScript differ in chunk ${chunk}`);
      const normal = accuracyOf(points.filter(isNormal), kernel(points.filter(isNormal)));
      const subnormal = accuracyOf(points.filter(isSubnormal), kernel(points.filter(isSubnormal)));
      expect(normal.maximum, `worst at x = ${normal.at}`).toBeLessThanOrEqual(0.53);
      expect(subnormal.maximum, `worst at x = ${subnormal.at}`).toBeLessThanOrEqual(1);
      if (normal.maximum > worst.maximum) worst = normal;
      done += points.length;
    }
    console.log(`${done.toLocaleString('en')} points: at most ${worst.maximum} ULP, at ${worst.at}`);
    expect(worst.maximum).toBeGreaterThan(0.5);
  });
});

const isNormal = (x: number): boolean => x >= NORMAL_FROM;
const isSubnormal = (x: number): boolean => x < NORMAL_FROM;

describe('at every float32', () => {
  it('the kernel and TypeScript give the same bits', () => {
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
      const a = kernel(part, fromKernel.subarray(0, length));
      const b = typescript(part, fromTypeScript.subarray(0, length));
      if (!sameBits(a, b)) throw new Error(`they differ between the floats of bits ${first} and ${first + length * stride}`);
      done += length;
    }
    console.log(`${done.toLocaleString('en')} floats`);
    expect(done).toBe(Math.ceil(2 ** 32 / stride));
  });
});
