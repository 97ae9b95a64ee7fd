/**
 * σ rounded correctly, in the stages of assembly/sigmoid/correct.ts, which explains them.
 */

import { exponentFor, second, stepFor } from '../../../math/sigmoid/accurate.ts';
import { EPSILON, TAU } from '../../../math/sigmoid/bounds.ts';
import { nearestSigmoid } from './nearest.ts';
import { CORRECT_ENTRIES, CORRECT_POWERS, LOWS } from './tables.ts';

/** As in faithful.ts, but for cells half as wide. */
const SHIFT = 1.5 * 2 ** 41 + 64 + 8 / 2048;
const INDEX = 0x3fff0;
const R2 = 1 / 12;
const R4 = 1 / 720;
const FEW = 32;

/**
 * out[i] = the double nearest to σ(x[i]), otherwise as `sigmoidInto`; `table` is that of `correctTable()`.
 *
 * As there, four at a time, and nothing is called but where one of the four is not decided.
 */
export function correctSigmoidInto(x: Float64Array, out: Float64Array, table: Float64Array): void {
  const length = x.length;
  let i = 0;
  if (length > FEW) {
    const shifted = new Float64Array(4);
    const bits = new Int32Array(shifted.buffer);
    for (; i < length - 3; i += 4) {
      const x0 = x[i] as number;
      const x1 = x[i + 1] as number;
      const x2 = x[i + 2] as number;
      const x3 = x[i + 3] as number;
      shifted[0] = x0 + SHIFT;
      shifted[1] = x1 + SHIFT;
      shifted[2] = x2 + SHIFT;
      shifted[3] = x3 + SHIFT;
      const entry0 = ((bits[0] as number) & INDEX) >> 3;
      const entry1 = ((bits[2] as number) & INDEX) >> 3;
      const entry2 = ((bits[4] as number) & INDEX) >> 3;
      const entry3 = ((bits[6] as number) & INDEX) >> 3;
      const r0 = x0 - (table[entry0] as number);
      const r1 = x1 - (table[entry1] as number);
      const r2 = x2 - (table[entry2] as number);
      const r3 = x3 - (table[entry3] as number);
      const S0 = table[entry0 + 1] as number;
      const S1 = table[entry1 + 1] as number;
      const S2 = table[entry2 + 1] as number;
      const S3 = table[entry3 + 1] as number;
      const square0 = r0 * r0;
      const square1 = r1 * r1;
      const square2 = r2 * r2;
      const square3 = r3 * r3;
      const w0 = S0 * (1 - S0) * r0;
      const w1 = S1 * (1 - S1) * r1;
      const w2 = S2 * (1 - S2) * r2;
      const w3 = S3 * (1 - S3) * r3;
      const q0 = w0 / (1 + ((S0 - 0.5) * r0 + square0 * (R2 - square0 * R4)));
      const q1 = w1 / (1 + ((S1 - 0.5) * r1 + square1 * (R2 - square1 * R4)));
      const q2 = w2 / (1 + ((S2 - 0.5) * r2 + square2 * (R2 - square2 * R4)));
      const q3 = w3 / (1 + ((S3 - 0.5) * r3 + square3 * (R2 - square3 * R4)));
      const bound0 = Math.abs(w0) * EPSILON + S0 * TAU;
      const bound1 = Math.abs(w1) * EPSILON + S1 * TAU;
      const bound2 = Math.abs(w2) * EPSILON + S2 * TAU;
      const bound3 = Math.abs(w3) * EPSILON + S3 * TAU;
      const y0 = S0 + (q0 + bound0);
      const y1 = S1 + (q1 + bound1);
      const y2 = S2 + (q2 + bound2);
      const y3 = S3 + (q3 + bound3);
      if (
        square0 + square1 + square2 + square3 < 4 &&
        S0 + (q0 - bound0) === y0 &&
        S1 + (q1 - bound1) === y1 &&
        S2 + (q2 - bound2) === y2 &&
        S3 + (q3 - bound3) === y3
      ) {
        out[i] = y0;
        out[i + 1] = y1;
        out[i + 2] = y2;
        out[i + 3] = y3;
      } else {
        oneByOne(x, out, i, i + 4, table);
      }
    }
  }
  oneByOne(x, out, i, length, table);
}

function oneByOne(x: Float64Array, out: Float64Array, begin: number, end: number, table: Float64Array): void {
  for (let i = begin; i < end; i++) out[i] = correctSigmoidOf(x[i] as number, table);
}

/** The double nearest to σ(x), for any double. */
export function correctSigmoidOf(x: number, table: Float64Array): number {
  if (x >= BOTTOM && x < TOP) {
    // The sum is a multiple of 1/2048; taking 1.5·2^41 away leaves their count from the table's start, exactly.
    const entry = (((x + SHIFT - 1.5 * 2 ** 41) * 2048) & INDEX) >> 3;
    const y = first(table[entry + 1] as number, x - (table[entry] as number));
    return !Number.isNaN(y) ? y : decide(x, table);
  }
  return beyond(x, table);
}

const TOP = 63;
const BOTTOM = -98312.5 / 2048;
/** σ rounds to 0 up to here at least, and is normal from there on. */
const ZERO_TO = -746;
const NORMAL_FROM = -708;
const LN2_HIGH = 0.6931471806019545;
const LN2_LOW = -4.2009150726810846e-11;

function beyond(x: number, table: Float64Array): number {
  if (x >= TOP) return 1;
  if (x <= ZERO_TO) return 0;
  if (!(x < BOTTOM)) return Number.NaN;
  if (x < NORMAL_FROM) return decide(x, table);
  const k = exponentFor(x);
  const high = x - k * LN2_HIGH;
  const entry = CORRECT_ENTRIES - 2 * stepFor(x, k);
  const y = first(table[entry + 1] as number, high - (table[entry] as number) - k * LN2_LOW);
  return !Number.isNaN(y) ? y * (table[CORRECT_POWERS - k] as number) : decide(x, table);
}

/** The first stage for σ(a + r), S = σ(a): NaN where it leaves two candidates. */
function first(S: number, r: number): number {
  const r2 = r * r;
  const w = S * (1 - S) * r;
  const q = w / (1 + ((S - 0.5) * r + r2 * (R2 - r2 * R4)));
  const bound = Math.abs(w) * EPSILON + S * TAU;
  const y = S + (q + bound);
  return S + (q - bound) === y ? y : Number.NaN;
}

/** The second stage, and if need be the last. */
function decide(x: number, table: Float64Array): number {
  const k = exponentFor(x);
  const step = stepFor(x, k);
  const entry = CORRECT_ENTRIES - 2 * step;
  const a = table[entry] as number;
  const S = table[entry + 1] as number;
  const y = second(x, a, S, table[LOWS + step] as number, k, table[CORRECT_POWERS - k] as number);
  return !Number.isNaN(y) ? y : nearestSigmoid(x);
}
