/**
 * softplus, L(x) = log(1 + e^x), and log σ(x) = −L(−x), over f64 arrays, two lanes at a time.
 *
 * Bound     0.53 ULP where the result is normal, 1 ULP where it is subnormal.
 * Worst     0.5163 ULP at x = −36.742055769038195, of 10^8 inputs; `npm run test:long` fails above 0.53; 0.5196 at −47.835795286007766, of 10^7
 *           points where r is largest and the result just below a power of 2.
 * Method    With a = the point i/64 whose cell x is in, S = σ(a) and r = x − a, −15.5/2048 ≤ r ≤ 16.5/2048,
 *
 *               L(a + r) = L(a) + log(1 + S·(e^r − 1)) = L(a) + 2·artanh(u),   u = n/(1 + E),
 *               n = S·r/2,   E = (S − 1)·r/2 + r²/12 − r⁴/720 + …
 *
 *           u is computed as n − n·E/(1 + E), and 2n added last but one: so of what is below 2^-6.95 of the result, 2n alone counts.
 *           L(a) comes from the table with its low part.
 * Errors    in ULP of the result, at most: ½ for the last sum; 0.004 each for n and for the sum before the last; 0.008 for S: 0.516.
 *           Where r is above 16/2048 and the result within 3 % below a power of 2, n and that sum may be above one themselves, with
 *           errors twice as large: 0.524. The terms that are left out, 2u⁷/7 and r⁶/15120, are below 2^-55 of u.
 * Table     4 doubles an entry, at grid points: x − a is exact. See math/softplus/table.ts.
 * Outside   x < −48: e^x = 2^k·e^(x − k·ln 2), brought to the table near −47, where L and exp agree to 2^-67. x ≥ 48: L(x) = x.
 *
 * Only + − × ÷ and integer operations, in the order of src/functions/softplus/softplus.ts: both give the same bits.
 */
import { GRID_REACH } from '../../math/grid';
import { LOG_TIE_X, LOG_TIE_Y, TIE_X, TIE_Y } from '../../math/softplus/float32';
import {
  halfWeight, nextSoftplus, SOFTPLUS_ENTRIES, SOFTPLUS_MASK, SOFTPLUS_SHIFT, SOFTPLUS_STEPS, softplusHigh, softplusLow, startSoftplus,
} from '../../math/softplus/table';
import { Own, setConstant } from '../core/constants';
import { excess, Formula, Grid, GridSteps, setGridConstants } from '../core/grid';
import { map } from '../core/map';
import { mapFloat } from '../core/map-float';
import { writeEntry, writeFarEntries } from '../core/table';
import { SOFTPLUS, SOFTPLUS_TABLE } from '../layout';

/** For `softplus` and `logSigmoid`, once per memory, before any thread calls them. */
export function initializeSoftplus(): void {
  setGridConstants(SOFTPLUS, SOFTPLUS_SHIFT);
  setConstant(SOFTPLUS + Own.COUNT + Grid.D3, 2.0 / 3.0);
  setConstant(SOFTPLUS + Own.COUNT + Grid.D5, 2.0 / 5.0);
  writeFarEntries(SOFTPLUS_TABLE, SOFTPLUS_ENTRIES);
  startSoftplus();
  for (let i: i32 = -<i32>SOFTPLUS_STEPS; i <= <i32>SOFTPLUS_STEPS; i++) {
    writeEntry(SOFTPLUS_TABLE, i + <i32>SOFTPLUS_ENTRIES / 2, <f64>i / 64.0, halfWeight, softplusHigh, softplusLow);
    nextSoftplus();
  }
}

/** L(a + r), where the entry is a, S/2, and L(a) = L + LLow. */
// @ts-ignore: decorator
@inline
function near(r: v128, halfS: v128, L: v128, LLow: v128, half: v128, one: v128, c2: v128, c4: v128, d3: v128, d5: v128): v128 {
  // u = n/(1 + E) = n − n·E/(1 + E) with n = S·r/2
  const E = excess(f64x2.sub(halfS, half), r, c2, c4);
  const n = f64x2.mul(halfS, r);
  const e = f64x2.div(f64x2.mul(n, E), f64x2.add(one, E));
  const u = f64x2.sub(n, e);
  // L + (2n + ((u·u²·(2/3 + u²·2/5) + LLow) − 2e))
  const u2 = f64x2.mul(u, u);
  const cubic = f64x2.mul(f64x2.mul(u, u2), f64x2.add(d3, f64x2.mul(u2, d5)));
  return f64x2.add(L, f64x2.add(f64x2.add(n, n), f64x2.sub(f64x2.add(cubic, LLow), f64x2.add(e, e))));
}

class SoftplusFormula implements Formula {
  // @ts-ignore: decorator
  @inline
  own(): i32 {
    return SOFTPLUS;
  }

  // @ts-ignore: decorator
  @inline
  mask(): u32 {
    return <u32>SOFTPLUS_MASK;
  }

  // @ts-ignore: decorator
  @inline
  first(offset: u32): v128 {
    return v128.load(offset, SOFTPLUS_TABLE);
  }

  // @ts-ignore: decorator
  @inline
  second(offset: u32): v128 {
    return v128.load(offset, SOFTPLUS_TABLE + 16);
  }

  // @ts-ignore: decorator
  @inline
  prepare(x: v128): v128 {
    return x;
  }

  // @ts-ignore: decorator
  @inline
  near(r: v128, h: v128, w: v128, wLow: v128, half: v128, one: v128, c2: v128, c4: v128, d3: v128, d5: v128): v128 {
    return near(r, h, w, wLow, half, one, c2, c4, d3, d5);
  }

  // @ts-ignore: decorator
  @inline
  finish(y: v128): v128 {
    return y;
  }

  // @ts-ignore: decorator
  @inline
  finishOutside(x: v128, y: v128): v128 {
    return v128.bitselect(x, y, f64x2.ge(x, f64x2.splat(GRID_REACH)));
  }
}

class LogSigmoidFormula implements Formula {
  // @ts-ignore: decorator
  @inline
  own(): i32 {
    return SOFTPLUS;
  }

  // @ts-ignore: decorator
  @inline
  mask(): u32 {
    return <u32>SOFTPLUS_MASK;
  }

  // @ts-ignore: decorator
  @inline
  first(offset: u32): v128 {
    return v128.load(offset, SOFTPLUS_TABLE);
  }

  // @ts-ignore: decorator
  @inline
  second(offset: u32): v128 {
    return v128.load(offset, SOFTPLUS_TABLE + 16);
  }

  // @ts-ignore: decorator
  @inline
  prepare(x: v128): v128 {
    return f64x2.neg(x);
  }

  // @ts-ignore: decorator
  @inline
  near(r: v128, h: v128, w: v128, wLow: v128, half: v128, one: v128, c2: v128, c4: v128, d3: v128, d5: v128): v128 {
    return near(r, h, w, wLow, half, one, c2, c4, d3, d5);
  }

  // @ts-ignore: decorator
  @inline
  finish(y: v128): v128 {
    return f64x2.neg(y);
  }

  // @ts-ignore: decorator
  @inline
  finishOutside(x: v128, y: v128): v128 {
    return v128.bitselect(x, y, f64x2.le(x, f64x2.splat(-GRID_REACH)));
  }
}

/** target[i] = softplus(source[i]), as `map` takes them. */
export function softplus(source: usize, target: usize, length: usize, scratch: usize): void {
  map<GridSteps<SoftplusFormula>>(source, target, length, scratch);
}

/** target[i] = log σ(source[i]), as `map` takes them. */
export function logSigmoid(source: usize, target: usize, length: usize, scratch: usize): void {
  map<GridSteps<LogSigmoidFormula>>(source, target, length, scratch);
}

/** The same over floats. */
export function softplusFloat(source: usize, target: usize, length: usize, scratch: usize): void {
  mapFloat<GridSteps<SoftplusFormula>>(source, target, length, scratch, <f32>TIE_X, <f32>TIE_Y);
}
export function logSigmoidFloat(source: usize, target: usize, length: usize, scratch: usize): void {
  mapFloat<GridSteps<LogSigmoidFormula>>(source, target, length, scratch, <f32>LOG_TIE_X, <f32>LOG_TIE_Y);
}
