/**
 * σ in the operations and order of assembly/sigmoid/faithful.ts, which explains them: the same bits.
 */
import { INVERSE_LN2, LN2_HIGH, LN2_LOW } from '../../../math/constants.ts';
import { LEAST, TOP } from '../../../math/reach.ts';
import { ROUNDER } from '../../../math/search.ts';
import {
  FAITHFUL_BOTTOM as BOTTOM,
  FAITHFUL_ENTRY,
  FAITHFUL_OFFSET,
  FAITHFUL_SHIFT as SHIFT,
} from '../../../math/sigmoid/reach.ts';
import { lengthOf } from '../../runtime/elements.ts';
import { lowHalves } from '../low-halves.ts';
import { FAITHFUL_POWERS } from './tables.ts';

const C2 = 1 / 12;
const C4 = 1 / 720;

/** Up to this length, making two arrays costs more than they save. */
const FEW = 32;

/**
 * out[i] = σ(x[i]). `table` is that of `faithfulTable()`. The arrays have one length, and are the same or do not overlap.
 *
 * Four elements at a time, their table indices through memory as in the kernel: see `sigmoidBy` for the formula. Calls of
 * that would be inlined or not as V8's budget for the caller happens to allow, and cost a factor of 3 where not.
 */
export function sigmoidInto(x: Float64Array, out: Float64Array, table: Float64Array, of: (x: number) => number): void {
  const length = lengthOf('f64', x);
  let i = 0;
  if (length > FEW) {
    // As locals: bundlers make variables of a module's constants, which engines read anew for each element.
    const shift = SHIFT;
    const mask = FAITHFUL_ENTRY;
    const c2 = C2;
    const c4 = C4;
    const shifted = new Float64Array(4);
    const bits = lowHalves(shifted);
    for (; i < length - 3; i += 4) {
      const x0 = x[i] as number;
      const x1 = x[i + 1] as number;
      const x2 = x[i + 2] as number;
      const x3 = x[i + 3] as number;
      shifted[0] = x0 + shift;
      shifted[1] = x1 + shift;
      shifted[2] = x2 + shift;
      shifted[3] = x3 + shift;
      const entry0 = ((bits[0] as number) & mask) >> 3;
      const entry1 = ((bits[2] as number) & mask) >> 3;
      const entry2 = ((bits[4] as number) & mask) >> 3;
      const entry3 = ((bits[6] as number) & mask) >> 3;
      const r0 = x0 - (table[entry0] as number);
      const r1 = x1 - (table[entry1] as number);
      const r2 = x2 - (table[entry2] as number);
      const r3 = x3 - (table[entry3] as number);
      const square0 = r0 * r0;
      const square1 = r1 * r1;
      const square2 = r2 * r2;
      const square3 = r3 * r3;
      // Outside the table the masked index leads to an entry that is far away, and NaN fails every comparison.
      if (square0 + square1 + square2 + square3 < 4) {
        const S0 = table[entry0 + 1] as number;
        const S1 = table[entry1 + 1] as number;
        const S2 = table[entry2 + 1] as number;
        const S3 = table[entry3 + 1] as number;
        out[i] = S0 + (S0 * (1 - S0) * r0) / (1 + (S0 - 0.5) * r0 + square0 * (c2 - square0 * c4));
        out[i + 1] = S1 + (S1 * (1 - S1) * r1) / (1 + (S1 - 0.5) * r1 + square1 * (c2 - square1 * c4));
        out[i + 2] = S2 + (S2 * (1 - S2) * r2) / (1 + (S2 - 0.5) * r2 + square2 * (c2 - square2 * c4));
        out[i + 3] = S3 + (S3 * (1 - S3) * r3) / (1 + (S3 - 0.5) * r3 + square3 * (c2 - square3 * c4));
      } else {
        oneByOne(x, out, i, i + 4, of);
      }
    }
  }
  oneByOne(x, out, i, length, of);
}

function oneByOne(x: Float64Array, out: Float64Array, begin: number, end: number, of: (x: number) => number): void {
  for (let i = begin; i < end; i++) out[i] = of(x[i] as number);
}

/** As in the kernel, where the low bits of k + K_SHIFT are the exponent of 2^k. */
const K_SHIFT = ROUNDER + 1023;
const K_OFFSET = K_SHIFT + FAITHFUL_OFFSET;

/** σ of any double, by `table`. Made once: engines take the constants of one closure for what they are, but read a module's anew. */
export function sigmoidBy(table: Float64Array): (x: number) => number {
  const shift = SHIFT;
  const mask = FAITHFUL_ENTRY;
  const bottom = BOTTOM;
  const top = TOP;
  const c2 = C2;
  const c4 = C4;

  /** σ(x − low) for x within the table: σ(a + r), S = σ(a). */
  const near = (x: number, low: number): number => {
    // The sum is a multiple of 1/1024; taking 1.5·2^42 away leaves their count from the table's start, exactly.
    const entry = (((x + shift - 1.5 * 2 ** 42) * 1024) & mask) >> 3;
    const S = table[entry + 1] as number;
    const r = x - (table[entry] as number) - low;
    const h = S - 0.5;
    const P = S * (1 - S);
    const r2 = r * r;
    const D = 1 + h * r + r2 * (c2 - r2 * c4);
    return S + (P * r) / D;
  };

  /** σ outside the table, where it is 1, 0, NaN or 2^k·σ(x − k·ln 2). */
  const outside = (x: number): number => {
    if (x >= top) return 1;
    if (x < LEAST) return 0;
    if (!(x < bottom)) return Number.NaN;
    // The reduction (Cody–Waite): σ(x) = 2^k·σ(x − k·ln 2)
    const k = x * INVERSE_LN2 + K_OFFSET - K_SHIFT;
    return near(x - k * LN2_HIGH, k * LN2_LOW) * (table[FAITHFUL_POWERS - k] as number);
  };

  return (x) => (x >= bottom && x < top ? near(x, 0) : outside(x));
}
