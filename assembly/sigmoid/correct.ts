/**
 * σ(x) rounded correctly: the double nearest to it, ties to even, subnormal results rounded once.
 *
 * Ziv's strategy. The first stage is the formula of kernel.ts with a bound for its error, ERROR-BOUND.md: if S + (q − δ) and
 * S + (q + δ) are one double, that is the nearest one. About 1 % of elements on [−10, 10] fail that, and go through the second
 * stage, second.ts. What that leaves open, 2^-45 of them, goes to the last resort, which
 * the host provides.
 *
 * Tried on x86-64 (V8 11.3, Zen 3), 1 M elements uniform in [−10, 10], ratio to the naive loop; this one 4.9 where faithful is 9.4:
 *   - cells of 1/64: 4.5; of 1/256, and 512 KiB of table: 5.1
 *   - the second stage in one pass per two elements: 0.2 less; one element at a time below −48: 2.7 instead of 3.5 on
 *     40 ≤ |x| ≤ 700, both signs
 *   - a bound without its absolute part, S·τ, whose addition is dear: 0.6 ns of 2.7 less, but a must then be closer to logit(S) than
 *     a double can be on the right side
 *   - two groups of four in a turn of the loop; a third pass for the test alone: no difference
 */
import {
  ABSOLUTE, ABSOLUTE_SECOND, BOTTOM, C10, C6, C8, constant, CORRECT_INDEX, HALF, INVERSE_LN2, LEAST, LN2_HIGH, LN2_LOW,
  MAGNITUDE, NEAREST_ZERO, NORMAL_FROM, NOT_A_NUMBER, ONE, R2, R4, RELATIVE, RELATIVE_SECOND, SCALE, SHIFT, SHIFT_K, SHIFT_N, SIXTY,
  SPLITTER, TOP, ZERO_TO,
} from './constants';
import { TINY } from '../../math/sigmoid/bounds';
import { BLOCK, CORRECT_ENTRIES, LOWS, OPEN, OPEN_END, TABLE, WAITING } from '../core/layout';
import { nextLow, startLows } from '../../math/sigmoid/table-low';
import { exponentFor, LN2_FIRST, LN2_SECOND, LN2_THIRD, second, stepFor } from '../../math/sigmoid/accurate';
import { CORRECT_STEPS } from '../../math/sigmoid/table';

// @ts-ignore: decorator
@inline const LAST: usize = BLOCK * 8 * 5;

/** Writes the table's errors, which the second stage needs, from its middle downwards. */
export function writeLows(): void {
  startLows();
  for (let i: usize = 1; i <= <usize>CORRECT_STEPS; i++) {
    const entry = TABLE + CORRECT_ENTRIES * 8 - (i << 4);
    store<f64>(LOWS + (i << 3), nextLow(load<f64>(entry, 0), load<f64>(entry, 8)));
  }
}

/** P·r, where P = S(1 − S). */
// @ts-ignore: decorator
@inline
function product(S: v128, r: v128, one: v128): v128 {
  return f64x2.mul(f64x2.mul(S, f64x2.sub(one, S)), r);
}

/** 1 + (S−½)·r + r²/12 − r⁴/720, so that σ(a + r) − S = P·r / denominator. */
// @ts-ignore: decorator
@inline
function denominator(S: v128, r: v128, half: v128, one: v128, c2: v128, c4: v128): v128 {
  const r2 = f64x2.mul(r, r);
  const rest = f64x2.mul(r2, f64x2.sub(c2, f64x2.mul(r2, c4)));
  return f64x2.add(one, f64x2.add(f64x2.mul(f64x2.sub(S, half), r), rest));
}

/** The bound of the error of S + q, from w = P·r. */
// @ts-ignore: decorator
@inline
function bound(S: v128, w: v128, magnitude: v128, relative: v128, absolute: v128): v128 {
  return f64x2.add(f64x2.mul(v128.and(w, magnitude), relative), f64x2.mul(S, absolute));
}

/** The last resort: the double nearest to σ(x), in integers. */
// @ts-ignore: decorator
@external('env', 'nearestSigmoid')
declare function nearestSigmoid(x: f64): f64;

/** The second stage for the element at `open`, alone, and where that does not decide the last. */
function retry(open: usize): void {
  const x = load<f64>(open, 0);
  const target = load<usize>(open, 8);
  const k = exponentFor(x);
  const step = <usize><i32>stepFor(x, k);
  const entry = TABLE + CORRECT_ENTRIES * 8 - (step << 4);
  const scale = reinterpret<f64>(<i64>(<i32>k + 1023) << 52);
  const y = second(x, load<f64>(entry, 0), load<f64>(entry, 8), load<f64>(LOWS + (step << 3)), k, scale);
  store<f64>(target, y == y ? y : nearestSigmoid(x));
}

/** x·y − product, exactly, where product is x·y rounded, and x = xHigh + xLow, y = yHigh + yLow. */
// @ts-ignore: decorator
@inline
function errorOf(xHigh: v128, xLow: v128, yHigh: v128, yLow: v128, product: v128): v128 {
  const first = f64x2.add(f64x2.sub(f64x2.mul(xHigh, yHigh), product), f64x2.mul(xHigh, yLow));
  return f64x2.add(f64x2.add(first, f64x2.mul(xLow, yHigh)), f64x2.mul(xLow, yLow));
}

// @ts-ignore: decorator
@inline
function highOf(x: v128, splitter: v128): v128 {
  const scaled = f64x2.mul(splitter, x);
  return f64x2.sub(scaled, f64x2.sub(scaled, x));
}

/** x + y − sum, exactly, where sum is x + y rounded. */
// @ts-ignore: decorator
@inline
function sumErrorOf(x: v128, y: v128, sum: v128): v128 {
  const part = f64x2.sub(sum, x);
  return f64x2.add(f64x2.sub(x, f64x2.sub(sum, part)), f64x2.sub(y, part));
}

/** factor·x − product, exactly, where product is factor·x rounded, and factor is a small integer. */
// @ts-ignore: decorator
@inline
function multipleError(factor: v128, x: v128, product: v128, splitter: v128): v128 {
  const high = highOf(x, splitter);
  return f64x2.add(f64x2.sub(f64x2.mul(factor, high), product), f64x2.mul(factor, f64x2.sub(x, high)));
}

/** Vectors that the passes of `pairs` hand on for each two elements, and the elements that they take at a time. */
// @ts-ignore: decorator
@inline const PARTS: usize = 8;
// @ts-ignore: decorator
@inline const TURN: usize = 32;

/** The second stage of second.ts, for the elements that wait for it. */
function settle(scratch: usize): void {
  let open = scratch + OPEN;
  const end = load<usize>(scratch, OPEN_END);
  store<usize>(scratch, open, OPEN_END);
  // An odd one is its own partner.
  if (open < end) v128.store(end, v128.load(end - 16));
  for (; open < end; open += TURN << 4) {
    const turnEnd = min(end, open + (TURN << 4));
    const parts = scratch + (BLOCK << 3);
    numerators(open, turnEnd, parts);
    denominators(open, turnEnd, parts);
    quotients(open, turnEnd, parts);
  }
}

/** `exponentFor` in both lanes. */
// @ts-ignore: decorator
@inline
function exponents(x: v128): v128 {
  const rounder = f64x2.splat(6755399441055744);
  const quotient = f64x2.add(f64x2.mul(x, constant(INVERSE_LN2)), f64x2.splat(68));
  return v128.and(f64x2.sub(f64x2.add(quotient, rounder), rounder), f64x2.lt(x, f64x2.splat(-48)));
}

/** The two elements at `open`. */
// @ts-ignore: decorator
@inline
function pairAt(open: usize): v128 {
  return v128.load_lane<u64>(open + 16, v128.load_zero<u64>(open), 1);
}

/**
 * In three passes, since one would be a single chain of some hundred dependent operations. This one: S, low, r, rLow and
 * 720·(w + wLow).
 */
function numerators(open: usize, end: usize, t: usize): void {
  const one = constant(ONE);
  const splitter = constant(SPLITTER);
  const scale = constant(SCALE);
  const sign = v128.not(constant(MAGNITUDE));
  for (; open < end; open += 32, t += PARTS << 4) {
    const x = pairAt(open);
    const k = exponents(x);
    const step0 = <usize><i32>stepFor(f64x2.extract_lane(x, 0), f64x2.extract_lane(k, 0));
    const step1 = <usize><i32>stepFor(f64x2.extract_lane(x, 1), f64x2.extract_lane(k, 1));
    const p0 = v128.load(TABLE + CORRECT_ENTRIES * 8 - (step0 << 4));
    const p1 = v128.load(TABLE + CORRECT_ENTRIES * 8 - (step1 << 4));
    const low = v128.load_lane<u64>(LOWS + (step1 << 3), v128.load_zero<u64>(LOWS + (step0 << 3)), 1);
    const S = v128.shuffle<f64>(p0, p1, 1, 3);
    const scaled = f64x2.sub(v128.or(x, sign), f64x2.mul(k, f64x2.splat(LN2_FIRST)));
    const reduced = f64x2.sub(scaled, v128.shuffle<f64>(p0, p1, 0, 2));
    const shift = f64x2.mul(f64x2.neg(k), f64x2.splat(LN2_SECOND));
    const r = f64x2.add(reduced, shift);
    const rLow = f64x2.sub(sumErrorOf(reduced, shift, r), f64x2.mul(k, f64x2.splat(LN2_THIRD)));
    const rHigh = highOf(r, splitter);

    const U = f64x2.sub(one, S);
    const SHigh = highOf(S, splitter);
    const UHigh = highOf(U, splitter);
    const P = f64x2.mul(S, U);
    const PLow = f64x2.add(
      errorOf(SHigh, f64x2.sub(S, SHigh), UHigh, f64x2.sub(U, UHigh), P),
      f64x2.add(f64x2.mul(S, f64x2.sub(f64x2.sub(one, U), S)), f64x2.mul(low, f64x2.sub(U, S)))
    );
    const PHigh = highOf(P, splitter);
    const w = f64x2.mul(P, r);
    const wLow = f64x2.add(
      errorOf(PHigh, f64x2.sub(P, PHigh), rHigh, f64x2.sub(r, rHigh), w),
      f64x2.add(f64x2.mul(PLow, r), f64x2.mul(P, rLow))
    );
    const w720 = f64x2.mul(scale, w);
    v128.store(t, S, 0);
    v128.store(t, low, 16);
    v128.store(t, r, 32);
    v128.store(t, w720, 48);
    v128.store(t, f64x2.add(multipleError(scale, w, w720, splitter), f64x2.mul(scale, wLow)), 64);
    v128.store(t, rLow, 112);
  }
}

/** D + DLow. */
function denominators(open: usize, end: usize, t: usize): void {
  const half = constant(HALF);
  const splitter = constant(SPLITTER);
  const scale = constant(SCALE);
  const sixty = constant(SIXTY);
  const c6 = constant(C6);
  const c8 = constant(C8);
  const c10 = constant(C10);
  for (; open < end; open += 32, t += PARTS << 4) {
    const S = v128.load(t, 0);
    const low = v128.load(t, 16);
    const r = v128.load(t, 32);
    const rLow = v128.load(t, 112);
    const rHigh = highOf(r, splitter);
    const rTail = f64x2.sub(r, rHigh);
    const h = f64x2.sub(S, half);
    const hHigh = highOf(h, splitter);
    const hr = f64x2.mul(h, r);
    const hrLow = f64x2.add(
      errorOf(hHigh, f64x2.sub(h, hHigh), rHigh, rTail, hr),
      f64x2.add(f64x2.mul(f64x2.add(f64x2.sub(S, f64x2.add(h, half)), low), r), f64x2.mul(h, rLow))
    );
    const r2 = f64x2.mul(r, r);
    const r2Low = f64x2.add(errorOf(rHigh, rTail, rHigh, rTail, r2), f64x2.mul(f64x2.add(r, r), rLow));
    const r2High = highOf(r2, splitter);
    const r2Tail = f64x2.sub(r2, r2High);
    const r4 = f64x2.mul(r2, r2);
    const r4Low = f64x2.add(
      errorOf(r2High, r2Tail, r2High, r2Tail, r4),
      f64x2.mul(f64x2.add(r2, r2), r2Low)
    );
    const rest = f64x2.mul(
      f64x2.mul(r4, r2),
      f64x2.sub(c6, f64x2.mul(r2, f64x2.sub(c8, f64x2.mul(r2, c10))))
    );

    const hr720 = f64x2.mul(scale, hr);
    const r60 = f64x2.mul(sixty, r2);
    const quadratic = f64x2.add(hr720, r60);
    const e = f64x2.sub(quadratic, r4);
    const D = f64x2.add(scale, e);
    const quadraticLow = f64x2.add(
      f64x2.add(
        sumErrorOf(hr720, r60, quadratic),
        f64x2.add(multipleError(scale, hr, hr720, splitter), f64x2.mul(scale, hrLow))
      ),
      f64x2.add(
        f64x2.add(f64x2.sub(f64x2.mul(sixty, r2High), r60), f64x2.mul(sixty, r2Tail)),
        f64x2.mul(sixty, r2Low)
      )
    );
    const part = f64x2.sub(e, quadratic);
    const eLow = f64x2.sub(f64x2.sub(quadratic, f64x2.sub(e, part)), f64x2.add(r4, part));
    v128.store(t, D, 80);
    v128.store(
      t,
      f64x2.add(
        f64x2.sub(e, f64x2.sub(D, scale)),
        f64x2.add(eLow, f64x2.add(f64x2.sub(quadraticLow, r4Low), rest))
      ),
      96
    );
  }
}

/** The quotients and sums, and where they decide, the results. */
function quotients(open: usize, end: usize, t: usize): void {
  const one = constant(ONE);
  const splitter = constant(SPLITTER);
  const relative = constant(RELATIVE_SECOND);
  const absolute = constant(ABSOLUTE_SECOND);
  const magnitude = constant(MAGNITUDE);
  const nearestZero = constant(NEAREST_ZERO);
  const normalFrom = constant(NORMAL_FROM);
  const shiftK = constant(SHIFT_K);
  for (; open < end; open += 32, t += PARTS << 4) {
    const S = v128.load(t, 0);
    const w720 = v128.load(t, 48);
    const D = v128.load(t, 80);
    const q = f64x2.div(w720, D);
    const product = f64x2.mul(q, D);
    const qHigh = highOf(q, splitter);
    const DHigh = highOf(D, splitter);
    const remainder = f64x2.sub(
      f64x2.sub(w720, product),
      errorOf(qHigh, f64x2.sub(q, qHigh), DHigh, f64x2.sub(D, DHigh), product)
    );
    const rest = f64x2.sub(v128.load(t, 64), f64x2.mul(q, v128.load(t, 96)));
    const qLow = f64x2.div(f64x2.add(remainder, rest), D);

    const sum = f64x2.add(S, q);
    const sumLow = f64x2.add(f64x2.sub(q, f64x2.sub(sum, S)), f64x2.add(qLow, v128.load(t, 16)));
    const x = pairAt(open);
    const factor = i64x2.shl(f64x2.add(exponents(x), shiftK), 52);
    const c = f64x2.add(sum, sumLow);
    const cLow = f64x2.add(f64x2.sub(sumLow, f64x2.sub(c, sum)), f64x2.mul(f64x2.mul(c, c), f64x2.sub(one, factor)));

    const negative = i64x2.shr_s(x, 63);
    const other = f64x2.sub(one, c);
    const y = v128.bitselect(c, other, negative);
    const yLow = v128.bitselect(cLow, f64x2.sub(f64x2.sub(f64x2.sub(one, other), c), cLow), negative);
    const delta = f64x2.add(f64x2.mul(c, relative), v128.andnot(absolute, negative));
    const upper = f64x2.add(y, f64x2.add(yLow, delta));
    const lower = f64x2.add(y, f64x2.sub(yLow, delta));
    // Ties near 0, and subnormal results, are matters of their own.
    const special = v128.or(f64x2.lt(v128.and(x, magnitude), nearestZero), f64x2.lt(x, normalFrom));
    if (i64x2.bitmask(v128.or(f64x2.ne(upper, lower), special)) == 0) {
      const result = f64x2.mul(upper, factor);
      v128.store_lane<u64>(load<usize>(open, 8), result, 0);
      v128.store_lane<u64>(load<usize>(open, 24), result, 1);
    } else {
      retry(open);
      if (open + 16 < end) retry(open + 16);
    }
  }
}

/** σ of the first elements as long as they are below TINY, four by four; returns how many. See `tiny` in second.ts. */
function tinies(source: usize, target: usize, length: usize): usize {
  const limit = f64x2.splat(TINY);
  const half = constant(HALF);
  const quarter = f64x2.splat(0.25);
  const rounder = f64x2.splat(0.1875);
  const ulp = f64x2.splat(1.0 / 9007199254740992.0);
  let done: usize = 0;
  for (; done < length; done += 4, source += 32, target += 32) {
    const x0 = v128.load(source, 0);
    const x1 = v128.load(source, 16);
    if (i64x2.bitmask(v128.and(f64x2.lt(f64x2.abs(x0), limit), f64x2.lt(f64x2.abs(x1), limit))) != 3) break;
    v128.store(target, tinyPair(f64x2.mul(x0, quarter), half, rounder, ulp), 0);
    v128.store(target, tinyPair(f64x2.mul(x1, quarter), half, rounder, ulp), 16);
  }
  return done;
}

// @ts-ignore: decorator
@inline
function tinyPair(quarter: v128, half: v128, rounder: v128, ulp: v128): v128 {
  const even = f64x2.eq(f64x2.sub(f64x2.add(quarter, rounder), rounder), quarter);
  return f64x2.add(half, f64x2.sub(quarter, v128.and(even, f64x2.mul(quarter, ulp))));
}

/** σ of the first elements as long as it is 1, or as it is 0, four by four; returns how many. */
function saturated(source: usize, target: usize, length: usize): usize {
  const negative = load<f64>(source) < 0;
  const flip = f64x2.splat(negative ? -0.0 : 0.0);
  const limit = f64x2.splat(negative ? 746.0 : 37.5);
  const result = f64x2.splat(negative ? 0.0 : 1.0);
  let done: usize = 0;
  for (; done < length; done += 4, source += 32, target += 32) {
    const first = f64x2.ge(v128.xor(v128.load(source, 0), flip), limit);
    const second = f64x2.ge(v128.xor(v128.load(source, 16), flip), limit);
    if (i64x2.bitmask(v128.and(first, second)) != 3) break;
    v128.store(target, result, 0);
    v128.store(target, result, 16);
  }
  return done;
}

/** Lets the elements at `source` whose bits are set wait; in place, their results overwrite what the second stage needs. */
function wait(source: usize, target: usize, mask: i32, scratch: usize): void {
  let open = load<usize>(scratch, OPEN_END);
  for (; mask != 0; mask &= mask - 1) {
    const offset = <usize>ctz(mask) << 3;
    store<f64>(open, load<f64>(source + offset), 0);
    store<usize>(open, target + offset, 8);
    open += 16;
  }
  store<usize>(scratch, open, OPEN_END);
}

/** Whether four elements hold one that the table does not reach, or NaN. */
// @ts-ignore: decorator
@inline
function beyond(address: usize): bool {
  const limit = f64x2.splat(48.0);
  const low = f64x2.lt(f64x2.abs(v128.load(address, 0)), limit);
  const high = f64x2.lt(f64x2.abs(v128.load(address, 16)), limit);
  return i64x2.bitmask(v128.and(low, high)) != 3;
}

/** As `anywhere` in kernel.ts. */
function anywhere(source: usize, target: usize, length: usize, scratch: usize): usize {
  const done = saturated(source, target, length);
  if (done > 0) return done;
  if (length > 4 && !beyond(source + 32)) length = 4;
  const parts = scratch + (BLOCK << 3);
  const end = parts + (length << 5);
  const shift = constant(SHIFT);
  const top = constant(TOP);
  const least = constant(LEAST);
  const bottom = constant(BOTTOM);
  const inverseLn2 = constant(INVERSE_LN2);
  const shiftN = constant(SHIFT_N);
  const shiftK = constant(SHIFT_K);
  const ln2High = constant(LN2_HIGH);
  const ln2Low = constant(LN2_LOW);
  const nan = constant(NOT_A_NUMBER);
  for (let t = parts, s = source; t < end; t += 64, s += 16) {
    const given = v128.load(s);
    const x = f64x2.pmax(f64x2.pmin(top, given), least);
    const k = v128.and(f64x2.sub(f64x2.add(f64x2.mul(x, inverseLn2), shiftN), shiftK), f64x2.lt(x, bottom));
    const high = f64x2.sub(x, f64x2.mul(k, ln2High));
    const scale = i64x2.shl(f64x2.add(k, shiftK), 52);
    v128.store(t, f64x2.add(high, shift), 0);
    v128.store(t, high, 16);
    v128.store(t, f64x2.mul(k, ln2Low), 32);
    v128.store(t, v128.or(scale, v128.and(f64x2.ne(given, given), nan)), 48);
  }

  const half = constant(HALF);
  const one = constant(ONE);
  const c2 = constant(R2);
  const c4 = constant(R4);
  const magnitude = constant(MAGNITUDE);
  const relative = constant(RELATIVE);
  const absolute = constant(ABSOLUTE);
  const zeroTo = constant(ZERO_TO);
  const normalFrom = constant(NORMAL_FROM);
  for (let t = parts; t < end; t += 64, source += 16, target += 16) {
    const p0 = v128.load(load<u32>(t, 0) & CORRECT_INDEX, TABLE);
    const p1 = v128.load(load<u32>(t, 8) & CORRECT_INDEX, TABLE);
    const r = f64x2.sub(f64x2.sub(v128.load(t, 16), v128.shuffle<f64>(p0, p1, 0, 2)), v128.load(t, 32));
    const S = v128.shuffle<f64>(p0, p1, 1, 3);
    const w = product(S, r, one);
    const q = f64x2.div(w, denominator(S, r, half, one, c2, c4));
    const delta = bound(S, w, magnitude, relative, absolute);
    const lower = f64x2.add(S, f64x2.sub(q, delta));
    const upper = f64x2.add(S, f64x2.add(q, delta));
    const x = v128.load(source);
    // Subnormal results would be rounded twice.
    const subnormal = v128.and(f64x2.gt(x, zeroTo), f64x2.lt(x, normalFrom));
    const mask = i64x2.bitmask(v128.or(f64x2.ne(lower, upper), subnormal));
    if (mask != 0) wait(source, target, mask, scratch);
    v128.store(target, f64x2.mul(upper, v128.load(t, 48)));
  }
  return length;
}

/** σ of `length` elements, a multiple of 4. */
function fours(source: usize, target: usize, length: usize, scratch: usize): void {
  const shift = constant(SHIFT);
  const half = constant(HALF);
  const one = constant(ONE);
  const c2 = constant(R2);
  const c4 = constant(R4);
  const magnitude = constant(MAGNITUDE);
  const relative = constant(RELATIVE);
  const absolute = constant(ABSOLUTE);

  let run = false;
  store<usize>(scratch, scratch + OPEN, OPEN_END);
  while (length > 0) {
    const block = min(length, BLOCK);
    if (load<usize>(scratch, OPEN_END) >= scratch + OPEN + (WAITING << 4)) settle(scratch);
    if (run) {
      const done = anywhere(source, target, block, scratch);
      run = done > 4;
      length -= done;
      source += done << 3;
      target += done << 3;
      continue;
    }
    length -= block;
    const end = scratch + (block << 3);

    for (let t = scratch, s = source; t < end; t += 32, s += 32) {
      v128.store(t, f64x2.add(v128.load(s, 0), shift), 0);
      v128.store(t, f64x2.add(v128.load(s, 16), shift), 16);
    }

    for (let t = scratch; t < end; ) {
      const p0 = v128.load(load<u32>(t, 0) & CORRECT_INDEX, TABLE);
      const p1 = v128.load(load<u32>(t, 8) & CORRECT_INDEX, TABLE);
      const p2 = v128.load(load<u32>(t, 16) & CORRECT_INDEX, TABLE);
      const p3 = v128.load(load<u32>(t, 24) & CORRECT_INDEX, TABLE);
      const r0 = f64x2.sub(v128.load(source, 0), v128.shuffle<f64>(p0, p1, 0, 2));
      const r1 = f64x2.sub(v128.load(source, 16), v128.shuffle<f64>(p2, p3, 0, 2));
      const S0 = v128.shuffle<f64>(p0, p1, 1, 3);
      const S1 = v128.shuffle<f64>(p2, p3, 1, 3);
      const w0 = product(S0, r0, one);
      const q0 = f64x2.div(w0, denominator(S0, r0, half, one, c2, c4));
      const w1 = product(S1, r1, one);
      const q1 = f64x2.div(w1, denominator(S1, r1, half, one, c2, c4));
      const d0 = bound(S0, w0, magnitude, relative, absolute);
      const d1 = bound(S1, w1, magnitude, relative, absolute);
      const y0 = f64x2.add(S0, f64x2.add(q0, d0));
      const y1 = f64x2.add(S1, f64x2.add(q1, d1));
      const unsure0 = f64x2.ne(y0, f64x2.add(S0, f64x2.sub(q0, d0)));
      const unsure1 = f64x2.ne(y1, f64x2.add(S1, f64x2.sub(q1, d1)));
      const out = i64x2.shl(v128.or(r0, r1), 1);
      if (i64x2.bitmask(v128.or(out, v128.or(unsure0, unsure1))) == 0) {
        v128.store(target, y0, 0);
        v128.store(target, y1, 16);
        source += 32;
        target += 32;
        t += 32;
        continue;
      }

      let done: usize = 4;
      if (i64x2.bitmask(out) != 0) {
        done = anywhere(source, target, (end - t) >> 3, scratch);
        run = done > 4;
      } else if (abs(load<f64>(source)) < TINY && (done = tinies(source, target, (end - t) >> 3)) > 0) {
        run = false;
      } else {
        wait(source, target, i64x2.bitmask(unsure0) | (i64x2.bitmask(unsure1) << 2), scratch);
        v128.store(target, y0, 0);
        v128.store(target, y1, 16);
        done = 4;
      }
      source += done << 3;
      target += done << 3;
      t += done << 3;
    }
  }
  settle(scratch);
}

/** target[i] = the double nearest to σ(source[i]) for 0 ≤ i < length; otherwise as `sigmoid`. */
export function sigmoidCorrect(source: usize, target: usize, length: usize, scratch: usize): void {
  const whole = length & ~3;
  fours(source, target, whole, scratch);
  const rest = length - whole;
  if (rest == 0) return;

  // The last 1–3 elements, in the same code; 0 behind them is easily decided.
  const last = scratch + LAST;
  source += whole << 3;
  target += whole << 3;
  for (let i: usize = 0; i < 4; i++) store<f64>(last + (i << 3), i < rest ? load<f64>(source + (i << 3)) : 0.0);
  fours(last, last, 4, scratch);
  for (let i: usize = 0; i < rest; i++) store<f64>(target + (i << 3), load<f64>(last + (i << 3)));
}
