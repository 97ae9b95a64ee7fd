/** The tables of the TypeScript backend; the kernel's stand in its memory, made from the same source. */

import {
  CORRECT,
  CORRECT_STEPS,
  FAITHFUL,
  lowerA,
  lowerS,
  next,
  STEPS,
  start,
  upperA,
  upperS,
} from '../../../math/sigmoid/table.ts';
import { nextLow, startLows } from '../../../math/sigmoid/table-low.ts';

/** Entries; entry i holds the pair (a, S) for the cell around i/64 − 64. */
const ENTRIES = 8192;
/** Behind the pairs stand 2^0, 2^-1, … 2^-1020, by which the tail scales; this is the index of the first. */
export const POWERS = 2 * ENTRIES;
const MOST_HALVINGS = 1020;

/** The same for correct rounding, whose cells are half as wide. */
export const CORRECT_ENTRIES = 16384;
export const CORRECT_POWERS = 2 * CORRECT_ENTRIES;
/** Behind the powers, for correct rounding, stand σ(a) − S of the pairs from 0 downwards. */
export const LOWS = CORRECT_POWERS + MOST_HALVINGS + 1;

let table: Float64Array | undefined;
let correct: Float64Array | undefined;

/** The pairs a, S, one after the other, then the powers. Computed at first use, never written again. */
export function sigmoidTable(): Float64Array {
  table ??= build(FAITHFUL, STEPS, ENTRIES, 0);
  return table;
}

/** The same for correct rounding, with the errors of the lower pairs behind. */
export function correctTable(): Float64Array {
  correct ??= withLows(build(CORRECT, CORRECT_STEPS, CORRECT_ENTRIES, CORRECT_STEPS + 1));
  return correct;
}

function build(tolerance: number, steps: number, zero: number, room: number): Float64Array {
  const powers = 2 * zero;
  const values = new Float64Array(powers + MOST_HALVINGS + 1 + room);
  values[zero + 1] = 0.5;
  start(tolerance);
  for (let i = 1; i <= steps; i++) {
    next();
    values[zero - 2 * i] = lowerA;
    values[zero - 2 * i + 1] = lowerS;
    values[zero + 2 * i] = upperA;
    values[zero + 2 * i + 1] = upperS;
  }
  // Below the table: nothing is near this a. Above it σ is 1.
  for (let i = 0; i < zero - 2 * steps; i += 2) values[i] = Number.POSITIVE_INFINITY;
  for (let i = zero + 2 * steps + 3; i < powers; i += 2) values[i] = 1;
  for (let i = 0, power = 1; i <= MOST_HALVINGS; i++, power /= 2) values[powers + i] = power;
  return values;
}

function withLows(values: Float64Array): Float64Array {
  startLows();
  for (let i = 1; i <= CORRECT_STEPS; i++) {
    const entry = CORRECT_ENTRIES - 2 * i;
    values[LOWS + i] = nextLow(values[entry] as number, values[entry + 1] as number);
  }
  return values;
}
