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

/** What the formula reads: the pairs S, A, and a double with its more significant half. */
interface Table {
  readonly pairs: Float64Array;
  readonly double: Float64Array;
  readonly high: Int32Array;
}

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
  const double = new Float64Array(1);
  return { pairs, double, high: highHalves(double) };
}

/** logit over arrays of one length, which are the same or do not overlap. */
export function logitInto(p: Float64Array, out: Float64Array, table: Table): void {
  const length = lengthOf('f64', p);
  for (let i = 0; i < length; i++) out[i] = logitOf(p[i] as number, table);
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
function logOddsOf(f: number, k: number, { pairs, double, high }: Table): number {
  const z = 0.5 - f;
  const middle = f > 0.25;
  double[0] = middle ? (z > Z_LEAST ? z : Z_LEAST) : f;
  const entry = (((high[0] as number) >> 14) + (middle ? Z_OFFSET : 0)) & (LOGIT_ENTRIES - 1);
  const S = pairs[2 * entry] as number;
  const A = pairs[2 * entry + 1] as number;
  const v = (f - S) / (0.5 * S + f * (0.5 - S));
  const v2 = v * v;
  const w = v + v * v2 * (1 / 12 + v2 * (1 / 80 + v2 * (1 / 448)));
  const kHigh = k * LN2_HIGH;
  const sum = kHigh + A;
  return sum + (twoSumError(kHigh, A, sum) + (k * LN2_LOW - w));
}

/** −logit(f), where f is so small that the table does not reach it. */
function belowTable(f: number, table: Table): number {
  if (f === 0) return Number.POSITIVE_INFINITY;
  const { double, high } = table;
  // Subnormal numbers have no exponent of their own.
  const subnormal = f < 2 ** -1022;
  double[0] = subnormal ? f * 2 ** 54 : f;
  const exponent = (high[0] as number) >> 20;
  high[0] = ((high[0] as number) & 0xfffff) | (LEAST_EXPONENT << 20);
  return logOddsOf(double[0] as number, LEAST_EXPONENT - exponent + (subnormal ? 54 : 0), table);
}
