/** The tables of the TypeScript backend; the kernel's are in its memory, written from the same source. */

import { nextPower, powerHigh, startPowers } from '../../../math/powers.ts';
import {
  ABOVE_ONE,
  BELOW_ONE,
  ENTRIES as FLOAT_ENTRIES,
  LOWER_STEPS,
  UPPER_STEPS,
  ZERO_ENTRY,
} from '../../../math/sigmoid/float32.ts';
import {
  CORRECT_STEPS,
  ENTRIES,
  FAITHFUL_STEPS,
  lowerA,
  lowerP,
  lowerPLow,
  lowerS,
  next,
  startCorrect,
  startFaithful,
  upperA,
  upperP,
  upperPLow,
  upperS,
} from '../../../math/sigmoid/table.ts';
import { nextLow, startLow } from '../../../math/sigmoid/table-low.ts';

/** Behind the entries are 2^0, 2^-1, … 2^-1020, by which the tail scales; this is the index of the first, for each rounding. */
export const FAITHFUL_POWERS = 2 * ENTRIES;
export const CORRECT_POWERS = 4 * ENTRIES;
const MOST_HALVINGS = 1020;

/** For correct rounding σ(a) − S of the entries from 0 downwards follows; this is the index of the first. */
export const CORRECT_LOW = CORRECT_POWERS + MOST_HALVINGS + 1;

let faithful: Float64Array | undefined;
let correct: Float64Array | undefined;
let float: Float64Array | undefined;

/** The pairs a, S, one after the other, then the powers. Computed at first use, never written again. */
export function faithfulTable(): Float64Array {
  faithful ??= buildFaithful();
  return faithful;
}

/** The same for correct rounding: entries a, S, P, PLow, the powers, and σ(a) − S. */
export function correctTable(): Float64Array {
  correct ??= buildCorrect();
  return correct;
}

/** For float32, each cell's T: see math/sigmoid/float32.ts. */
export function floatTable(): Float64Array {
  float ??= buildFloat();
  return float;
}

function buildFaithful(): Float64Array {
  const table = new Float64Array(FAITHFUL_POWERS + MOST_HALVINGS + 1);
  const zero = ENTRIES;
  setEntry(table, zero, 0, 0.5);
  startFaithful();
  for (let i = 1; i <= FAITHFUL_STEPS; i++) {
    next();
    setEntry(table, zero - 2 * i, lowerA, lowerS);
    setEntry(table, zero + 2 * i, upperA, upperS);
  }
  // Below the table: nothing is near this a, so that the range test fails. Above it σ is 1.
  for (let i = FAITHFUL_STEPS + 1; i <= ENTRIES / 2; i++) setEntry(table, zero - 2 * i, Number.POSITIVE_INFINITY, 0);
  for (let i = FAITHFUL_STEPS + 1; i < ENTRIES / 2; i++) setEntry(table, zero + 2 * i, i / 64, 1);
  setPowers(table, FAITHFUL_POWERS);
  return table;
}

function buildCorrect(): Float64Array {
  const table = new Float64Array(CORRECT_LOW + CORRECT_STEPS + 1);
  const zero = 2 * ENTRIES;
  table[0] = Number.POSITIVE_INFINITY;
  setEntry(table, zero, 0, 0.5, 0.25, 0);
  startCorrect();
  startLow();
  for (let i = 1; i <= CORRECT_STEPS; i++) {
    next();
    setEntry(table, zero - 4 * i, lowerA, lowerS, lowerP, lowerPLow);
    setEntry(table, zero + 4 * i, upperA, upperS, upperP, upperPLow);
    table[CORRECT_LOW + i] = nextLow(lowerA, lowerS);
  }
  setPowers(table, CORRECT_POWERS);
  return table;
}

function buildFloat(): Float64Array {
  const table = new Float64Array(FLOAT_ENTRIES);
  setEntry(table, ZERO_ENTRY - 1, BELOW_ONE, ABOVE_ONE);
  startPowers();
  for (let i = 1; i <= LOWER_STEPS; i++) {
    nextPower();
    table[ZERO_ENTRY - 1 - i] = powerHigh;
    if (i <= UPPER_STEPS) table[ZERO_ENTRY + i] = 1 / powerHigh;
  }
  return table;
}

/** Not by the method `set`, which a program may have replaced. */
function setEntry(table: Float64Array, begin: number, ...values: number[]): void {
  for (const [i, value] of values.entries()) table[begin + i] = value;
}

function setPowers(table: Float64Array, begin: number): void {
  for (let i = 0, power = 1; i <= MOST_HALVINGS; i++, power /= 2) table[begin + i] = power;
}
