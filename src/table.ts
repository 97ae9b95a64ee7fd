/** The table of the TypeScript backend; the kernel's stands in its memory, made from the same source. */
import { lowerA, lowerS, next, STEPS, start, upperA, upperS } from '../assembly/table.ts';

/** Entries; entry i holds the pair (a, S) for the cell around i/64 − 64. */
const ENTRIES = 8192;
/** Behind the pairs stand 2^0, 2^-1, … 2^-1020, by which the tail scales; this is the index of the first. */
export const POWERS = 2 * ENTRIES;
const MOST_HALVINGS = 1020;

let table: Float64Array | undefined;

/** The pairs a, S, one after the other, then the powers. Computed at first use, never written again. */
export function sigmoidTable(): Float64Array {
  table ??= build();
  return table;
}

function build(): Float64Array {
  const values = new Float64Array(POWERS + MOST_HALVINGS + 1);
  const zero = ENTRIES;
  values[zero + 1] = 0.5;
  start();
  for (let i = 1; i <= STEPS; i++) {
    next();
    values[zero - 2 * i] = lowerA;
    values[zero - 2 * i + 1] = lowerS;
    values[zero + 2 * i] = upperA;
    values[zero + 2 * i + 1] = upperS;
  }
  // Below the table: nothing is near this a. Above it σ is 1.
  for (let i = 0; i < zero - 2 * STEPS; i += 2) values[i] = Number.POSITIVE_INFINITY;
  for (let i = zero + 2 * STEPS + 3; i < POWERS; i += 2) values[i] = 1;
  for (let i = 0, power = 1; i <= MOST_HALVINGS; i++, power /= 2) values[POWERS + i] = power;
  return values;
}
