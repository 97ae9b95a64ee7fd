/**
 * σ at every float32, by the kernel and by TypeScript: nothing else proves that no result is rounded wrongly.
 *
 *     npm run test:long
 *     SHARE=0.001 npm run test:long    runs a thousandth of the floats, spread evenly
 */
import { createSigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { nearestFloatSigmoid } from '../../oracle/sigmoid-float32.mjs';
import { SHARE } from '../support/share.ts';

const LENGTH = 2 ** 18;
/** Outside these σ rounds to 0 or 1, and nearer to 0 than the last to ½: no exponential is needed to tell. */
const [LEAST, TOP, NEAR] = [-104, 18, 2 ** -26];

function nearest(x: number): number {
  if (!(x > LEAST && x < TOP)) return x >= TOP ? 1 : x <= LEAST ? 0 : Number.NaN;
  return Math.abs(x) < NEAR ? 0.5 : nearestFloatSigmoid(x);
}

it('the kernel and TypeScript give the nearest float32 for every float32, and one NaN', () => {
  const backends = [createSigmoid({ backend: 'wasm' }), createSigmoid({ backend: 'ts' })];
  const stride = Math.round(1 / SHARE);
  const bits = new Uint32Array(LENGTH);
  const x = new Float32Array(bits.buffer);
  const expected = new Float32Array(LENGTH);
  const out = new Float32Array(LENGTH);
  const words = new Uint32Array(out.buffer);
  const right = new Uint32Array(expected.buffer);
  const wrong: string[] = [];
  let done = 0;
  for (let first = 0; first < 2 ** 32; first += LENGTH * stride) {
    const length = Math.min(LENGTH, Math.ceil((2 ** 32 - first) / stride));
    for (let i = 0; i < length; i++) bits[i] = first + i * stride;
    for (let i = 0; i < length; i++) expected[i] = nearest(x[i] as number);
    for (let i = 0; i < length; i++) if (Number.isNaN(x[i])) right[i] = 0x7fc00000;
    for (const sigmoid of backends) {
      sigmoid(x.subarray(0, length), out.subarray(0, length));
      for (let i = 0; i < length; i++) {
        if (words[i] !== right[i]) wrong.push(`${sigmoid.info.backend}: σ(${x[i]}) is ${out[i]}, not ${expected[i]}`);
      }
    }
    done += length;
    if (wrong.length > 0) throw new Error(wrong.slice(0, 10).join('\n'));
  }
  console.log(`${done.toLocaleString('en')} floats`);
  expect(done).toBe(Math.ceil(2 ** 32 / stride));
});
