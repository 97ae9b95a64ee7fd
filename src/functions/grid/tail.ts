import { INVERSE_LN2, LN2_HIGH, LN2_LOW } from '../../../math/constants.ts';
import { GRID_OFFSET } from '../../../math/grid.ts';
import { ROUNDER } from '../../../math/search.ts';
import { LEAST } from '../../../math/reach.ts';
import { powersOf } from './table.ts';

/** As in the kernels, where the low bits of k + K_SHIFT are the exponent of 2^k. */
const K_SHIFT = ROUNDER + 1023;
const K_OFFSET = K_SHIFT + GRID_OFFSET;

/**
 * f(x) = 2^k·f(x − k·ln 2) for x below the table, where f and exp agree (Cody–Waite).
 *
 * @param near f(x − low) for x within the table
 */
export function scaled(
  near: (x: number, low: number, table: Float64Array) => number,
  x: number,
  table: Float64Array,
): number {
  if (x < LEAST) return 0;
  const k = x * INVERSE_LN2 + K_OFFSET - K_SHIFT;
  return near(x - k * LN2_HIGH, k * LN2_LOW, table) * (table[powersOf(table) - k] as number);
}
