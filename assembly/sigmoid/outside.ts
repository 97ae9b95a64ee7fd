/** What both roundings of σ do with elements that the table does not reach, and with any element beside them. */
import { ZERO_TO } from '../../math/sigmoid/reach';
import { constant, Own } from '../core/constants';
import { BLOCK } from '../core/layout';
import { Slot } from './slots';

/** From here on at least, σ is 1. */
// @ts-ignore: decorator
@inline export const ONE_FROM: f64 = 37.5;

/**
 * σ of the first elements as long as it is 1, or as long as it is 0, four by four; returns how many. It is only worth a try where
 * six of the first block, from its beginning, middle and end, are all 1 or all 0.
 */
export function saturated(source: usize, target: usize, length: usize): usize {
  const first = v128.load(source);
  const sample = min(length, BLOCK);
  const middle = v128.load(source + (sample << 2));
  const last = v128.load(source + (sample << 3) - 16);
  const least = f64x2.pmin(f64x2.pmin(first, middle), last);
  if (i64x2.bitmask(f64x2.ge(least, f64x2.splat(ONE_FROM))) == 3) return fill(source, target, length, 0.0, ONE_FROM, 1.0);
  const greatest = f64x2.pmax(f64x2.pmax(first, middle), last);
  if (i64x2.bitmask(f64x2.le(greatest, f64x2.splat(ZERO_TO))) == 3) return fill(source, target, length, -0.0, -ZERO_TO, 0.0);
  return 0;
}

/** The same for one of the two: where x, with its sign flipped if `sign` is −0, is at least `limit`. */
function fill(source: usize, target: usize, length: usize, sign: f64, limit: f64, value: f64): usize {
  const flip = f64x2.splat(sign);
  const limits = f64x2.splat(limit);
  const result = f64x2.splat(value);
  let done: usize = 0;
  for (; done < length; done += 4, source += 32, target += 32) {
    const low = f64x2.ge(v128.xor(v128.load(source, 0), flip), limits);
    const high = f64x2.ge(v128.xor(v128.load(source, 16), flip), limits);
    if (i64x2.bitmask(v128.and(low, high)) != 3) break;
    v128.store(target, result, 0);
    v128.store(target, result, 16);
  }
  return done;
}

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

/**
 * The reduction (Cody–Waite): σ(x) = 2^k·σ(x − k·ln 2) for x below the table, where σ and exp agree. Four vectors for each two
 * elements: what leads to the entry; x − k·LN2_HIGH, exactly; k·LN2_LOW; and 2^k, or NaN.
 */
// @ts-ignore: decorator
@inline
export function reduce(source: usize, t: usize, length: usize, own: i32): void {
  const shift = constant(own + Own.SHIFT);
  const bottom = constant(own + Own.BOTTOM);
  const kOffset = constant(own + Own.K_OFFSET);
  const kShift = constant(Slot.K_SHIFT);
  const top = constant(Slot.TOP);
  const least = constant(Slot.LEAST);
  const inverseLn2 = constant(Slot.INVERSE_LN2);
  const ln2High = constant(Slot.LN2_HIGH);
  const ln2Low = constant(Slot.LN2_LOW);
  const nan = constant(Slot.NOT_A_NUMBER);
  for (const end = t + (length << 5); t < end; t += 64, source += 16) {
    const given = v128.load(source);
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
