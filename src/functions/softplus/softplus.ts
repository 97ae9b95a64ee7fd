/**
 * softplus, log(1 + e^x), in the operations and order of assembly/softplus/softplus.ts, which explains them: the same bits.
 */
import { GRID_BOTTOM, GRID_REACH, GRID_SCALE, GRID_START } from '../../../math/grid.ts';
import {
  halfWeight,
  nextSoftplus,
  SOFTPLUS_ENTRIES,
  SOFTPLUS_MASK,
  SOFTPLUS_SHIFT,
  SOFTPLUS_STEPS,
  softplusHigh,
  softplusLow,
  startSoftplus,
} from '../../../math/softplus/table.ts';
import { lengthOf } from '../../runtime/elements.ts';
import { farEntries, setEntry } from '../grid/table.ts';
import { scaled } from '../grid/tail.ts';

let table: Float64Array | undefined;

/** Computed at first use, never written again. */
export function softplusTable(): Float64Array {
  table ??= build();
  return table;
}

function build(): Float64Array {
  const built = farEntries(SOFTPLUS_ENTRIES);
  startSoftplus();
  for (let i = -SOFTPLUS_STEPS; i <= SOFTPLUS_STEPS; i++) {
    setEntry(built, SOFTPLUS_ENTRIES / 2 + i, i / 64, halfWeight, softplusHigh, softplusLow);
    nextSoftplus();
  }
  return built;
}

/** log(1 + e^x) for any double. */
export function softplusOf(x: number, table: Float64Array): number {
  return x >= GRID_BOTTOM && x < GRID_REACH ? near(x, 0, table) : outsideTable(x, table);
}

/** L(x − low) for x within the table. */
function near(x: number, low: number, table: Float64Array): number {
  const entry = (((x + SOFTPLUS_SHIFT - GRID_START) * GRID_SCALE) & SOFTPLUS_MASK) >> 3;
  const r = x - (table[entry] as number) - low;
  const halfS = table[entry + 1] as number;
  const r2 = r * r;
  const u = (halfS * r) / (1 + (halfS - 0.5) * r + r2 * (1 / 12 - r2 * (1 / 720)));
  const u2 = u * u;
  return (table[entry + 2] as number) + (u + u + (u * u2 * (2 / 3 + u2 * (2 / 5)) + (table[entry + 3] as number)));
}

/** Where it is x, 0, NaN or 2^k·L(x − k·ln 2). */
function outsideTable(x: number, table: Float64Array): number {
  if (x >= GRID_REACH) return x;
  return x < GRID_BOTTOM ? scaled(near, x, table) : Number.NaN;
}

/** softplus over arrays of one length, which are the same or do not overlap. */
export function softplusInto(x: Float64Array, out: Float64Array, table: Float64Array): void {
  const length = lengthOf('f64', x);
  for (let i = 0; i < length; i++) out[i] = softplusOf(x[i] as number, table);
}

/** log σ(x) = −softplus(−x) for any double. */
export function logSigmoidOf(x: number, table: Float64Array): number {
  return Number.isNaN(x) ? Number.NaN : -softplusOf(-x, table);
}

/** The same over arrays. */
export function logSigmoidInto(x: Float64Array, out: Float64Array, table: Float64Array): void {
  const length = lengthOf('f64', x);
  for (let i = 0; i < length; i++) out[i] = logSigmoidOf(x[i] as number, table);
}
