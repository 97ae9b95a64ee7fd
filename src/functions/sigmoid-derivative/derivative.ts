/**
 * σ′(x) = σ(x)·σ(−x) in the operations and order of assembly/sigmoid-derivative/derivative.ts, which explains them: the same bits.
 */
import { LN2_HIGH, LN2_LOW } from '../../../math/constants.ts';
import { GRID_BOTTOM, GRID_REACH, GRID_SCALE, GRID_START } from '../../../math/grid.ts';
import { LEAST } from '../../../math/reach.ts';
import {
  half,
  nextSlope,
  SLOPE_ENTRIES,
  SLOPE_MASK,
  SLOPE_SHIFT,
  SLOPE_STEPS,
  slope,
  slopeLow,
  startSlopes,
} from '../../../math/sigmoid-derivative/table.ts';
import { lengthOf } from '../../runtime/elements.ts';
import { farEntries, setEntry } from '../grid/table.ts';
import { FEW, halvings } from '../grid/tail.ts';
import { lowHalves } from '../low-halves.ts';

const C2 = 1 / 12;
const C4 = 1 / 720;

let table: Float64Array | undefined;

/** Computed at first use, never written again. */
export function slopeTable(): Float64Array {
  table ??= build();
  return table;
}

function build(): Float64Array {
  const built = farEntries(SLOPE_ENTRIES);
  startSlopes();
  for (let i = 0; i <= SLOPE_STEPS; i++) {
    setEntry(built, SLOPE_ENTRIES - 1 - i, -i / 64, half, slope, slopeLow);
    nextSlope();
  }
  return built;
}

/** σ′ over arrays of one length, which are the same or do not overlap: four elements at a time, as for σ. */
export function derivativeInto(x: Float64Array, out: Float64Array, table: Float64Array): void {
  const length = lengthOf('f64', x);
  let i = 0;
  if (length > FEW) {
    // As locals: bundlers make variables of a module's constants, which engines read anew for each element.
    const shift = SLOPE_SHIFT;
    const mask = SLOPE_MASK;
    const c2 = C2;
    const c4 = C4;
    const shifted = new Float64Array(4);
    const bits = lowHalves(shifted);
    while (i < length - 3) {
      const x0 = -Math.abs(x[i] as number);
      const x1 = -Math.abs(x[i + 1] as number);
      const x2 = -Math.abs(x[i + 2] as number);
      const x3 = -Math.abs(x[i + 3] as number);
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
        const h0 = table[entry0 + 1] as number;
        const h1 = table[entry1 + 1] as number;
        const h2 = table[entry2 + 1] as number;
        const h3 = table[entry3 + 1] as number;
        const P0 = table[entry0 + 2] as number;
        const P1 = table[entry1 + 2] as number;
        const P2 = table[entry2 + 2] as number;
        const P3 = table[entry3 + 2] as number;
        const q0 = (P0 * r0) / (1 + (h0 * r0 + square0 * (c2 - square0 * c4)));
        const q1 = (P1 * r1) / (1 + (h1 * r1 + square1 * (c2 - square1 * c4)));
        const q2 = (P2 * r2) / (1 + (h2 * r2 + square2 * (c2 - square2 * c4)));
        const q3 = (P3 * r3) / (1 + (h3 * r3 + square3 * (c2 - square3 * c4)));
        out[i] = P0 + ((table[entry0 + 3] as number) - q0 * (h0 + h0 + q0));
        out[i + 1] = P1 + ((table[entry1 + 3] as number) - q1 * (h1 + h1 + q1));
        out[i + 2] = P2 + ((table[entry2 + 3] as number) - q2 * (h2 + h2 + q2));
        out[i + 3] = P3 + ((table[entry3 + 3] as number) - q3 * (h3 + h3 + q3));
        i += 4;
      } else {
        i = outsideRun(x, out, i, length, table);
      }
    }
  }
  oneByOne(x, out, i, length, table);
}

/**
 * The four elements from `begin` on, and those behind them as long as they are outside the table: such values come in runs. Returns
 * the end of what it computed.
 */
function outsideRun(x: Float64Array, out: Float64Array, begin: number, length: number, table: Float64Array): number {
  let i = begin;
  do out[i] = derivativeOf(x[i] as number, table);
  while (++i < begin + 4 || (i < length && !(Math.abs(x[i] as number) < GRID_REACH)));
  return i;
}

function oneByOne(x: Float64Array, out: Float64Array, begin: number, end: number, table: Float64Array): void {
  for (let i = begin; i < end; i++) out[i] = derivativeOf(x[i] as number, table);
}

/** σ′(x) for any double. It is even: of σ's two sides the one below 0 suffices. */
export function derivativeOf(given: number, table: Float64Array): number {
  const x = -Math.abs(given);
  if (x >= GRID_BOTTOM) return near(x, 0, table);
  if (x < LEAST) return 0;
  if (!(x < GRID_BOTTOM)) return Number.NaN;
  const k = halvings(x);
  return near(x + k * LN2_HIGH, -k * LN2_LOW, table) * (table[4 * SLOPE_ENTRIES + k] as number);
}

/** σ′(x − low) for x within the table. */
function near(x: number, low: number, table: Float64Array): number {
  const entry = (((x + SLOPE_SHIFT - GRID_START) * GRID_SCALE) & SLOPE_MASK) >> 3;
  const r = x - (table[entry] as number) - low;
  const h = table[entry + 1] as number;
  const P = table[entry + 2] as number;
  const r2 = r * r;
  // σ(x) = σ(a) + q
  const q = (P * r) / (1 + (h * r + r2 * (C2 - r2 * C4)));
  return P + ((table[entry + 3] as number) - q * (h + h + q));
}
