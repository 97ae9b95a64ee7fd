/** Tables at grid points, for the TypeScript backend: see math/grid.ts. */
import { FAR } from '../../../math/grid.ts';

/** Behind the entries are 2^0, 2^-1, … 2^-1020, by which the tail scales. */
const MOST_HALVINGS = 1020;

/** A table of `count` entries of four, far from everything, and the powers of 2. */
export function farEntries(count: number): Float64Array {
  const table = new Float64Array(4 * count + MOST_HALVINGS + 1);
  for (let i = 0; i < count; i++) table[4 * i] = FAR;
  for (let i = 0, power = 1; i <= MOST_HALVINGS; i++, power /= 2) table[4 * count + i] = power;
  return table;
}

/** Not by the method `set`, which a program may have replaced. */
export function setEntry(table: Float64Array, entry: number, a: number, first: number, second: number, third: number): void {
  table[4 * entry] = a;
  table[4 * entry + 1] = first;
  table[4 * entry + 2] = second;
  table[4 * entry + 3] = third;
}
