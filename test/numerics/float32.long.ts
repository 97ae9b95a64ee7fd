/**
 * Every function at every float32, by the kernel and by TypeScript: nothing else proves that no result is rounded wrongly.
 *
 *     npm run test:long
 *     SHARE=0.001 npm run test:long    runs a thousandth of the floats, spread evenly
 */
import { createLogistic } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import type { FunctionName } from '../support/function-points.ts';
import { FUNCTIONS } from '../support/functions.ts';
import { SHARE } from '../support/share.ts';

const LENGTH = 2 ** 18;

/** Where results are known without an exponential or a logarithm, which take long: what they are there, or undefined. */
const TRIVIAL: Record<FunctionName, (x: number) => number | undefined> = {
  // Nearer to 0 than 2^-26 σ rounds to ½.
  sigmoid: (x) => (x >= 18 ? 1 : x <= -104 ? 0 : Math.abs(x) < 2 ** -26 ? 0.5 : undefined),
  sigmoidDerivative: (x) => (Math.abs(x) > 105 ? 0 : Math.abs(x) < 2 ** -14 ? 0.25 : undefined),
  softplus: (x) => (x > 18 ? x : x < -105 ? 0 : undefined),
  logSigmoid: (x) => (x < -18 ? x : x > 105 ? -0 : undefined),
  logit: (p) => (p < 0 || p > 1 ? Number.NaN : undefined),
};

it.each(FUNCTIONS)(
  'the kernel and TypeScript give the nearest float32 of $symbol for every float32, and one NaN',
  ({ name, symbol, of, oracle }) => {
    const backends = [createLogistic({ backend: 'wasm' }), createLogistic({ backend: 'ts' })];
    const stride = Math.round(1 / SHARE);
    const bits = new Uint32Array(LENGTH);
    const x = new Float32Array(bits.buffer);
    const expected = new Float32Array(LENGTH);
    const out = new Float32Array(LENGTH);
    const words = new Uint32Array(out.buffer);
    const right = new Uint32Array(expected.buffer);
    const nearest = (value: number): number =>
      Number.isNaN(value) ? value : (TRIVIAL[name](value) ?? oracle.nearestFloat(value));
    const wrong: string[] = [];
    let done = 0;
    for (let first = 0; first < 2 ** 32; first += LENGTH * stride) {
      const length = Math.min(LENGTH, Math.ceil((2 ** 32 - first) / stride));
      for (let i = 0; i < length; i++) bits[i] = first + i * stride;
      for (let i = 0; i < length; i++) expected[i] = nearest(x[i] as number);
      for (let i = 0; i < length; i++) if (Number.isNaN(expected[i])) right[i] = 0x7fc00000;
      for (const backend of backends) {
        of(backend)(x.subarray(0, length), out.subarray(0, length));
        for (let i = 0; i < length; i++) {
          if (words[i] !== right[i]) wrong.push(`${backend.info.backend}: ${symbol}(${x[i]}) is ${out[i]}, not ${expected[i]}`);
        }
      }
      done += length;
      if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join('\n'));
    }
    console.log(`${symbol}, ${done.toLocaleString('en')} floats`);
    expect(done).toBe(Math.ceil(2 ** 32 / stride));
  },
);

it.each(FUNCTIONS)('what is taken for known of $symbol is what the reference gives', ({ name, oracle }) => {
  let known = 0;
  for (const magnitude of [0, 1e-45, 1e-9, 2 ** -26, 2 ** -14, 6e-5, 0.5, 17.9, 18, 18.1, 103.9, 104, 105, 105.1, 1e9, 3e38]) {
    for (const x of [Math.fround(magnitude), -Math.fround(magnitude)]) {
      const value = TRIVIAL[name](x);
      if (value === undefined) continue;
      expect(Math.fround(value), `at ${x}`).toBe(oracle.nearestFloat(x));
      known++;
    }
  }
  expect(known).toBeGreaterThan(5);
});
