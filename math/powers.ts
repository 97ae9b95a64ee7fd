/** The powers of e^(1/64), of which tables are made. */
import { E_CELL, E_CELL_LOW } from './constants.ts';
import { twoProductError } from './double-double.ts';

/** The power that is reached, as a double-double. */
export let powerHigh: number = 1;
export let powerLow: number = 0;

/** Begins with e^0. */
export function startPowers(): void {
  startPowersAt(1, 0);
}

/** Begins with a power that is given as a double-double. */
export function startPowersAt(high: number, low: number): void {
  powerHigh = high;
  powerLow = low;
}

/** Times e^(1/64), with a relative error below 2^-103. */
export function nextPower(): void {
  const product = powerHigh * E_CELL;
  const low = twoProductError(powerHigh, E_CELL, product) + (powerHigh * E_CELL_LOW + powerLow * E_CELL);
  powerHigh = product + low;
  powerLow = low - (powerHigh - product);
}
