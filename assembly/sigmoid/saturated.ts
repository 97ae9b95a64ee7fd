/** Runs of elements of which σ is 1, or 0. */
import { ZERO_TO } from '../../math/reach';
import { BLOCK } from '../core/layout';

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
