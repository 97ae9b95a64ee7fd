/**
 * σ′(x) = σ(x)·σ(−x) over f64 arrays, two lanes at a time.
 *
 * Bound     0.55 ULP where the result is normal, 1 ULP where it is subnormal.
 * Worst     0.5358 ULP at x = ±36.818962602183085, of 10^8 inputs; `npm run test:long` fails above 0.55.
 * Method    σ′ is even: with X = −|x|, a = the point −i/64 whose cell X is in, S = σ(a), h = S − ½ and r = X − a,
 *           −15.5/2048 ≤ r ≤ 16.5/2048, the addition theorem gives σ(X) = S + q, hence
 *
 *               σ′(x) = (S + q)(1 − S − q) = P − q·(2h + q),   P = S(1 − S),   q = P·r/(1 + (h·r + r²/12 − r⁴/720))
 *
 *           P comes from the table with its low part, so that only the second term, below 2^-6.95 of the result, is rounded.
 * Errors    in ULP of the result, at most: ½ for the last sum; 0.004 each for the sum with P's low part, the product, 2h + q, its
 *           rounded 2h, the quotient and P·r; 0.008 each for P's high part in q and for the denominator: 0.54. Where r is above
 *           16/2048 and the result within 3 % below a power of 2, the first two after the last sum may be twice as large: 0.548. The
 *           term that is left out of the denominator, r⁶/30240, is below 2^-56.
 * Table     4 doubles an entry, at grid points: x − a is exact. See math/sigmoid-derivative/table.ts.
 * Tail      x < −48: e^x = 2^k·e^(x − k·ln 2), brought to the table near −47, where σ′ and exp agree to 2^-66.
 *
 * Only + − × ÷ and integer operations, in the order of src/functions/sigmoid-derivative/derivative.ts: both give the same bits.
 */
import {
  half, nextSlope, SLOPE_ENTRIES, SLOPE_MASK, SLOPE_SHIFT, SLOPE_STEPS, slope, slopeLow, startSlopes,
} from '../../math/sigmoid-derivative/table';
import { excess, Formula, GridSteps, setGridConstants } from '../core/grid';
import { map } from '../core/map';
import { mapFloat } from '../core/map-float';
import { writeEntry, writeFarEntries } from '../core/table';
import { DERIVATIVE, DERIVATIVE_TABLE } from '../layout';

/** For `sigmoidDerivative`, once per memory, before any thread calls it. */
export function initializeDerivative(): void {
  setGridConstants(DERIVATIVE, SLOPE_SHIFT);
  writeFarEntries(DERIVATIVE_TABLE, SLOPE_ENTRIES);
  startSlopes();
  for (let i: i32 = 0; i <= <i32>SLOPE_STEPS; i++) {
    writeEntry(DERIVATIVE_TABLE, <i32>SLOPE_ENTRIES - 1 - i, <f64>-i / 64.0, half, slope, slopeLow);
    nextSlope();
  }
}

class DerivativeFormula implements Formula {
  // @ts-ignore: decorator
  @inline
  own(): i32 {
    return DERIVATIVE;
  }

  // @ts-ignore: decorator
  @inline
  prepare(x: v128): v128 {
    // −|x|: of an even function the left half suffices.
    return f64x2.neg(f64x2.abs(x));
  }

  // @ts-ignore: decorator
  @inline
  mask(): u32 {
    return <u32>SLOPE_MASK;
  }

  // @ts-ignore: decorator
  @inline
  first(offset: u32): v128 {
    return v128.load(offset, DERIVATIVE_TABLE);
  }

  // @ts-ignore: decorator
  @inline
  second(offset: u32): v128 {
    return v128.load(offset, DERIVATIVE_TABLE + 16);
  }

  // @ts-ignore: decorator
  @inline
  near(r: v128, h: v128, P: v128, PLow: v128, half: v128, one: v128, c2: v128, c4: v128, d3: v128, d5: v128): v128 {
    // σ(a + r) = S + q with h = S − ½
    const q = f64x2.div(f64x2.mul(P, r), f64x2.add(one, excess(h, r, c2, c4)));
    // (S + q)(1 − S − q) = P + (PLow − q·(2h + q))
    return f64x2.add(P, f64x2.sub(PLow, f64x2.mul(q, f64x2.add(f64x2.add(h, h), q))));
  }

  // @ts-ignore: decorator
  @inline
  finish(y: v128): v128 {
    return y;
  }

  // @ts-ignore: decorator
  @inline
  finishOutside(x: v128, y: v128): v128 {
    return y;
  }
}

/** target[i] = σ′(source[i]), as `map` takes them. */
export function sigmoidDerivative(source: usize, target: usize, length: usize, scratch: usize): void {
  map<GridSteps<DerivativeFormula>>(source, target, length, scratch);
}

/** The same over floats: no double that it rounds is in the middle between two. */
export function sigmoidDerivativeFloat(source: usize, target: usize, length: usize, scratch: usize): void {
  mapFloat<GridSteps<DerivativeFormula>>(source, target, length, scratch, NaN, NaN);
}
