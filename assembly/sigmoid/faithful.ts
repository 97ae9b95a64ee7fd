/**
 * σ(x) = 1/(1 + e^-x) over f64 arrays, two lanes at a time.
 *
 * Bound     0.53 ULP where the result is normal, 1 ULP where it is subnormal.
 * Worst     0.5271 ULP at x = −704.2986026424952, of 10^8 inputs; test/numerics/accuracy.test.ts and `npm run test:long` fail above 0.53.
 * Method    No exponential. With a near x from a table of step 1/64, S = σ(a), r = x − a and |r| ≤ 8.5/1024,
 *           the addition theorem of the logistic function says
 *
 *               σ(a + r) = S + S(1−S)·r / (r·coth(r/2)/2 + (S−½)·r),   r·coth(r/2)/2 = 1 + r²/12 − r⁴/720 + …
 *
 *           The next term, r⁶/30240, is below 2^-56 of the denominator and the quotient below 2^-6.9 of S, so the
 *           result is one rounding (½ ULP) plus about 3 roundings of the quotient scaled by 2^-6.9 (0.025 ULP).
 * Table     Accurate (Gal): a is not on the grid but beside it, where σ(a) is a double to 2^-7.5 ULP; then S needs no
 *           low part, and r = x − a is exact. See math/sigmoid/table.ts.
 * Tail      x < −48: e^x = 2^k·e^(x − k·ln 2), brought to the table near −47, where σ and exp agree to 2^-67.
 * Outside   NaN, ±∞, x < −48, x > 63.99: the masked index leads to an entry whose a is at least 2 away from x. One shift and
 *           one sign test per four elements find that, after the arithmetic and before the store.
 *
 * Only + − × ÷ and integer operations, in the order of src/functions/sigmoid/faithful.ts: both give the same bits.
 *
 * Tried on x86-64 (V8 11.3, Zen 5), 1 M elements, ratio to the naive loop; this one 11.9:
 *   - grid points a and S as a pair S + S_lo (two more additions, a range test before the arithmetic): 9.9–10.4
 *   - testing the range in the first pass by AND and OR of the shifted inputs: 11.1; by maximum of |x|: 10.5
 *   - one test per block of 64 instead of per 4 elements: 11.7, and x must be saved for in-place use
 *   - v128.any_true instead of shift and bitmask for the test: 11.3
 *   - unrolling by 1, 2, 4 vectors: 10.6, 11.9, 11.5
 *   - address arithmetic instead of constant offsets in loads and stores: −7 %
 */
import { FAITHFUL_ENTRY } from '../../math/sigmoid/reach';
import { constant, Own, Shared } from '../core/constants';
import { BLOCK } from '../core/layout';
import { map, Steps } from '../core/map';
import { indexShifted, Prepared, reduce, runLength } from '../core/reduction';
import { FAITHFUL_TABLE } from '../layout';
import { saturated } from './saturated';
import { FAITHFUL } from './slots';

/** Masks the byte offset of an entry within the low bits of a shifted input. */
// @ts-ignore: decorator
@inline const ENTRY: u32 = <u32>FAITHFUL_ENTRY;
/** The lower end of the table. */
// @ts-ignore: decorator
@inline const REACH: f64 = 48.0;

/** σ(a + r), S = σ(a). */
// @ts-ignore: decorator
@inline
function addition(S: v128, r: v128, half: v128, one: v128, c2: v128, c4: v128): v128 {
  // h = S − ½,  P = S(1 − S)
  const h = f64x2.sub(S, half);
  const P = f64x2.mul(S, f64x2.sub(one, S));
  // D = 1 + h·r + r²·(1/12 − r²/720)
  const r2 = f64x2.mul(r, r);
  const D = f64x2.add(f64x2.add(one, f64x2.mul(h, r)), f64x2.mul(r2, f64x2.sub(c2, f64x2.mul(r2, c4))));
  // S + P·r/D
  return f64x2.add(S, f64x2.div(f64x2.mul(P, r), D));
}

class FaithfulSteps implements Steps, Prepared {
  // @ts-ignore: decorator
  @inline
  own(): i32 {
    return FAITHFUL;
  }

  // @ts-ignore: decorator
  @inline
  prepare(x: v128): v128 {
    return x;
  }

  // @ts-ignore: decorator
  @inline
  index(source: usize, t: usize, end: usize): void {
    indexShifted<FaithfulSteps>(source, t, end);
  }

  // @ts-ignore: decorator
  @inline
  fast(source: usize, target: usize, t: usize, end: usize, z: usize): usize {
    const half = constant(Shared.HALF);
    const one = constant(Shared.ONE);
    const c2 = constant(FAITHFUL + Own.C2);
    const c4 = constant(FAITHFUL + Own.C4);
    const begin = t;
    for (; t < end; t += 32, source += 32, target += 32) {
      const p0 = v128.load(load<u32>(t, 0) & ENTRY, FAITHFUL_TABLE);
      const p1 = v128.load(load<u32>(t, 8) & ENTRY, FAITHFUL_TABLE);
      const p2 = v128.load(load<u32>(t, 16) & ENTRY, FAITHFUL_TABLE);
      const p3 = v128.load(load<u32>(t, 24) & ENTRY, FAITHFUL_TABLE);
      // r = x − a
      const r0 = f64x2.sub(v128.load(source, 0), v128.shuffle<f64>(p0, p1, 0, 2));
      const r1 = f64x2.sub(v128.load(source, 16), v128.shuffle<f64>(p2, p3, 0, 2));
      const y0 = addition(v128.shuffle<f64>(p0, p1, 1, 3), r0, half, one, c2, c4);
      const y1 = addition(v128.shuffle<f64>(p2, p3, 1, 3), r1, half, one, c2, c4);
      // Bit 62 of a double is set from 2 on, and in infinities and NaN.
      if (i64x2.bitmask(i64x2.shl(v128.or(r0, r1), 1)) != 0) break;
      v128.store(target, y0, 0);
      v128.store(target, y1, 16);
    }
    return (t - begin) >> 3;
  }

  general(source: usize, target: usize, length: usize, t: usize): usize {
    const uniform = saturated(source, target, length);
    if (uniform > 0) return uniform;
    length = runLength(source, min(length, BLOCK), REACH);
    reduce<FaithfulSteps>(source, t, length);

    const half = constant(Shared.HALF);
    const one = constant(Shared.ONE);
    const c2 = constant(FAITHFUL + Own.C2);
    const c4 = constant(FAITHFUL + Own.C4);
    for (const end = t + (length << 5); t < end; t += 64, target += 16) {
      const p0 = v128.load(load<u32>(t, 0) & ENTRY, FAITHFUL_TABLE);
      const p1 = v128.load(load<u32>(t, 8) & ENTRY, FAITHFUL_TABLE);
      // r = (x − k·LN2_HIGH − a) − k·LN2_LOW
      const r = f64x2.sub(f64x2.sub(v128.load(t, 16), v128.shuffle<f64>(p0, p1, 0, 2)), v128.load(t, 32));
      const y = addition(v128.shuffle<f64>(p0, p1, 1, 3), r, half, one, c2, c4);
      v128.store(target, f64x2.mul(y, v128.load(t, 48)));
    }
    return length;
  }
}

/** target[i] = σ(source[i]), as `map` takes them. */
export function sigmoid(source: usize, target: usize, length: usize, scratch: usize): void {
  map<FaithfulSteps>(source, target, length, scratch);
}
