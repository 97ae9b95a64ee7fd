/**
 * Stores x·x/x, computed as the formulas are. By this the loader sees whether it and the kernel have one byte order, and whether
 * the thread keeps subnormal numbers: as results, where x·x is one, and as operands.
 */
export function probe(target: usize, x: f64): void {
  const factor = f64x2.splat(x);
  v128.store(target, f64x2.div(f64x2.mul(factor, factor), factor));
}
