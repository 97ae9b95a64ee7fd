/**
 * σ(x) rounded correctly: the double nearest to it, ties to even, subnormal results rounded once.
 *
 * Bound     none: each result is the nearest double. Proof: math/sigmoid/ERROR-BOUND.md, `npm run prove`.
 * Method    Ziv's strategy. The fast phase computes σ(x) = s + c with s exact and an error below δ = 2^-63.68·s; if s + (c − δ)
 *           and s + (c + δ) are one double, that is the nearest one. About 0.1 % of elements on [−10, 10] fail this test and go,
 *           one by one, through the accurate phase, math/sigmoid/accurate.ts; the 2^-45 of elements that it leaves open go to
 *           the last resort, integers of any length, which the host provides.
 * Formula   As in faithful.ts, with the leading product exact. With |r| ≤ 9.25/1024, high = r rounded to 2^-26, low = r − high,
 *           and P + L = S(1 − S), where P has so few bits that w = P·high and s = S + w are exact:
 *
 *               E = (S − ½)·r + r²·(c2 − r²·c4)        c = ((P·low + L·r) − w·E)/(1 + E)
 *
 * Tail      x < −63.97: brought to the table near −63.1, where σ and exp agree to 2^-90.
 *
 * Tried on x86-64 (V8 11.3), 1 M elements uniform in [−10, 10]:
 *   - all in one pass: 15–20 % slower on Zen 3, 10 % faster on Zen 5; one vector a turn instead of two: 7 % slower on Zen 3
 *   - cells of 1/128: a third of the share undecided, but 80 KB of table in use, 8 % slower on Zen 5
 *   - a call within the loop, even a rare one, makes V8 keep registers in memory: 15 % slower on Zen 3
 */
import { accuratePhase, exponentFor, stepFor } from '../../math/sigmoid/accurate';
import { TINY } from '../../math/sigmoid/bounds';
import { CORRECT_BOTTOM, CORRECT_ENTRY } from '../../math/sigmoid/reach';
import { ENTRIES } from '../../math/sigmoid/table';
import { constant, Own, Shared } from '../core/constants';
import { BLOCK } from '../core/layout';
import { map, Steps } from '../core/map';
import { indexShifted, Prepared, reduce, runLength } from '../core/reduction';
import { CORRECT_LOW, CORRECT_TABLE } from '../layout';
import { ONE_FROM, saturated } from './saturated';
import { CORRECT, CORRECT_ALONE, CorrectSlot } from './slots';

/** Masks the byte offset of an entry within the low bits of a shifted input. */
// @ts-ignore: decorator
@inline const ENTRY: u32 = <u32>CORRECT_ENTRY;

/** The last resort: the double nearest to σ(x), in integers. */
// @ts-ignore: decorator
@external('env', 'nearestSigmoid')
declare function nearestSigmoid(x: f64): f64;

/** σ(x) by the accurate phase, and where that leaves two candidates by the last resort. */
function settle(x: f64): f64 {
  const k = exponentFor(x);
  const step = <usize><i32>stepFor(x, k);
  const entry = CORRECT_TABLE + <usize>ENTRIES * 16 - (step << 5);
  const scale = reinterpret<f64>(<i64>(<i32>k + 1023) << 52);
  const y = accuratePhase(x, load<f64>(entry, 0), load<f64>(entry, 8), load<f64>(CORRECT_LOW + (step << 3)), k, scale);
  return y == y ? y : nearestSigmoid(x);
}

/** Stores two results; those with a bit in `undecided` are settled. */
function settlePair(source: usize, target: usize, y: v128, undecided: i32): void {
  store<f64>(target, undecided & 1 ? settle(load<f64>(source, 0)) : f64x2.extract_lane(y, 0), 0);
  store<f64>(target, undecided & 2 ? settle(load<f64>(source, 8)) : f64x2.extract_lane(y, 1), 8);
}

/** σ of the first elements as long as they are nearer to 0 than TINY, four by four; returns how many. See `tiny`. */
function tinies(source: usize, target: usize, length: usize): usize {
  const limit = f64x2.splat(TINY);
  let done: usize = 0;
  for (; done < length; done += 4, source += 32, target += 32) {
    const x0 = v128.load(source, 0);
    const x1 = v128.load(source, 16);
    if (i64x2.bitmask(v128.and(f64x2.lt(f64x2.abs(x0), limit), f64x2.lt(f64x2.abs(x1), limit))) != 3) break;
    v128.store(target, tinyPair(x0), 0);
    v128.store(target, tinyPair(x1), 16);
  }
  return done;
}

/** `tiny` of math/sigmoid/accurate.ts, in both lanes. */
// @ts-ignore: decorator
@inline
function tinyPair(x: v128): v128 {
  const quarter = f64x2.mul(x, f64x2.splat(0.25));
  const rounder = f64x2.splat(0.1875);
  const even = f64x2.eq(f64x2.sub(f64x2.add(quarter, rounder), rounder), quarter);
  const towards0 = f64x2.mul(quarter, f64x2.splat(1.0 / 9007199254740992.0));
  return f64x2.add(f64x2.splat(0.5), f64x2.sub(quarter, v128.and(even, towards0)));
}

/**
 * Writes numerator and denominator of c = σ(a + r) − s, and s, for r = high + low.
 *
 * The division waits for the next pass: the chain of operations up to here is as long as a processor can look ahead.
 */
// @ts-ignore: decorator
@inline
function approximate(z: usize, S: v128, e0: usize, e1: usize, r: v128, high: v128, low: v128, half: v128, one: v128, c2: v128, c4: v128): void {
  const q0 = v128.load(e0, 16), q1 = v128.load(e1, 16);
  const P = v128.shuffle<f64>(q0, q1, 0, 2);
  const L = v128.shuffle<f64>(q0, q1, 1, 3);
  // w = P·high
  const w = f64x2.mul(P, high);
  // P·low + L·r
  const wLow = f64x2.add(f64x2.mul(P, low), f64x2.mul(L, r));
  // E = (S − ½)·r + r²·(c2 − r²·c4)
  const r2 = f64x2.mul(r, r);
  const E = f64x2.add(f64x2.mul(f64x2.sub(S, half), r), f64x2.mul(r2, f64x2.sub(c2, f64x2.mul(r2, c4))));
  // c = (P·low + L·r − w·E)/(1 + E),  s = S + w
  v128.store(z, f64x2.sub(wLow, f64x2.mul(w, E)), 0);
  v128.store(z, f64x2.add(one, E), 16);
  v128.store(z, f64x2.add(S, w), 32);
}

/** The address of the entry to which the shifted input at `t` leads. */
// @ts-ignore: decorator
@inline
function entryAt(t: usize): usize {
  return CORRECT_TABLE + (load<u32>(t) & ENTRY);
}

/** The second pass, as far as the table reaches: returns the end of what it wrote, 64 bytes for each two elements. */
// @ts-ignore: decorator
@inline
function approximateBlock(source: usize, t: usize, end: usize, z: usize): usize {
  const half = constant(Shared.HALF);
  const one = constant(Shared.ONE);
  const c2 = constant(CORRECT + Own.C2);
  const c4 = constant(CORRECT + Own.C4);
  const cut = constant(CORRECT_ALONE + CorrectSlot.CUT);
  for (; t < end; t += 32, source += 32, z += 128) {
    const e0 = entryAt(t), e1 = entryAt(t + 8), e2 = entryAt(t + 16), e3 = entryAt(t + 24);
    const p0 = v128.load(e0), p1 = v128.load(e1), p2 = v128.load(e2), p3 = v128.load(e3);
    // r = x − a
    const r0 = f64x2.sub(v128.load(source, 0), v128.shuffle<f64>(p0, p1, 0, 2));
    const r1 = f64x2.sub(v128.load(source, 16), v128.shuffle<f64>(p2, p3, 0, 2));
    // Bit 62 of a double is set from 2 on, and in infinities and NaN.
    if (i64x2.bitmask(i64x2.shl(v128.or(r0, r1), 1)) != 0) break;
    const high0 = f64x2.sub(f64x2.add(r0, cut), cut);
    const high1 = f64x2.sub(f64x2.add(r1, cut), cut);
    approximate(z, v128.shuffle<f64>(p0, p1, 1, 3), e0, e1, r0, high0, f64x2.sub(r0, high0), half, one, c2, c4);
    approximate(z + 64, v128.shuffle<f64>(p2, p3, 1, 3), e2, e3, r1, high1, f64x2.sub(r1, high1), half, one, c2, c4);
  }
  return z;
}

/** The same for what `reduce` prepares, in place: 2^k stays in the fourth vector. */
function approximateReduced(source: usize, z: usize, length: usize, end: usize): void {
  reduce<CorrectSteps>(source, z, length);
  const half = constant(Shared.HALF);
  const one = constant(Shared.ONE);
  const c2 = constant(CORRECT + Own.C2);
  const c4 = constant(CORRECT + Own.C4);
  const cut = constant(CORRECT_ALONE + CorrectSlot.CUT);
  for (; z < end; z += 64) {
    const e0 = entryAt(z), e1 = entryAt(z + 8);
    const p0 = v128.load(e0), p1 = v128.load(e1);
    // r = (x − k·LN2_HIGH − a) − k·LN2_LOW
    const near = f64x2.sub(v128.load(z, 16), v128.shuffle<f64>(p0, p1, 0, 2));
    const high = f64x2.sub(f64x2.add(near, cut), cut);
    const low = f64x2.sub(f64x2.sub(near, high), v128.load(z, 32));
    approximate(z, v128.shuffle<f64>(p0, p1, 1, 3), e0, e1, f64x2.add(high, low), high, low, half, one, c2, c4);
  }
}

/**
 * The third pass: rounds s + c. Stops at the first two elements of which one is undecided, and leaves their results and which is
 * undecided at `z`.
 */
// @ts-ignore: decorator
@inline
function round(target: usize, z: usize, end: usize): usize {
  const error = constant(CORRECT_ALONE + CorrectSlot.FAST_ERROR);
  for (; z < end; z += 64, target += 16) {
    const c = f64x2.div(v128.load(z, 0), v128.load(z, 16));
    const s = v128.load(z, 32);
    // δ = s·ε;  y = s + (c + δ), if it is s + (c − δ) too
    const delta = f64x2.mul(s, error);
    const y = f64x2.add(s, f64x2.add(c, delta));
    const undecided = f64x2.ne(y, f64x2.add(s, f64x2.sub(c, delta)));
    if (i64x2.bitmask(undecided) != 0) {
      v128.store(z, y, 0);
      v128.store(z, undecided, 16);
      break;
    }
    v128.store(target, y);
  }
  return z;
}

/**
 * Settles two elements, rounds on, and so forth. Stops at four elements of which the first is nearer to 0 than TINY, since in a
 * run of such most can be ties. Returns how many elements it did.
 */
function settleAndRound(source: usize, target: usize, z: usize, end: usize): usize {
  const begin = z;
  while (z < end && (((end - z) & 64) != 0 || abs(load<f64>(source)) >= TINY)) {
    settlePair(source, target, v128.load(z, 0), i64x2.bitmask(v128.load(z, 16)));
    const next = round(target + 16, z + 64, end);
    source += (next - z) >> 2;
    target += (next - z) >> 2;
    z = next;
  }
  return (z - begin) >> 5;
}

/** The third pass for what `reduce` prepared: rounds (s + c)·2^k, once even where that is subnormal. */
function roundReduced(source: usize, target: usize, z: usize, end: usize): void {
  const one = constant(Shared.ONE);
  const error = constant(CORRECT_ALONE + CorrectSlot.FAST_ERROR);
  const subnormalError = constant(CORRECT_ALONE + CorrectSlot.SUBNORMAL_ERROR);
  const leastNormal = constant(CORRECT_ALONE + CorrectSlot.LEAST_NORMAL);
  for (; z < end; z += 64, source += 16, target += 16) {
    let c = f64x2.div(v128.load(z, 0), v128.load(z, 16));
    let s = v128.load(z, 32);
    let scale = v128.load(z, 48);
    let delta = f64x2.mul(s, error);
    let M = f64x2.splat(0.0);
    const subnormal = f64x2.lt(v128.load(source), leastNormal);
    if (i64x2.bitmask(subnormal) != 0) {
      // M = 2^-1022/2^k where the result is subnormal, else 0: adding it rounds s at the result's last place, and the bits of
      // that result are those of y less those of M. No product is subnormal, which would be slow.
      M = v128.and(i64x2.sub(i64x2.splat(1024 << 52), scale), subnormal);
      const shifted = f64x2.add(M, s);
      c = f64x2.add(f64x2.sub(s, f64x2.sub(shifted, M)), c);
      s = shifted;
      delta = f64x2.add(delta, f64x2.mul(M, subnormalError));
      scale = v128.bitselect(one, scale, subnormal);
    }
    const y = f64x2.add(s, f64x2.add(c, delta));
    const undecided = i64x2.bitmask(f64x2.ne(y, f64x2.add(s, f64x2.sub(c, delta))));
    const result = i64x2.sub(f64x2.mul(y, scale), M);
    if (undecided == 0) v128.store(target, result);
    else settlePair(source, target, result, undecided);
  }
}

class CorrectSteps implements Steps, Prepared {
  // @ts-ignore: decorator
  @inline
  own(): i32 {
    return CORRECT;
  }

  // @ts-ignore: decorator
  @inline
  prepare(x: v128): v128 {
    return x;
  }

  // @ts-ignore: decorator
  @inline
  index(source: usize, t: usize, end: usize): void {
    indexShifted<CorrectSteps>(source, t, end);
  }

  // @ts-ignore: decorator
  @inline
  fast(source: usize, target: usize, t: usize, end: usize, z: usize): usize {
    // Probably a run of 1, which needs no table.
    if (load<f64>(source) >= ONE_FROM && load<f64>(source + (end - t) - 8) >= ONE_FROM) return 0;
    const zEnd = approximateBlock(source, t, end, z);
    const rounded = round(target, z, zEnd);
    if (rounded == zEnd) return (zEnd - z) >> 5;
    const done = (rounded - z) >> 5;
    return done + settleAndRound(source + (done << 3), target + (done << 3), rounded, zEnd);
  }

  general(source: usize, target: usize, length: usize, z: usize): usize {
    const uniform = saturated(source, target, length) || tinies(source, target, length);
    if (uniform > 0) return uniform;
    length = runLength(source, min(length, BLOCK), -CORRECT_BOTTOM);
    const end = z + (length << 5);
    approximateReduced(source, z, length, end);
    roundReduced(source, target, z, end);
    return length;
  }
}

/** target[i] = the double nearest to σ(source[i]), as `map` takes them. */
export function sigmoidCorrect(source: usize, target: usize, length: usize, scratch: usize): void {
  map<CorrectSteps>(source, target, length, scratch);
}
