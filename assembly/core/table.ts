/** Tables at grid points: see ../../math/grid.ts. */
import { FAR } from '../../math/grid';

/** Fills a table with entries that are far from everything. */
export function writeFarEntries(table: usize, count: f64): void {
  for (let i: i32 = 0; i < <i32>count; i++) store<f64>(table + (<usize>i << 5), FAR);
}

export function writeEntry(table: usize, entry: i32, a: f64, first: f64, second: f64, third: f64): void {
  const address = table + (<usize>entry << 5);
  store<f64>(address, a, 0);
  store<f64>(address, first, 8);
  store<f64>(address, second, 16);
  store<f64>(address, third, 24);
}
