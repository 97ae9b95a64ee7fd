/**
 * Correct rounding at many points, by comparing its phases: the results of the kernel, nearly all from the fast phase, with
 * those of the accurate phase alone. 10^9 points take about eight minutes; SHARE=0.01 runs a hundredth of them.
 */

import { createSigmoid } from 'sigmoid-wasm';
import { it } from 'vitest';
import { accurateSigmoidOf } from '../../src/functions/sigmoid/correct.ts';
import { nearestSigmoid } from '../../src/functions/sigmoid/nearest.ts';
import { correctTable } from '../../src/functions/sigmoid/tables.ts';
import { random } from '../support/points.ts';
import { SHARE } from '../support/share.ts';

const POINTS = 1e9 * SHARE;
const BLOCK = 65536;

it.each([
  ['from −10 to 10', (next: () => number) => next() * 20 - 10],
  ['from −746 to 40', (next: () => number) => next() * 786 - 746],
  ['of all exponents', (next: () => number) => (next() < 0.5 ? -1 : 1) * 2 ** (next() * 68 - 58)],
])(`the fast and the accurate phase agree at ${Math.round(POINTS / 3).toLocaleString('en')} points %s`, (_, pick) => {
  const table = correctTable();
  const sigmoid = createSigmoid({ backend: 'wasm', rounding: 'correct' });
  const next = random(29);
  const x = sigmoid.alloc(BLOCK);
  const y = sigmoid.alloc(BLOCK);
  for (let done = 0; done < POINTS / 3; done += BLOCK) {
    for (let i = 0; i < BLOCK; i++) x[i] = pick(next);
    sigmoid(x, y);
    for (let i = 0; i < BLOCK; i++) {
      const value = x[i] as number;
      if (Math.abs(value) > 746 || value > 48) continue;
      const decided = accurateSigmoidOf(value, table);
      const wanted = Number.isNaN(decided) ? nearestSigmoid(value) : decided;
      if (y[i] !== wanted) throw new Error(`σ(${value}): kernel ${y[i]}, accurate phase ${wanted}`);
    }
  }
});
