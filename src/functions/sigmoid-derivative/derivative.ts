/**
 * σ′(x) = σ(x)·σ(−x) in the operations and order of assembly/sigmoid-derivative/derivative.ts, which explains them: the same bits.
 */
import { GRID_BOTTOM, GRID_SCALE, GRID_START } from '../../../math/grid.ts';
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
import { scaled } from '../grid/tail.ts';

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

/** σ′ over arrays of one length, which are the same or do not overlap. */
export function derivativeInto(x: Float64Array, out: Float64Array, table: Float64Array): void {
  const length = lengthOf('f64', x);
  for (let i = 0; i < length; i++) out[i] = derivativeOf(x[i] as number, table);
}

/** σ′(x) for any double. It is even: of σ's two sides the one below 0 suffices. */
export function derivativeOf(x: number, table: Float64Array): number {
  const X = -Math.abs(x);
  return X >= GRID_BOTTOM ? near(X, 0, table) : X < GRID_BOTTOM ? scaled(near, X, table) : Number.NaN;
}

/** σ′(x − low) for x within the table. */
function near(x: number, low: number, table: Float64Array): number {
  const entry = (((x + SLOPE_SHIFT - GRID_START) * GRID_SCALE) & SLOPE_MASK) >> 3;
  const r = x - (table[entry] as number) - low;
  const h = table[entry + 1] as number;
  const P = table[entry + 2] as number;
  const r2 = r * r;
  // σ(x) = σ(a) + q
  const q = (P * r) / (1 + h * r + r2 * (1 / 12 - r2 * (1 / 720)));
  return P + ((table[entry + 3] as number) - q * (h + h + q));
}
