/**
 * The table behind σ′: for a = −i/64 what its formula needs of it, σ(a) − ½, and σ′(a) as a double-double.
 *
 *     startSlopes(); for (i = 0; i <= SLOPE_STEPS; i++) { …; nextSlope() }
 */
import { quotientError, twoProductError, twoSumError } from '../double-double.ts';
import { GRID_START } from '../grid.ts';
import { nextPower, powerHigh, powerLow, startPowers } from '../powers.ts';

/** Cells below 0. */
export const SLOPE_STEPS: number = 48 * 64;

/** Entries of the table, of which the last is that of 0; and what leads to them, as ../grid.ts says. */
export const SLOPE_ENTRIES: number = 4096;
export const SLOPE_MASK: number = 32 * (SLOPE_ENTRIES - 1);
export const SLOPE_SHIFT: number = GRID_START + 64 - 1 / 64 + 15 / 2048;

/** σ(a) − ½, and σ′(a) = slope + slopeLow. */
export let half: number = 0;
export let slope: number = 0.25;
export let slopeLow: number = 0;

/** Begins with a = 0. */
export function startSlopes(): void {
  startPowers();
  setSlope();
}

/** One cell further down. */
export function nextSlope(): void {
  nextPower();
  setSlope();
}

/** With E = e^-a: σ(a) − ½ = (1 − E)/(2 + 2E), and σ′(a) = E/(1 + E)². */
function setSlope(): void {
  const sum = powerHigh + 1;
  const sumLow = 1 - (sum - powerHigh) + powerLow;
  const rise = 1 - powerHigh;
  const ratio = rise / sum;
  half = 0.5 * (ratio + quotientError(rise, twoSumError(1, -powerHigh, rise) - powerLow, sum, sumLow, ratio));
  const square = sum * sum;
  const squareLow = twoProductError(sum, sum, square) + 2 * sum * sumLow;
  slope = powerHigh / square;
  slopeLow = quotientError(powerHigh, powerLow, square, squareLow, slope);
}
