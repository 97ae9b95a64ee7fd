/**
 * σ(x) = 1/(1 + e^-x) over f64 arrays, two lanes at a time.
 *
 * Bound     0.53 ULP where the result is normal, 1 ULP where it is subnormal.
 * Worst     0.5228 ULP at x = −30.757792461187393, of 10^8 inputs; test/numerics/accuracy.test.ts and `npm run test:long` fail above 0.53.
 * Method    No exponential. With a near x from a table of step 1/64, S = σ(a), r = x − a and |r| ≤ 8.5/1024,
 *           the addition theorem of the logistic function says
 *
 *               σ(a + r) = S + S(1−S)·r / (r·coth(r/2)/2 + (S−½)·r),   r·coth(r/2)/2 = 1 + r²/12 − r⁴/720 + …
 *
 *           The next term, r⁶/30240, is below 2^-56 of the denominator and the quotient below 2^-6.9 of S, so the
 *           result is one rounding (½ ULP) plus about 3 roundings of the quotient scaled by 2^-6.9 (0.025 ULP).
 * Table     a is not on the grid but beside it, where σ(a) is a double to 2^-7.5 ULP: then S needs no low part, and
 *           r = x − a is exact. See table.ts.
 * Tail      x < −48: e^x = 2^k·e^(x − k·ln 2), brought to the table near −47, where σ and exp agree to 2^-67.
 * NaN, ±∞, x < −48, x > 63.99: the masked index leads to an entry whose a is at least 2 away from x. One shift and one
 *           sign test per four elements find that, after the arithmetic and before the store.
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
import {
  BOTTOM, constant, HALF, INDEX, INVERSE_LN2, LEAST, LN2_HIGH, LN2_LOW, NOT_A_NUMBER, ONE, R2, R4, setConstants, SHIFT, SHIFT_K,
  SHIFT_N, TOP,
} from './constants';
import { writeLows } from './correct';
import { BLOCK, CORRECT_ENTRIES, ENTRIES, HEAP, LOWS, SCRATCH, SCRATCH_BYTES, STAGE, STAGE_LENGTH, TABLE } from '../core/layout';
import { CORRECT, CORRECT_STEPS, FAITHFUL, lowerA, lowerS, next, start, STEPS, upperA, upperS } from '../../math/sigmoid/table';

export { sigmoidCorrect } from './correct';

export const scratchAddress: usize = SCRATCH;
export const scratchBytes: usize = SCRATCH_BYTES;
export const tableAddress: usize = TABLE;
export const stageAddress: usize = STAGE;
export const stageLength: usize = STAGE_LENGTH;
export const heapAddress: usize = HEAP;
export const lowsAddress: usize = LOWS;

/** Writes the constants and the table. Once per memory, before any thread calls `sigmoid`. */
export function initialize(): void {
  setConstants(false);
  writeTable(FAITHFUL, STEPS, ENTRIES);
}

/** The same for `sigmoidCorrect`, whose table is closer to σ, and says how close. */
export function initializeCorrect(): void {
  setConstants(true);
  writeTable(CORRECT, CORRECT_STEPS, CORRECT_ENTRIES);
  writeLows();
}

function writeTable(tolerance: f64, steps: f64, entries: usize): void {
  const zero = TABLE + entries * 8;
  writePair(zero, 0.0, 0.5);
  start(tolerance);
  for (let i: usize = 1; i <= <usize>steps; i++) {
    next();
    writePair(zero - (i << 4), lowerA, lowerS);
    writePair(zero + (i << 4), upperA, upperS);
  }
  for (let i = <usize>steps + 1; i <= entries / 2; i++) {
    // Below the table: nothing is near this a, so that the range test fails. Above it σ is 1.
    writePair(zero - (i << 4), Infinity, 0.0);
    if (i < entries / 2) writePair(zero + (i << 4), 0.0, 1.0);
  }
}

function writePair(address: usize, a: f64, S: f64): void {
  store<f64>(address, a, 0);
  store<f64>(address, S, 8);
}

/** σ(a + r), S = σ(a). */
// @ts-ignore: decorator
@inline
function addition(S: v128, r: v128, half: v128, one: v128, c2: v128, c4: v128): v128 {
  const h = f64x2.sub(S, half);
  const P = f64x2.mul(S, f64x2.sub(one, S));
  const r2 = f64x2.mul(r, r);
  const D = f64x2.add(f64x2.add(one, f64x2.mul(h, r)), f64x2.mul(r2, f64x2.sub(c2, f64x2.mul(r2, c4))));
  return f64x2.add(S, f64x2.div(f64x2.mul(P, r), D));
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

/**
 * σ over elements of any kind, the same bits as in `fours` where that applies. Such values come in runs: if the four
 * elements behind the first four are alike, then all of `length`, a multiple of 4 and at most BLOCK; else those four.
 * Returns how many. `scratch` holds 4 vectors for each 2 elements.
 */
function anywhere(source: usize, target: usize, length: usize, scratch: usize): usize {
  if (length > 4 && !beyond(source + 32)) length = 4;
  const end = scratch + (length << 5);
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
  for (let t = scratch, s = source; t < end; t += 64, s += 16) {
    const given = v128.load(s);
    // In this order NaN becomes TOP: the table is for numbers.
    const x = f64x2.pmax(f64x2.pmin(top, given), least);
    // k = round(x/ln 2 + 68) below the table, else 0: x − k·ln 2 is near −47.
    const k = v128.and(f64x2.sub(f64x2.add(f64x2.mul(x, inverseLn2), shiftN), shiftK), f64x2.lt(x, bottom));
    const high = f64x2.sub(x, f64x2.mul(k, ln2High));
    // The low bits of k + shiftK are k + 1023, the exponent of 2^k. For NaN the factor is NaN, the same one for all:
    // payloads and signs differ between processors.
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
  for (let t = scratch; t < end; t += 64, target += 16) {
    const p0 = v128.load(load<u32>(t, 0) & INDEX, TABLE);
    const p1 = v128.load(load<u32>(t, 8) & INDEX, TABLE);
    const r = f64x2.sub(f64x2.sub(v128.load(t, 16), v128.shuffle<f64>(p0, p1, 0, 2)), v128.load(t, 32));
    const y = addition(v128.shuffle<f64>(p0, p1, 1, 3), r, half, one, c2, c4);
    v128.store(target, f64x2.mul(y, v128.load(t, 48)));
  }
  return length;
}

/** σ over `length` elements, a multiple of 4. */
function fours(source: usize, target: usize, length: usize, scratch: usize): void {
  const shift = constant(SHIFT);
  const half = constant(HALF);
  const one = constant(ONE);
  const c2 = constant(R2);
  const c4 = constant(R4);

  let run = false;
  while (length > 0) {
    const block = min(length, BLOCK);
    if (run) {
      const done = anywhere(source, target, block, scratch + (BLOCK << 3));
      run = done > 4;
      length -= done;
      source += done << 3;
      target += done << 3;
      continue;
    }
    length -= block;
    const end = scratch + (block << 3);

    // First pass: shifted inputs to the scratch. Float to table index through memory: two passes hide that latency.
    for (let t = scratch, s = source; t < end; t += 32, s += 32) {
      v128.store(t, f64x2.add(v128.load(s, 0), shift), 0);
      v128.store(t, f64x2.add(v128.load(s, 16), shift), 16);
    }

    for (let t = scratch; t < end; ) {
      const p0 = v128.load(load<u32>(t, 0) & INDEX, TABLE);
      const p1 = v128.load(load<u32>(t, 8) & INDEX, TABLE);
      const p2 = v128.load(load<u32>(t, 16) & INDEX, TABLE);
      const p3 = v128.load(load<u32>(t, 24) & INDEX, TABLE);
      const r0 = f64x2.sub(v128.load(source, 0), v128.shuffle<f64>(p0, p1, 0, 2));
      const r1 = f64x2.sub(v128.load(source, 16), v128.shuffle<f64>(p2, p3, 0, 2));
      const y0 = addition(v128.shuffle<f64>(p0, p1, 1, 3), r0, half, one, c2, c4);
      const y1 = addition(v128.shuffle<f64>(p2, p3, 1, 3), r1, half, one, c2, c4);

      // Bit 62 of a double is set from 2 on, and in infinities and NaN.
      if (i64x2.bitmask(i64x2.shl(v128.or(r0, r1), 1)) == 0) {
        v128.store(target, y0, 0);
        v128.store(target, y1, 16);
        source += 32;
        target += 32;
        t += 32;
        continue;
      }
      const done = anywhere(source, target, (end - t) >> 3, scratch + (BLOCK << 3));
      run = done > 4;
      source += done << 3;
      target += done << 3;
      t += done << 3;
    }
  }
}

/**
 * target[i] = σ(source[i]) for 0 ≤ i < length.
 *
 * `source` and `target` are byte addresses of doubles in kernel memory, any alignment; equal, or not overlapping.
 * `scratch` is the address of `scratchBytes` bytes that no other thread uses.
 */
export function sigmoid(source: usize, target: usize, length: usize, scratch: usize): void {
  const whole = length & ~3;
  fours(source, target, whole, scratch);
  if (whole == length) return;

  // The last 1–3 elements, in the same code: no second formula. What stands behind them is stale, and harmless.
  const rest = length - whole;
  const padded = scratch + (BLOCK << 3) * 5;
  source += whole << 3;
  target += whole << 3;
  for (let i: usize = 0; i < rest; i++) store<f64>(padded + (i << 3), load<f64>(source + (i << 3)));
  fours(padded, padded, 4, scratch);
  for (let i: usize = 0; i < rest; i++) store<f64>(target + (i << 3), load<f64>(padded + (i << 3)));
}
