/**
 * The table behind softplus, L(x) = log(1 + e^x): for a = i/64, −48 ≤ a ≤ 48, what its formula needs, half of σ(a), and L(a)
 * as a double-double.
 *
 *     startSoftplus(); for (i = −SOFTPLUS_STEPS; i <= SOFTPLUS_STEPS; i++) { …; nextSoftplus() }
 */
import { E_START, E_START_LOW } from '../constants.ts';
import { quotientError, twoSumError } from '../double-double.ts';
import { GRID_START } from '../grid.ts';
import { nextPower, powerHigh, powerLow, startPowersAt } from '../powers.ts';

/** Cells on either side of 0. */
export const SOFTPLUS_STEPS: number = 48 * 64;

/** Entries of the table, index i for the cell around i/64 − 64; and what leads to them, as ../grid.ts says. */
export const SOFTPLUS_ENTRIES: number = 8192;
export const SOFTPLUS_MASK: number = 32 * (SOFTPLUS_ENTRIES - 1);
export const SOFTPLUS_SHIFT: number = GRID_START + 64 + 15 / 2048;

/** σ(a)/2, and L(a) = softplusHigh + softplusLow. */
export let halfWeight: number = 0;
export let softplusHigh: number = 0;
export let softplusLow: number = 0;

/** Begins with a = −48. */
export function startSoftplus(): void {
  startPowersAt(E_START, E_START_LOW);
  softplusHigh = powerHigh;
  // log(1 + E) = E − E²/2 + …
  softplusLow = powerLow - 0.5 * powerHigh * powerHigh;
  setHalfWeight();
}

/** One cell further up: with E = e^a and F = e^(a + 1/64), L rises by log((1 + F)/(1 + E)) = 2·artanh((F − E)/(2 + E + F)). */
export function nextSoftplus(): void {
  const high = powerHigh;
  const low = powerLow;
  nextPower();
  const rise = powerHigh - high + (powerLow - low);
  const riseLow = powerHigh - high - rise + (powerLow - low);
  const both = powerHigh + high;
  const sum = 2 + both;
  const sumLow = twoSumError(2, both, sum) + twoSumError(powerHigh, high, both) + powerLow + low;
  const u = rise / sum;
  const u2 = u * u;
  // 2·(u³/3 + u⁵/5 + u⁷/7 + u⁹/9)
  const rest = 2 * (quotientError(rise, riseLow, sum, sumLow, u) + u * u2 * (1 / 3 + u2 * (1 / 5 + u2 * (1 / 7 + u2 / 9))));
  const total = softplusHigh + 2 * u;
  const totalLow = twoSumError(softplusHigh, 2 * u, total) + (softplusLow + rest);
  softplusHigh = total + totalLow;
  softplusLow = totalLow - (softplusHigh - total);
  setHalfWeight();
}

/** σ(a) = E/(1 + E), to the last bit. */
function setHalfWeight(): void {
  const sum = 1 + powerHigh;
  const sumLow = twoSumError(1, powerHigh, sum) + powerLow;
  const quotient = powerHigh / sum;
  halfWeight = 0.5 * (quotient + quotientError(powerHigh, powerLow, sum, sumLow, quotient));
}
