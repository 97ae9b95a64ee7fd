/** e^(i/64) for i = 0, 1, 2, …, of which tables are made. */
import { E_CELL, E_CELL_LOW } from '../constants.ts';
import { twoProductError } from '../double-double.ts';

/** The power that is reached, as a double-double. */
export let powerHigh: number = 1;
export let powerLow: number = 0;

/** Back to e^0. */
export function startPowers(): void {
  powerHigh = 1;
  powerLow = 0;
}

/** Times e^(1/64), with a relative error below 2^-103. */
export function nextPower(): void {
  const product = powerHigh * E_CELL;
  const low = twoProductError(powerHigh, E_CELL, product) + (powerHigh * E_CELL_LOW + powerLow * E_CELL);
  powerHigh = product + low;
  powerLow = low - (powerHigh - product);
}
