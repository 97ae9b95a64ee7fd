import { INVERSE_LN2 } from '../../../math/constants.ts';
import { GRID_OFFSET } from '../../../math/grid.ts';
import { ROUNDER } from '../../../math/search.ts';

/** Up to this length, making two arrays costs more than they save. */
export const FEW = 32;

/** As in the kernels, where the low bits of k + K_SHIFT are the exponent of 2^k. */
const K_SHIFT = ROUNDER + 1023;
const K_OFFSET = K_SHIFT + GRID_OFFSET;

/** The k for which f(x) = 2^-k·f(x + k·ln 2), where x is below the table and f and exp agree (Cody–Waite). */
export function halvings(x: number): number {
  return -(x * INVERSE_LN2 + K_OFFSET - K_SHIFT);
}
