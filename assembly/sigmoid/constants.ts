/** The numbers of the formula, in memory. Only the kernel has this; the TypeScript backend's stand in src/functions/sigmoid/faithful.ts. */
import { EPSILON, EPSILON_SECOND, ROUNDING_SECOND, TAU, TINY } from '../../math/sigmoid/bounds';
import { CONSTANTS } from '../core/layout';

/** Byte offset of a table entry within the low bits of a shifted input: 13 bits of index, 16 bytes an entry. */
// @ts-ignore: decorator
@inline export const INDEX: u32 = 0x1fff0;
/** The same in the table for correct rounding, of 14 bits. */
// @ts-ignore: decorator
@inline export const CORRECT_INDEX: u32 = 0x3fff0;

/**
 * V8 rebuilds a v128.const wherever it stands, in the loop too; a value loaded from memory stays in its register.
 * That is worth 15–20 %, hence these constants in memory, each in both lanes.
 */
// @ts-ignore: decorator
@inline export function constant(index: usize): v128 { return v128.load(CONSTANTS + (index << 4)); }
function setConstant(index: usize, value: f64): void { v128.store(CONSTANTS + (index << 4), f64x2.splat(value)); }
// @ts-ignore: decorator
@inline export const SHIFT: usize = 0;
// @ts-ignore: decorator
@inline export const HALF: usize = 1;
// @ts-ignore: decorator
@inline export const ONE: usize = 2;
// @ts-ignore: decorator
@inline export const R2: usize = 3;
// @ts-ignore: decorator
@inline export const R4: usize = 4;
// @ts-ignore: decorator
@inline export const TOP: usize = 5;
// @ts-ignore: decorator
@inline export const LEAST: usize = 6;
// @ts-ignore: decorator
@inline export const BOTTOM: usize = 7;
// @ts-ignore: decorator
@inline export const SHIFT_N: usize = 8;
// @ts-ignore: decorator
@inline export const INVERSE_LN2: usize = 9;
// @ts-ignore: decorator
@inline export const SHIFT_K: usize = 10;
// @ts-ignore: decorator
@inline export const LN2_HIGH: usize = 11;
// @ts-ignore: decorator
@inline export const LN2_LOW: usize = 12;
// @ts-ignore: decorator
@inline export const NOT_A_NUMBER: usize = 13;
// @ts-ignore: decorator
@inline export const MAGNITUDE: usize = 14;
// @ts-ignore: decorator
@inline export const RELATIVE: usize = 15;
// @ts-ignore: decorator
@inline export const ABSOLUTE: usize = 16;
// @ts-ignore: decorator
@inline export const ZERO_TO: usize = 17;
// @ts-ignore: decorator
@inline export const NORMAL_FROM: usize = 18;
// @ts-ignore: decorator
@inline export const SPLITTER: usize = 19;
// @ts-ignore: decorator
@inline export const SCALE: usize = 20;
// @ts-ignore: decorator
@inline export const SIXTY: usize = 21;
// @ts-ignore: decorator
@inline export const C6: usize = 22;
// @ts-ignore: decorator
@inline export const C8: usize = 23;
// @ts-ignore: decorator
@inline export const C10: usize = 24;
// @ts-ignore: decorator
@inline export const RELATIVE_SECOND: usize = 25;
// @ts-ignore: decorator
@inline export const ABSOLUTE_SECOND: usize = 26;
// @ts-ignore: decorator
@inline export const NEAREST_ZERO: usize = 27;

/** Writes the constants, once per memory. For correct rounding the cells are half as wide. */
export function setConstants(correct: bool): void {
  // Near 1.5·2^42 the spacing of doubles is 1/1024. Plus 64: indices start at 0. Plus 8/1024: cutting 4 bits off rounds to nearest.
  if (correct) setConstant(SHIFT, 1.5 * 2199023255552.0 + 64.0 + 8.0 / 2048.0);
  else setConstant(SHIFT, 1.5 * 4398046511104.0 + 64.0 + 8.0 / 1024.0);
  setConstant(HALF, 0.5);
  setConstant(ONE, 1.0);
  setConstant(R2, 1.0 / 12.0);
  setConstant(R4, 1.0 / 720.0);

  // σ(63) rounds to 1 and σ(−750) to 0. Below BOTTOM lie the inputs whose index is less than that of −48.
  setConstant(TOP, 63.0);
  setConstant(LEAST, -750.0);
  setConstant(BOTTOM, correct ? -98312.5 / 2048.0 : -49160.5 / 1024.0);
  setConstant(INVERSE_LN2, reinterpret<f64>(0x3ff71547652b82fe)); // 1.4426950408889634
  setConstant(SHIFT_K, 1.5 * 4503599627370496.0 + 1023.0);
  setConstant(SHIFT_N, 1.5 * 4503599627370496.0 + 1023.0 + 68.0);
  // ln 2 as a sum; the first part has 32 bits, so that k·LN2_HIGH is exact.
  setConstant(LN2_HIGH, reinterpret<f64>(0x3fe62e42ff000000)); // 0.6931471806019545
  setConstant(LN2_LOW, reinterpret<f64>(0xbdc718432a1b0e26)); // -4.2009150726810846e-11
  setConstant(NOT_A_NUMBER, NaN);

  // For correct rounding: the bits but for the sign; the bounds; and where σ is between 0 and the least normal double.
  setConstant(MAGNITUDE, reinterpret<f64>(0x7fffffffffffffff));
  setConstant(RELATIVE, EPSILON);
  setConstant(ABSOLUTE, TAU);
  setConstant(ZERO_TO, -746.0);
  setConstant(NORMAL_FROM, -708.0);

  // For the second stage, whose formula is scaled by 720. 2^27 + 1 splits a double in halves.
  setConstant(SPLITTER, 134217729.0);
  setConstant(SCALE, 720.0);
  setConstant(SIXTY, 60.0);
  setConstant(C6, 1.0 / 42.0);
  setConstant(C8, 1.0 / 1680.0);
  setConstant(C10, 1.0 / 66528.0);
  setConstant(RELATIVE_SECOND, EPSILON_SECOND);
  setConstant(ABSOLUTE_SECOND, ROUNDING_SECOND);
  setConstant(NEAREST_ZERO, TINY);
}
