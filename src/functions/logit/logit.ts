/**
 * logit, log(p/(1 − p)), in the operations and order of assembly/logit/logit.ts, which explains them: the same bits.
 */
import { LN2_HIGH, LN2_LOW } from '../../../math/constants.ts';
import { twoSumError } from '../../../math/double-double.ts';
import {
  cell,
  complement,
  F_LEAST,
  LEAST_EXPONENT,
  LOGIT_ENTRIES,
  LOGIT_STEPS,
  logOdds,
  nextLogit,
  startLogit,
  Z_LEAST,
  Z_OFFSET,
} from '../../../math/logit/table.ts';
import { lengthOf } from '../../runtime/elements.ts';
import { highHalves } from '../low-halves.ts';

/** What the formula reads: the pairs S, A, and doubles with their more significant halves. */
interface Table {
  readonly pairs: Float64Array;
  readonly doubles: Float64Array;
  readonly high: Int32Array;
}

/** The more significant halves of ½ and ¼. */
const HALF_BITS = 0x3fe00000;
const QUARTER_BITS = 0x3fd00000;

const E2 = 1 / 12;
const E4 = 1 / 80;
const E6 = 1 / 448;

let table: Table | undefined;

/** Computed at first use. */
export function logitTable(): Table {
  table ??= build();
  return table;
}

function build(): Table {
  const pairs = new Float64Array(2 * LOGIT_ENTRIES);
  startLogit();
  for (let i = 0; i <= LOGIT_STEPS; i++) {
    pairs[2 * cell] = complement;
    pairs[2 * cell + 1] = logOdds;
    nextLogit();
  }
  const doubles = new Float64Array(12);
  return { pairs, doubles, high: highHalves(doubles) };
}

/** logit over arrays of one length, which are the same or do not overlap: four elements at a time, as for σ. */
export function logitInto(p: Float64Array, out: Float64Array, table: Table): void {
  const length = lengthOf('f64', p);
  // As locals: bundlers make variables of a module's constants, which engines read anew for each element.
  const { pairs, doubles, high } = table;
  const fLeast = F_LEAST;
  const zLeast = Z_LEAST;
  const zOffset = Z_OFFSET;
  const last = LOGIT_ENTRIES - 1;
  const halfBits = HALF_BITS;
  const quarterBits = QUARTER_BITS;
  const e2 = E2;
  const e4 = E4;
  const e6 = E6;
  let i = 0;
  while (i < length - 3) {
    const p0 = p[i] as number;
    const p1 = p[i + 1] as number;
    const p2 = p[i + 2] as number;
    const p3 = p[i + 3] as number;
    const f0 = Math.min(p0, 1 - p0);
    const f1 = Math.min(p1, 1 - p1);
    const f2 = Math.min(p2, 1 - p2);
    const f3 = Math.min(p3, 1 - p3);
    if (f0 >= fLeast && f1 >= fLeast && f2 >= fLeast && f3 >= fLeast) {
      // What depends on f and p is chosen by their bits: a comparison would be predicted wrongly every other time.
      doubles[0] = f0;
      doubles[4] = Math.max(0.5 - f0, zLeast);
      doubles[8] = p0;
      doubles[1] = f1;
      doubles[5] = Math.max(0.5 - f1, zLeast);
      doubles[9] = p1;
      doubles[2] = f2;
      doubles[6] = Math.max(0.5 - f2, zLeast);
      doubles[10] = p2;
      doubles[3] = f3;
      doubles[7] = Math.max(0.5 - f3, zLeast);
      doubles[11] = p3;
      const middle0 = (quarterBits - 1 - (high[0] as number)) >> 31;
      const middle1 = (quarterBits - 1 - (high[2] as number)) >> 31;
      const middle2 = (quarterBits - 1 - (high[4] as number)) >> 31;
      const middle3 = (quarterBits - 1 - (high[6] as number)) >> 31;
      const bits0 = ((high[0] as number) & ~middle0) | ((high[8] as number) & middle0);
      const bits1 = ((high[2] as number) & ~middle1) | ((high[10] as number) & middle1);
      const bits2 = ((high[4] as number) & ~middle2) | ((high[12] as number) & middle2);
      const bits3 = ((high[6] as number) & ~middle3) | ((high[14] as number) & middle3);
      const entry0 = 2 * (((bits0 >> 14) + (zOffset & middle0)) & last);
      const entry1 = 2 * (((bits1 >> 14) + (zOffset & middle1)) & last);
      const entry2 = 2 * (((bits2 >> 14) + (zOffset & middle2)) & last);
      const entry3 = 2 * (((bits3 >> 14) + (zOffset & middle3)) & last);
      const S0 = pairs[entry0] as number;
      const S1 = pairs[entry1] as number;
      const S2 = pairs[entry2] as number;
      const S3 = pairs[entry3] as number;
      const v0 = (f0 - S0) / (0.5 * S0 + f0 * (0.5 - S0));
      const v1 = (f1 - S1) / (0.5 * S1 + f1 * (0.5 - S1));
      const v2 = (f2 - S2) / (0.5 * S2 + f2 * (0.5 - S2));
      const v3 = (f3 - S3) / (0.5 * S3 + f3 * (0.5 - S3));
      const square0 = v0 * v0;
      const square1 = v1 * v1;
      const square2 = v2 * v2;
      const square3 = v3 * v3;
      const y0 = (pairs[entry0 + 1] as number) - (v0 + v0 * square0 * (e2 + square0 * (e4 + square0 * e6)));
      const y1 = (pairs[entry1 + 1] as number) - (v1 + v1 * square1 * (e2 + square1 * (e4 + square1 * e6)));
      const y2 = (pairs[entry2 + 1] as number) - (v2 + v2 * square2 * (e2 + square2 * (e4 + square2 * e6)));
      const y3 = (pairs[entry3 + 1] as number) - (v3 + v3 * square3 * (e2 + square3 * (e4 + square3 * e6)));
      const sign0 = 1 + 2 * (((high[16] as number) - halfBits) >> 31);
      const sign1 = 1 + 2 * (((high[18] as number) - halfBits) >> 31);
      const sign2 = 1 + 2 * (((high[20] as number) - halfBits) >> 31);
      const sign3 = 1 + 2 * (((high[22] as number) - halfBits) >> 31);
      out[i] = sign0 * y0;
      out[i + 1] = sign1 * y1;
      out[i + 2] = sign2 * y2;
      out[i + 3] = sign3 * y3;
      i += 4;
    } else {
      for (const end = i + 4; i < end; i++) out[i] = logitOf(p[i] as number, table);
    }
  }
  for (; i < length; i++) out[i] = logitOf(p[i] as number, table);
}

/** logit(p) for any double. */
export function logitOf(p: number, table: Table): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const below = p < 0.5;
  const f = below ? p : 1 - p;
  const odds = f >= F_LEAST ? logOddsOf(f, 0, table) : belowTable(f, table);
  return below ? -odds : odds;
}

/** −logit(f·2^-k), for f within the table; k = 0 unless that is far below it, where −logit and −log agree. */
function logOddsOf(f: number, k: number, { pairs, doubles, high }: Table): number {
  const z = 0.5 - f;
  const middle = f >= 0.25;
  doubles[0] = middle ? Math.max(z, Z_LEAST) : f;
  const entry = (((high[0] as number) >> 14) + (middle ? Z_OFFSET : 0)) & (LOGIT_ENTRIES - 1);
  const S = pairs[2 * entry] as number;
  const A = pairs[2 * entry + 1] as number;
  const v = (f - S) / (0.5 * S + f * (0.5 - S));
  const v2 = v * v;
  const w = v + v * v2 * (E2 + v2 * (E4 + v2 * E6));
  const kHigh = k * LN2_HIGH;
  const sum = kHigh + A;
  return sum + (twoSumError(kHigh, A, sum) + (k * LN2_LOW - w));
}

/** −logit(f), where f is so small that the table does not reach it. */
function belowTable(f: number, table: Table): number {
  if (f === 0) return Number.POSITIVE_INFINITY;
  const { doubles, high } = table;
  // Subnormal numbers have no exponent of their own.
  const subnormal = f < 2 ** -1022;
  doubles[0] = subnormal ? f * 2 ** 54 : f;
  const exponent = (high[0] as number) >> 20;
  high[0] = ((high[0] as number) & 0xfffff) | (LEAST_EXPONENT << 20);
  return logOddsOf(doubles[0] as number, LEAST_EXPONENT - exponent + (subnormal ? 54 : 0), table);
}
