/**
 * The table behind σ over float32, and how x leads to its entry; for the kernel and the TypeScript backend.
 *
 * The entry at ZERO_ENTRY + i is T = e^-a for a = i/64. Where a ≤ 0 and x has a negative sign it is the one before, so that 0 has
 * two: near 0, σ(x) = ½ + x/4 − x³/48, where x/4 often ends in the middle between two floats, and x³/48 is less than a double
 * shows. The two differ from 1 by so much that the quotient leaves the middle for the side of ½.
 */

/** From here on σ(x) rounds to 1 (it does from 17.33 on), and up to here to 0 (it does below −103.97). */
export const TOP: number = 17.5;
export const LEAST: number = -104;

/** Cells on either side of 0. */
export const LOWER_STEPS: number = -64 * LEAST;
export const UPPER_STEPS: number = 64 * TOP;
export const ZERO_ENTRY: number = LOWER_STEPS + 1;
export const ENTRIES: number = ZERO_ENTRY + 1 + UPPER_STEPS;

/** T of 0, for x ≥ +0 and for x ≤ −0: 1 ± 2^-50. With 2^-51 to 2^-48 all ties come out right, with 2^-52 some do not. */
export const ABOVE_ONE: number = 1 + 1 / 1125899906842624;
export const BELOW_ONE: number = 1 - 1 / 1125899906842624;
