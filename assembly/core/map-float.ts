/** y[i] = f(x[i]) over an array of floats, for any function f over doubles: computed so, and rounded once. */
import { BLOCK, SCRATCH_DOUBLES, SCRATCH_FLOATS } from './layout';
import { map, Steps } from './map';

/**
 * target[i] = the float32 nearest to f(source[i]), as `map` takes them, but floats.
 *
 * The double f(x) is so near to the exact value that it nearly always rounds to the same float. At `tieX` it lies in the middle
 * between two, from which the exact value is less than a double shows; there, `tieY` is the nearer one.
 */
export function mapFloat<T extends Steps>(source: usize, target: usize, length: usize, scratch: usize, tieX: f32, tieY: f32): void {
  const doubles = scratch + SCRATCH_DOUBLES;
  for (; length >= BLOCK; length -= BLOCK, source += BLOCK << 2, target += BLOCK << 2) {
    mapBlock<T>(source, target, BLOCK, doubles, scratch, tieX, tieY);
  }
  if (length == 0) return;
  // The last elements in the same code; whatever is behind them fills up to a multiple of 4.
  const floats = scratch + SCRATCH_FLOATS;
  memory.copy(floats, source, length << 2);
  mapBlock<T>(floats, floats, (length + 3) & ~3, doubles, scratch, tieX, tieY);
  memory.copy(target, floats, length << 2);
}

/** The same over at most a block of elements, a multiple of 4. */
function mapBlock<T extends Steps>(
  source: usize, target: usize, length: usize, doubles: usize, scratch: usize, tieX: f32, tieY: f32,
): void {
  const end = doubles + (length << 3);
  for (let d = doubles, s = source; d < end; d += 32, s += 16) {
    v128.store(d, f64x2.promote_low_f32x4(v128.load64_zero(s, 0)), 0);
    v128.store(d, f64x2.promote_low_f32x4(v128.load64_zero(s, 8)), 16);
  }
  map<T>(doubles, doubles, length, scratch);
  const x = f32x4.splat(tieX);
  const y = f32x4.splat(tieY);
  for (let d = doubles; d < end; d += 32, source += 16, target += 16) {
    const low = f32x4.demote_f64x2_zero(v128.load(d, 0));
    const high = f32x4.demote_f64x2_zero(v128.load(d, 16));
    v128.store(target, v128.bitselect(y, v128.shuffle<i64>(low, high, 0, 2), f32x4.eq(v128.load(source), x)));
  }
}
