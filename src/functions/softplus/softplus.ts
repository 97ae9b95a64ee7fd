/**
 * softplus, log(1 + e^x), in the operations and order of assembly/softplus/softplus.ts, which explains them: the same bits.
 */
import { LN2_HIGH, LN2_LOW } from '../../../math/constants.ts';
import { GRID_BOTTOM, GRID_REACH, GRID_SCALE, GRID_START } from '../../../math/grid.ts';
import { LEAST } from '../../../math/reach.ts';
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
import { FEW, halvings } from '../grid/tail.ts';
import { lowHalves } from '../low-halves.ts';

const C2 = 1 / 12;
const C4 = 1 / 720;
const D3 = 2 / 3;
const D5 = 2 / 5;

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

/** softplus over arrays of one length, which are the same or do not overlap. */
export function softplusInto(x: Float64Array, out: Float64Array, table: Float64Array): void {
  computeInto(x, out, table, 1);
}

/** log σ over arrays of one length, which are the same or do not overlap. */
export function logSigmoidInto(x: Float64Array, out: Float64Array, table: Float64Array): void {
  computeInto(x, out, table, -1);
}

/** out[i] = sign·softplus(sign·x[i]), four elements at a time, as for σ. */
function computeInto(x: Float64Array, out: Float64Array, table: Float64Array, sign: number): void {
  const length = lengthOf('f64', x);
  let i = 0;
  if (length > FEW) {
    // As locals: bundlers make variables of a module's constants, which engines read anew for each element.
    const shift = SOFTPLUS_SHIFT;
    const mask = SOFTPLUS_MASK;
    const c2 = C2;
    const c4 = C4;
    const d3 = D3;
    const d5 = D5;
    const shifted = new Float64Array(4);
    const bits = lowHalves(shifted);
    while (i < length - 3) {
      const x0 = sign * (x[i] as number);
      const x1 = sign * (x[i + 1] as number);
      const x2 = sign * (x[i + 2] as number);
      const x3 = sign * (x[i + 3] as number);
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
        const halfS0 = table[entry0 + 1] as number;
        const halfS1 = table[entry1 + 1] as number;
        const halfS2 = table[entry2 + 1] as number;
        const halfS3 = table[entry3 + 1] as number;
        const u0 = (halfS0 * r0) / (1 + ((halfS0 - 0.5) * r0 + square0 * (c2 - square0 * c4)));
        const u1 = (halfS1 * r1) / (1 + ((halfS1 - 0.5) * r1 + square1 * (c2 - square1 * c4)));
        const u2 = (halfS2 * r2) / (1 + ((halfS2 - 0.5) * r2 + square2 * (c2 - square2 * c4)));
        const u3 = (halfS3 * r3) / (1 + ((halfS3 - 0.5) * r3 + square3 * (c2 - square3 * c4)));
        const cube0 = u0 * (u0 * u0);
        const cube1 = u1 * (u1 * u1);
        const cube2 = u2 * (u2 * u2);
        const cube3 = u3 * (u3 * u3);
        out[i] =
          sign * ((table[entry0 + 2] as number) + (u0 + u0 + (cube0 * (d3 + u0 * u0 * d5) + (table[entry0 + 3] as number))));
        out[i + 1] =
          sign * ((table[entry1 + 2] as number) + (u1 + u1 + (cube1 * (d3 + u1 * u1 * d5) + (table[entry1 + 3] as number))));
        out[i + 2] =
          sign * ((table[entry2 + 2] as number) + (u2 + u2 + (cube2 * (d3 + u2 * u2 * d5) + (table[entry2 + 3] as number))));
        out[i + 3] =
          sign * ((table[entry3 + 2] as number) + (u3 + u3 + (cube3 * (d3 + u3 * u3 * d5) + (table[entry3 + 3] as number))));
        i += 4;
      } else {
        i = outsideRun(x, out, i, length, table, sign);
      }
    }
  }
  oneByOne(x, out, i, length, table, sign);
}

/**
 * The four elements from `begin` on, and those behind them as long as they are outside the table: such values come in runs. Returns
 * the end of what it computed.
 */
function outsideRun(
  x: Float64Array,
  out: Float64Array,
  begin: number,
  length: number,
  table: Float64Array,
  sign: number,
): number {
  let i = begin;
  do out[i] = signed(x[i] as number, table, sign);
  while (++i < begin + 4 || (i < length && !(Math.abs(x[i] as number) < GRID_REACH)));
  return i;
}

function oneByOne(x: Float64Array, out: Float64Array, begin: number, end: number, table: Float64Array, sign: number): void {
  for (let i = begin; i < end; i++) out[i] = signed(x[i] as number, table, sign);
}

/** log(1 + e^x) for any double. */
export function softplusOf(x: number, table: Float64Array): number {
  return signed(x, table, 1);
}

/** log σ(x) = −softplus(−x) for any double. */
export function logSigmoidOf(x: number, table: Float64Array): number {
  return signed(x, table, -1);
}

/** sign·softplus(sign·x) */
function signed(given: number, table: Float64Array, sign: number): number {
  const x = sign * given;
  if (x >= GRID_REACH) return given;
  if (x >= GRID_BOTTOM) return sign * near(x, 0, table);
  if (x < LEAST) return sign * 0;
  if (!(x < GRID_BOTTOM)) return Number.NaN;
  const k = halvings(x);
  return sign * (near(x + k * LN2_HIGH, -k * LN2_LOW, table) * (table[4 * SOFTPLUS_ENTRIES + k] as number));
}

/** L(x − low) for x within the table. */
function near(x: number, low: number, table: Float64Array): number {
  const entry = (((x + SOFTPLUS_SHIFT - GRID_START) * GRID_SCALE) & SOFTPLUS_MASK) >> 3;
  const r = x - (table[entry] as number) - low;
  const halfS = table[entry + 1] as number;
  const r2 = r * r;
  const u = (halfS * r) / (1 + ((halfS - 0.5) * r + r2 * (C2 - r2 * C4)));
  return (table[entry + 2] as number) + (u + u + (u * (u * u) * (D3 + u * u * D5) + (table[entry + 3] as number)));
}
