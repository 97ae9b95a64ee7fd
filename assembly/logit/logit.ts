/**
 * logit(p) = log(p/(1 − p)), the inverse of σ, over f64 arrays, two lanes at a time.
 *
 * Bound     0.53 ULP. No result but 0 is below 2^-53.
 * Worst     0.5124 ULP at p = 0.2734206497089889, of 10^8 inputs; `npm run test:long` fails above 0.53.
 * Method    With f = min(p, 1 − p), of which nothing is rounded that counts, logit(p) = ±logit(f). With S near f from a table and
 *           A = −logit(S) the addition theorem gives
 *
 *               −logit(f) = A − 2·artanh(v/2) = A − (v + v³/12 + v⁵/80 + v⁷/448 + …),   v = (f − S)/(S/2 + f·(½ − S))
 *
 *           f − S is exact. In this form the divisor is exact next to ½, where S = ½, A = 0 and v = 2f − 1: the zero is a cell like
 *           any other.
 * Errors    in ULP of the result, at most: ½ for the last sum; 0.004 for A; 0.008 each for v's quotient and for the sum that begins
 *           with v; 0.009 for the divisor: 0.529. The next term, v⁹/2304, is below 2^-60 of v.
 * Table     Accurate (Gal), with cells that are logarithmic towards 0 and towards ½, so that v is below 2^-6.7 of A in each: see
 *           math/logit/table.ts.
 * Outside   f < 2^-56: −logit(f) = k·ln 2 − logit(f·2^k), in the lowest octave of the table, where −logit and −log agree. 0, 1, and
 *           what is no probability: by selection at the end.
 *
 * Only + − × ÷, minima and integer operations, in the order of src/functions/logit/logit.ts: both give the same bits.
 */
import { TIE_X, TIE_Y } from '../../math/logit/float32';
import {
  cell, complement, F_LEAST, LEAST_EXPONENT, LOGIT_MASK, LOGIT_STEPS, logOdds, nextLogit, startLogit, Z_LEAST, Z_OFFSET,
} from '../../math/logit/table';
import { ROUNDER } from '../../math/search';
import { constant, setConstant, setShared, Shared } from '../core/constants';
import { BLOCK } from '../core/layout';
import { map, Steps } from '../core/map';
import { mapFloat } from '../core/map-float';
import { LOGIT, LOGIT_TABLE } from '../layout';
import { LogitSlot } from './slots';

/** Masks the byte offset of an entry. */
// @ts-ignore: decorator
@inline const ENTRY: u32 = <u32>LOGIT_MASK;

/** For `logit`, once per memory, before any thread calls it. */
export function initializeLogit(): void {
  setShared();
  setConstant(LOGIT + LogitSlot.QUARTER, 0.25);
  setConstant(LOGIT + LogitSlot.F_LEAST, F_LEAST);
  setConstant(LOGIT + LogitSlot.Z_LEAST, Z_LEAST);
  setConstant(LOGIT + LogitSlot.Z_OFFSET, reinterpret<f64>(<i64>Z_OFFSET << 4));
  setConstant(LOGIT + LogitSlot.E2, 1.0 / 12.0);
  setConstant(LOGIT + LogitSlot.E4, 1.0 / 80.0);
  setConstant(LOGIT + LogitSlot.E6, 1.0 / 448.0);
  setConstant(LOGIT + LogitSlot.LEAST_NORMAL, reinterpret<f64>(1 << 52));
  setConstant(LOGIT + LogitSlot.TO_NORMAL, 18014398509481984.0);
  setConstant(LOGIT + LogitSlot.MANTISSA, reinterpret<f64>((1 << 52) - 1));
  startLogit();
  for (let i: i32 = 0; i <= <i32>LOGIT_STEPS; i++) {
    const entry = LOGIT_TABLE + (<usize>cell << 4);
    store<f64>(entry, complement, 0);
    store<f64>(entry, logOdds, 8);
    nextLogit();
  }
}

/** min(p, 1 − p), where −logit is not negative. The subtraction is exact where it counts, for p ≥ ½. */
// @ts-ignore: decorator
@inline
function smaller(p: v128, one: v128): v128 {
  return f64x2.pmin(p, f64x2.sub(one, p));
}

/** What leads to the entry of f: its exponent and first 6 bits, or for f ≥ ¼ those of ½ − f. */
// @ts-ignore: decorator
@inline
function indexOf(f: v128, half: v128, quarter: v128, zLeast: v128, zOffset: v128): v128 {
  const middle = f64x2.ge(f, quarter);
  const z = f64x2.abs(f64x2.sub(f, v128.and(middle, half)));
  const bits = f64x2.pmax(z, v128.and(middle, zLeast));
  return i64x2.add(i64x2.shr_u(bits, 42), v128.and(middle, zOffset));
}

/** v + v³/12 + v⁵/80 + v⁷/448, that is 2·artanh(v/2), with v of the addition theorem. */
// @ts-ignore: decorator
@inline
function difference(f: v128, S: v128, half: v128, e2: v128, e4: v128, e6: v128): v128 {
  // v = (f − S)/(S/2 + f·(½ − S))
  const v = f64x2.div(f64x2.sub(f, S), f64x2.add(f64x2.mul(half, S), f64x2.mul(f, f64x2.sub(half, S))));
  const v2 = f64x2.mul(v, v);
  return f64x2.add(v, f64x2.mul(f64x2.mul(v, v2), f64x2.add(e2, f64x2.mul(v2, f64x2.add(e4, f64x2.mul(v2, e6))))));
}

class LogitSteps implements Steps {
  // @ts-ignore: decorator
  @inline
  index(source: usize, t: usize, end: usize): void {
    const half = constant(Shared.HALF);
    const one = constant(Shared.ONE);
    const quarter = constant(LOGIT + LogitSlot.QUARTER);
    const zLeast = constant(LOGIT + LogitSlot.Z_LEAST);
    const zOffset = constant(LOGIT + LogitSlot.Z_OFFSET);
    for (; t < end; t += 32, source += 32) {
      v128.store(t, indexOf(smaller(v128.load(source, 0), one), half, quarter, zLeast, zOffset), 0);
      v128.store(t, indexOf(smaller(v128.load(source, 16), one), half, quarter, zLeast, zOffset), 16);
    }
  }

  // @ts-ignore: decorator
  @inline
  fast(source: usize, target: usize, t: usize, end: usize, z: usize): usize {
    const half = constant(Shared.HALF);
    const one = constant(Shared.ONE);
    const sign = constant(Shared.SIGN);
    const fLeast = constant(LOGIT + LogitSlot.F_LEAST);
    const e2 = constant(LOGIT + LogitSlot.E2);
    const e4 = constant(LOGIT + LogitSlot.E4);
    const e6 = constant(LOGIT + LogitSlot.E6);
    const begin = t;
    for (; t < end; t += 32, source += 32, target += 32) {
      const p0 = v128.load(load<u32>(t, 0) & ENTRY, LOGIT_TABLE);
      const p1 = v128.load(load<u32>(t, 8) & ENTRY, LOGIT_TABLE);
      const p2 = v128.load(load<u32>(t, 16) & ENTRY, LOGIT_TABLE);
      const p3 = v128.load(load<u32>(t, 24) & ENTRY, LOGIT_TABLE);
      const x0 = v128.load(source, 0), x1 = v128.load(source, 16);
      const f0 = smaller(x0, one), f1 = smaller(x1, one);
      const w0 = difference(f0, v128.shuffle<f64>(p0, p1, 0, 2), half, e2, e4, e6);
      const w1 = difference(f1, v128.shuffle<f64>(p2, p3, 0, 2), half, e2, e4, e6);
      // A − w, which is −logit(f)
      const y0 = f64x2.sub(v128.shuffle<f64>(p0, p1, 1, 3), w0);
      const y1 = f64x2.sub(v128.shuffle<f64>(p2, p3, 1, 3), w1);
      if (i64x2.bitmask(v128.and(f64x2.ge(f0, fLeast), f64x2.ge(f1, fLeast))) != 3) break;
      v128.store(target, v128.xor(y0, v128.and(f64x2.lt(x0, half), sign)), 0);
      v128.store(target, v128.xor(y1, v128.and(f64x2.lt(x1, half), sign)), 16);
    }
    return (t - begin) >> 3;
  }

  general(source: usize, target: usize, length: usize, t: usize): usize {
    const uniform = fill(source, target, length, 0.0, -Infinity) || fill(source, target, length, 1.0, Infinity);
    if (uniform > 0) return uniform;
    if (length > 4) length = reaches(source + 32) ? 4 : min(length, BLOCK);
    for (let i: usize = 0; i < length; i += 2, source += 16, target += 16) {
      v128.store(target, logitOfAny(v128.load(source)));
    }
    return length;
  }
}

/** Of the first elements, as long as they are `p`, four by four: stores `y`, and returns how many they are. */
function fill(source: usize, target: usize, length: usize, p: f64, y: f64): usize {
  const value = f64x2.splat(p);
  const result = f64x2.splat(y);
  let done: usize = 0;
  for (; done < length; done += 4, source += 32, target += 32) {
    const low = f64x2.eq(v128.load(source, 0), value);
    const high = f64x2.eq(v128.load(source, 16), value);
    if (i64x2.bitmask(v128.and(low, high)) != 3) break;
    v128.store(target, result, 0);
    v128.store(target, result, 16);
  }
  return done;
}

/** Whether the table reaches four elements: others come in runs, or alone. */
function reaches(source: usize): bool {
  const one = constant(Shared.ONE);
  const least = constant(LOGIT + LogitSlot.F_LEAST);
  const low = f64x2.ge(smaller(v128.load(source, 0), one), least);
  const high = f64x2.ge(smaller(v128.load(source, 16), one), least);
  return i64x2.bitmask(v128.and(low, high)) == 3;
}

/** logit of two numbers of any kind. */
function logitOfAny(p: v128): v128 {
  const half = constant(Shared.HALF);
  const f = smaller(p, constant(Shared.ONE));
  // f·2^k is in the lowest octave of the table where f is below it: there, −logit(f) = k·ln 2 − logit(f·2^k)
  const below = f64x2.lt(f, constant(LOGIT + LogitSlot.F_LEAST));
  const subnormal = f64x2.lt(f, constant(LOGIT + LogitSlot.LEAST_NORMAL));
  const normal = v128.bitselect(f64x2.mul(f, constant(LOGIT + LogitSlot.TO_NORMAL)), f, subnormal);
  const lowest = v128.or(
    v128.and(normal, constant(LOGIT + LogitSlot.MANTISSA)),
    i64x2.splat(<i64>LEAST_EXPONENT << 52),
  );
  const g = v128.bitselect(lowest, f, below);
  const raised = i64x2.add(i64x2.sub(i64x2.splat(<i64>LEAST_EXPONENT), i64x2.shr_u(normal, 52)), v128.and(subnormal, i64x2.splat(54)));
  const rounder = f64x2.splat(ROUNDER);
  const k = f64x2.sub(i64x2.add(rounder, v128.and(raised, below)), rounder);

  const index = indexOf(
    g, half, constant(LOGIT + LogitSlot.QUARTER), constant(LOGIT + LogitSlot.Z_LEAST), constant(LOGIT + LogitSlot.Z_OFFSET),
  );
  const p0 = v128.load(<u32>i64x2.extract_lane(index, 0) & ENTRY, LOGIT_TABLE);
  const p1 = v128.load(<u32>i64x2.extract_lane(index, 1) & ENTRY, LOGIT_TABLE);
  const A = v128.shuffle<f64>(p0, p1, 1, 3);
  const w = difference(
    g, v128.shuffle<f64>(p0, p1, 0, 2), half,
    constant(LOGIT + LogitSlot.E2), constant(LOGIT + LogitSlot.E4), constant(LOGIT + LogitSlot.E6),
  );
  // (k·LN2_HIGH + A) + (k·LN2_LOW − w), the first sum with its error
  const kHigh = f64x2.mul(k, constant(Shared.LN2_HIGH));
  const sum = f64x2.add(kHigh, A);
  const part = f64x2.sub(sum, kHigh);
  const error = f64x2.add(f64x2.sub(kHigh, f64x2.sub(sum, part)), f64x2.sub(A, part));
  const rest = f64x2.add(error, f64x2.sub(f64x2.mul(k, constant(Shared.LN2_LOW)), w));
  let y = f64x2.add(sum, rest);
  y = v128.bitselect(f64x2.splat(Infinity), y, f64x2.eq(f, f64x2.splat(0.0)));
  y = v128.xor(y, v128.and(f64x2.lt(p, half), constant(Shared.SIGN)));
  return v128.bitselect(y, constant(Shared.NOT_A_NUMBER), f64x2.ge(f, f64x2.splat(0.0)));
}

/** target[i] = logit(source[i]), as `map` takes them. */
export function logit(source: usize, target: usize, length: usize, scratch: usize): void {
  map<LogitSteps>(source, target, length, scratch);
}

/** The same over floats. */
export function logitFloat(source: usize, target: usize, length: usize, scratch: usize): void {
  mapFloat<LogitSteps>(source, target, length, scratch, <f32>TIE_X, <f32>TIE_Y);
}
