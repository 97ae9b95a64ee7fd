/** What functions that end like e^x do with elements that their table does not reach, and with any element beside them. */
import { constant, Own, Shared } from './constants';

/**
 * How many elements the general path takes: all of `length` if the four behind the first four are outside the table too, since
 * such values come in runs; else the first four. Either way the bits of each are the same.
 */
// @ts-ignore: decorator
@inline
export function runLength(source: usize, length: usize, limit: f64): usize {
  if (length == 4) return 4;
  const reach = f64x2.splat(limit);
  const first = f64x2.lt(f64x2.abs(v128.load(source, 32)), reach);
  const second = f64x2.lt(f64x2.abs(v128.load(source, 48)), reach);
  return i64x2.bitmask(v128.and(first, second)) != 3 ? length : 4;
}

/** What a function does with x before anything else, as `prepare(x)`; so that the end like e^x is on the left. */
export interface Prepared {
  /** Where the constants of the function are. */
  own(): i32;
  prepare(x: v128): v128;
}

/** The first pass of `map`: shifted inputs. Float to table index through memory: two passes hide that latency. */
// @ts-ignore: decorator
@inline
export function indexShifted<T extends Prepared>(source: usize, t: usize, end: usize): void {
  const f = changetype<T>(0);
  const shift = constant(f.own() + Own.SHIFT);
  for (; t < end; t += 32, source += 32) {
    v128.store(t, f64x2.add(f.prepare(v128.load(source, 0)), shift), 0);
    v128.store(t, f64x2.add(f.prepare(v128.load(source, 16)), shift), 16);
  }
}

/**
 * The reduction (Cody–Waite): f(x) = 2^k·f(x − k·ln 2) for x below the table, where f and exp agree. Four vectors for each two
 * elements: what leads to the entry; x − k·LN2_HIGH, exactly; k·LN2_LOW; and 2^k, or NaN.
 */
// @ts-ignore: decorator
@inline
export function reduce<T extends Prepared>(source: usize, t: usize, length: usize): void {
  const own = changetype<T>(0).own();
  const shift = constant(own + Own.SHIFT);
  const bottom = constant(own + Own.BOTTOM);
  const kOffset = constant(own + Own.K_OFFSET);
  const kShift = constant(Shared.K_SHIFT);
  const top = constant(Shared.TOP);
  const least = constant(Shared.LEAST);
  const inverseLn2 = constant(Shared.INVERSE_LN2);
  const ln2High = constant(Shared.LN2_HIGH);
  const ln2Low = constant(Shared.LN2_LOW);
  const nan = constant(Shared.NOT_A_NUMBER);
  for (const end = t + (length << 5); t < end; t += 64, source += 16) {
    const given = changetype<T>(0).prepare(v128.load(source));
    // In this order NaN becomes TOP: the table is for numbers.
    const x = f64x2.pmax(f64x2.pmin(top, given), least);
    // k = round(x/ln 2 + offset) below the table, else 0
    const k = v128.and(f64x2.sub(f64x2.add(f64x2.mul(x, inverseLn2), kOffset), kShift), f64x2.lt(x, bottom));
    const high = f64x2.sub(x, f64x2.mul(k, ln2High));
    // For NaN the factor is NaN, the same one for all: payloads and signs differ between processors.
    const scale = i64x2.shl(f64x2.add(k, kShift), 52);
    v128.store(t, f64x2.add(high, shift), 0);
    v128.store(t, high, 16);
    v128.store(t, f64x2.mul(k, ln2Low), 32);
    v128.store(t, v128.or(scale, v128.and(f64x2.ne(given, given), nan)), 48);
  }
}
