/**
 * σ rounded correctly, in the phases and the order of assembly/sigmoid/correct.ts, which explains them.
 */
import { C2, C4, INVERSE_LN2, LEAST_NORMAL, LN2_HIGH, LN2_LOW } from '../../../math/constants.ts';
import { TOP, ZERO_TO } from '../../../math/reach.ts';
import { ROUNDER } from '../../../math/search.ts';
import { accuratePhase, exponentFor, stepFor } from '../../../math/sigmoid/accurate.ts';
import { FAST_ERROR, SUBNORMAL_ERROR } from '../../../math/sigmoid/bounds.ts';
import {
  CORRECT_BOTTOM as BOTTOM,
  CORRECT_ENTRY,
  CORRECT_OFFSET,
  CUT,
  CORRECT_SHIFT as SHIFT,
} from '../../../math/sigmoid/reach.ts';
import { ENTRIES } from '../../../math/sigmoid/table.ts';
import { lengthOf } from '../../runtime/elements.ts';
import { lowHalves } from '../low-halves.ts';
import { nearestSigmoid } from './nearest.ts';
import { CORRECT_LOW, CORRECT_POWERS } from './tables.ts';

const K_SHIFT = ROUNDER + 1023;
const K_OFFSET = K_SHIFT + CORRECT_OFFSET;

/** Up to this length, making two arrays costs more than they save. */
const FEW = 32;

/**
 * out[i] = the double nearest to σ(x[i]). `table` is that of `correctTable()`. The arrays have one length, and are the same or do
 * not overlap.
 *
 * Two elements at a time, their table indices through memory, and nothing is called but where one is not decided.
 */
export function correctSigmoidInto(x: Float64Array, out: Float64Array, table: Float64Array): void {
  const length = lengthOf('f64', x);
  let i = 0;
  if (length > FEW) {
    // As locals: bundlers make variables of a module's constants, which engines read anew for each element.
    const shift = SHIFT;
    const mask = CORRECT_ENTRY;
    const cut = CUT;
    const c2 = C2;
    const c4 = C4;
    const error = FAST_ERROR;
    const shifted = new Float64Array(2);
    const bits = lowHalves(shifted);
    for (; i < length - 1; i += 2) {
      const x0 = x[i] as number;
      const x1 = x[i + 1] as number;
      shifted[0] = x0 + shift;
      shifted[1] = x1 + shift;
      const entry0 = ((bits[0] as number) & mask) >> 3;
      const entry1 = ((bits[2] as number) & mask) >> 3;
      // r = x − a = high + low
      const r0 = x0 - (table[entry0] as number);
      const r1 = x1 - (table[entry1] as number);
      const S0 = table[entry0 + 1] as number;
      const S1 = table[entry1 + 1] as number;
      const P0 = table[entry0 + 2] as number;
      const P1 = table[entry1 + 2] as number;
      const high0 = r0 + cut - cut;
      const high1 = r1 + cut - cut;
      // w = P·high,  s = S + w,  E = (S − ½)·r + r²·(c2 − r²·c4)
      const w0 = P0 * high0;
      const w1 = P1 * high1;
      const s0 = S0 + w0;
      const s1 = S1 + w1;
      const square0 = r0 * r0;
      const square1 = r1 * r1;
      const E0 = (S0 - 0.5) * r0 + square0 * (c2 - square0 * c4);
      const E1 = (S1 - 0.5) * r1 + square1 * (c2 - square1 * c4);
      // c = (P·low + L·r − w·E)/(1 + E)
      const c0 = (P0 * (r0 - high0) + (table[entry0 + 3] as number) * r0 - w0 * E0) / (1 + E0);
      const c1 = (P1 * (r1 - high1) + (table[entry1 + 3] as number) * r1 - w1 * E1) / (1 + E1);
      // δ = s·ε;  y = s + (c + δ), if it is s + (c − δ) too
      const delta0 = s0 * error;
      const delta1 = s1 * error;
      const y0 = s0 + (c0 + delta0);
      const y1 = s1 + (c1 + delta1);
      // Outside the table the masked index leads to an entry that is far away, and NaN fails every comparison.
      if (square0 + square1 < 4 && s0 + (c0 - delta0) === y0 && s1 + (c1 - delta1) === y1) {
        out[i] = y0;
        out[i + 1] = y1;
      } else {
        out[i] = correctSigmoidOf(x0, table);
        out[i + 1] = correctSigmoidOf(x1, table);
      }
    }
  }
  for (; i < length; i++) out[i] = correctSigmoidOf(x[i] as number, table);
}

/** The double nearest to σ(x), for any double. */
export function correctSigmoidOf(x: number, table: Float64Array): number {
  if (x >= TOP) return 1;
  if (x <= ZERO_TO) return 0;
  if (Number.isNaN(x)) return Number.NaN;
  const k = x < BOTTOM ? x * INVERSE_LN2 + K_OFFSET - K_SHIFT : 0;
  return fastPhase(x, k, table[CORRECT_POWERS - k] as number, table);
}

/** The fast phase for x − k·ln 2, scaled by 2^k; what it leaves undecided is settled. */
function fastPhase(x: number, k: number, scale: number, table: Float64Array): number {
  const reduced = x - k * LN2_HIGH;
  // The sum is a multiple of 1/2048; taking 1.5·2^41 away leaves their count from the table's start, exactly.
  const entry = (((reduced + SHIFT - 1.5 * 2 ** 41) * 2048) & CORRECT_ENTRY) >> 3;
  const S = table[entry + 1] as number;
  const P = table[entry + 2] as number;
  // r = (x − k·LN2_HIGH − a) − k·LN2_LOW = high + low
  const near = reduced - (table[entry] as number);
  const high = near + CUT - CUT;
  const low = near - high - k * LN2_LOW;
  const r = high + low;
  const w = P * high;
  const s = S + w;
  const r2 = r * r;
  const E = (S - 0.5) * r + r2 * (C2 - r2 * C4);
  // M = 2^-1022/2^k where the result is subnormal, else 0: adding it rounds s at the result's last place
  const M = x < LEAST_NORMAL ? 2 ** -1022 / scale : 0;
  const shifted = M + s;
  const c = s - (shifted - M) + (P * low + (table[entry + 3] as number) * r - w * E) / (1 + E);
  const delta = s * FAST_ERROR + M * SUBNORMAL_ERROR;
  const y = shifted + (c + delta);
  return shifted + (c - delta) === y ? (y - M) * scale : settle(x, table);
}

function settle(x: number, table: Float64Array): number {
  const y = accurateSigmoidOf(x, table);
  return Number.isNaN(y) ? nearestSigmoid(x) : y;
}

/** The accurate phase, for x from −746 to 48: the double nearest to σ(x), or NaN where it leaves two candidates. */
export function accurateSigmoidOf(x: number, table: Float64Array): number {
  const k = exponentFor(x);
  const step = stepFor(x, k);
  const entry = 2 * ENTRIES - 4 * step;
  const a = table[entry] as number;
  const S = table[entry + 1] as number;
  const low = table[CORRECT_LOW + step] as number;
  return accuratePhase(x, a, S, low, k, table[CORRECT_POWERS - k] as number);
}
