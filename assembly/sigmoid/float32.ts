/**
 * σ(x) over f32 arrays: the float32 nearest to it, four lanes at a time.
 *
 * Bound     none: each of the 2^32 results is the nearest float32. Nothing proves it but trying all of them, as `npm run test:long`
 *           does; any change of an operation or a constant needs that run.
 * Method    a = the multiple of 1/64 nearest to x, T = e^-a from a table of doubles, r = x − a, |r| ≤ 1/128; a and r are exact in
 *           float32. The rest is in doubles, rounded to float32 once:
 *
 *               σ(a + r) = 1/(1 + T·e^-r) = n/(n + T·m),  n = r² + c6·r + c12,  m = r² − c6·r + c12
 *
 *           m/n is e^-r to 2^-48.5: see scripts/derive-constants.mjs.
 * Ties      See math/sigmoid/float32.ts for those near 0.
 * Outside   x is clamped to where σ rounds to 0 and to 1, which the formula then gives. NaN passes the clamps, and is made the same
 *           for all at the end. No branch depends on elements: time depends on them only by how much of the table they use, 62 KB in all.
 *
 * The front end, which finds the table indices, is ahead of the quotients by 16 elements: indices go through memory, which takes long.
 *
 * Tried on x86-64 (V8 11.3, Zen 3), 1 M elements, ratio to the naive loop; this one 13.5: the front end in a pass of its own over
 * blocks of 64 elements: 12.0, and 350 bytes less, gzipped.
 */
import { C12, C6 } from '../../math/constants';
import { ABOVE_ONE, BELOW_ONE, LEAST, LOWER_STEPS, TOP, UPPER_STEPS, ZERO_ENTRY } from '../../math/sigmoid/float32';
import { nextPower, powerHigh, startPowers } from '../../math/powers';
import { constant, setConstant, setConstantFloat, setConstantInteger } from '../core/constants';
import { SCRATCH_PASSES } from '../core/layout';
import { FLOAT_TABLE, HEAP } from '../layout';
import { FLOAT, FloatSlot } from './slots';

/** For `sigmoidFloat`, once per memory, before any thread calls it. */
export function initializeSigmoidFloat(): void {
  if (FLOAT_TABLE + 65536 * 8 > HEAP) ERROR('an index of NaN may lead out of memory');
  setConstantFloat(FLOAT + FloatSlot.TOP, <f32>TOP);
  setConstantFloat(FLOAT + FloatSlot.LEAST, <f32>LEAST);
  // Brings x to where floats are multiples of 1/64 and their low bits count these, from the table's first entry on.
  setConstantFloat(FLOAT + FloatSlot.SHIFT, 1.5 * 131072.0 + <f32>ZERO_ENTRY / 64.0);
  setConstantInteger(FLOAT + FloatSlot.NOT_A_NUMBER, 0x7fc00000);
  setConstant(FLOAT + FloatSlot.C12, C12);
  setConstant(FLOAT + FloatSlot.C6, C6);

  const zero = FLOAT_TABLE + (<usize>ZERO_ENTRY << 3);
  store<f64>(zero, ABOVE_ONE, 0);
  store<f64>(zero - 8, BELOW_ONE);
  startPowers();
  for (let i: usize = 1; i <= <usize>LOWER_STEPS; i++) {
    nextPower();
    store<f64>(zero - 8 - (i << 3), powerHigh);
    if (i <= <usize>UPPER_STEPS) store<f64>(zero + (i << 3), 1.0 / powerHigh);
  }
}

/** Writes the table index of four elements, in 32 bits each, and their r. */
// @ts-ignore: decorator
@inline
function reduce(source: usize, t: usize, top: v128, least: v128, shift: v128): void {
  // In this order NaN passes.
  const x = f32x4.pmax(f32x4.pmin(v128.load(source), top), least);
  const shifted = f32x4.add(x, shift);
  // One entry before, where x has a negative sign.
  v128.store(t, i32x4.add(shifted, i32x4.shr_s(x, 31)), 0);
  v128.store(t, f32x4.sub(x, f32x4.sub(shifted, shift)), 16);
}

/** The entries of two elements. NaN leads to any of 65,536 places behind the table's begin. */
// @ts-ignore: decorator
@inline
function entriesAt(t: usize): v128 {
  const first = v128.load64_zero(<usize>load<u16>(t, 0) << 3, FLOAT_TABLE);
  return v128.load64_lane(<usize>load<u16>(t, 4) << 3, first, 1, FLOAT_TABLE);
}

/** n/(n + T·m) */
// @ts-ignore: decorator
@inline
function quotient(r: v128, T: v128, c12: v128, c6: v128): v128 {
  const even = f64x2.add(f64x2.mul(r, r), c12);
  const odd = f64x2.mul(r, c6);
  const n = f64x2.add(even, odd);
  return f64x2.div(n, f64x2.add(n, f64x2.mul(T, f64x2.sub(even, odd))));
}

/** σ of the four elements that `reduce` wrote about. */
// @ts-ignore: decorator
@inline
function compute(t: usize, c12: v128, c6: v128, nan: v128): v128 {
  const y0 = quotient(f64x2.promote_low_f32x4(v128.load64_zero(t, 16)), entriesAt(t), c12, c6);
  const y1 = quotient(f64x2.promote_low_f32x4(v128.load64_zero(t, 24)), entriesAt(t + 8), c12, c6);
  const y = v128.shuffle<i64>(f32x4.demote_f64x2_zero(y0), f32x4.demote_f64x2_zero(y1), 0, 2);
  // The bits of a number that is not negative are below those of every NaN.
  return i32x4.min_u(y, nan);
}

/** Bytes that `reduce` writes about four elements. */
const SLOT: usize = 32;
/** Elements by which the front end is ahead, in four slots. */
const AHEAD: usize = 16;

/** Stores the results of four elements, and puts others, further ahead, in their slot. */
// @ts-ignore: decorator
@inline
function turn(target: usize, source: usize, t: usize, top: v128, least: v128, shift: v128, c12: v128, c6: v128, nan: v128): void {
  const y = compute(t, c12, c6, nan);
  reduce(source, t, top, least, shift);
  v128.store(target, y);
}

/** σ over `length` elements, a multiple of 16 and not 0. */
function mainLoop(source: usize, target: usize, length: usize, t: usize): void {
  const top = constant(FLOAT + FloatSlot.TOP);
  const least = constant(FLOAT + FloatSlot.LEAST);
  const shift = constant(FLOAT + FloatSlot.SHIFT);
  const c12 = constant(FLOAT + FloatSlot.C12);
  const c6 = constant(FLOAT + FloatSlot.C6);
  const nan = constant(FLOAT + FloatSlot.NOT_A_NUMBER);
  for (let i: usize = 0; i < 4; i++) reduce(source + (i << 4), t + i * SLOT, top, least, shift);
  // At the end there is nothing ahead; what is read there again, in place perhaps after it was written, is not used.
  const last = source + ((length - AHEAD) << 2);
  for (const end = target + (length << 2); target < end; target += AHEAD << 2) {
    source = min(source + (AHEAD << 2), last);
    turn(target, source, t, top, least, shift, c12, c6, nan);
    turn(target + 16, source + 16, t + SLOT, top, least, shift, c12, c6, nan);
    turn(target + 32, source + 32, t + 2 * SLOT, top, least, shift, c12, c6, nan);
    turn(target + 48, source + 48, t + 3 * SLOT, top, least, shift, c12, c6, nan);
  }
}

/** target[i] = σ(source[i]), as `map` takes them, but floats. */
export function sigmoidFloat(source: usize, target: usize, length: usize, scratch: usize): void {
  const whole = length & ~(AHEAD - 1);
  if (whole > 0) mainLoop(source, target, whole, scratch);
  const rest = (length - whole) << 2;
  if (rest == 0) return;
  // The last 1–15 elements in the same code; whatever is behind them fills up.
  const last = scratch + SCRATCH_PASSES;
  memory.copy(last, source + (whole << 2), rest);
  mainLoop(last, last, AHEAD, scratch);
  memory.copy(target + (whole << 2), last, rest);
}
