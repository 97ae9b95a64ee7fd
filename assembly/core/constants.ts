/**
 * The numbers of the formulas, in memory, each in all lanes.
 *
 * V8 rebuilds a v128.const wherever it occurs, within a loop too; a value loaded from memory before the loop stays in its
 * register. That is worth 15–20 %.
 */
import { INVERSE_LN2, LN2_HIGH, LN2_LOW } from '../../math/constants';
import { LEAST, TOP } from '../../math/reach';
import { ROUNDER } from '../../math/search';
import { CONSTANTS } from './layout';

/** The constants of all functions. */
export const enum Shared {
  HALF,
  ONE,
  SIGN,
  NOT_A_NUMBER,
  /** Of the reduction: see ./reduction.ts. */
  INVERSE_LN2,
  LN2_HIGH,
  LN2_LOW,
  K_SHIFT,
  TOP,
  LEAST,

  COUNT,
}

/** The constants that a function with a table has of its own: how x leads to an entry; where the table ends; and of its formula. */
export const enum Own {
  SHIFT,
  BOTTOM,
  K_OFFSET,
  C2,
  C4,

  COUNT,
}

/** The low bits of k + K_SHIFT are k + 1023, the exponent of 2^k. */
const K_SHIFT: f64 = ROUNDER + 1023.0;

/** Writes those of all functions. */
export function setShared(): void {
  setConstant(Shared.HALF, 0.5);
  setConstant(Shared.ONE, 1.0);
  setConstant(Shared.SIGN, -0.0);
  setConstant(Shared.NOT_A_NUMBER, NaN);
  setConstant(Shared.INVERSE_LN2, INVERSE_LN2);
  setConstant(Shared.LN2_HIGH, LN2_HIGH);
  setConstant(Shared.LN2_LOW, LN2_LOW);
  setConstant(Shared.K_SHIFT, K_SHIFT);
  setConstant(Shared.TOP, TOP);
  setConstant(Shared.LEAST, LEAST);
}

/** Writes those of one function, and the shared ones. */
export function setOwn(own: i32, shift: f64, bottom: f64, offset: f64, c2: f64, c4: f64): void {
  setShared();
  setConstant(own + Own.SHIFT, shift);
  setConstant(own + Own.BOTTOM, bottom);
  setConstant(own + Own.K_OFFSET, K_SHIFT + offset);
  setConstant(own + Own.C2, c2);
  setConstant(own + Own.C4, c4);
}

// @ts-ignore: decorator
@inline export function constant(slot: i32): v128 { return v128.load(CONSTANTS + (<usize>slot << 4)); }

export function setConstant(slot: i32, value: f64): void { store128(slot, f64x2.splat(value)); }
/** The same in four lanes. */
export function setConstantFloat(slot: i32, value: f32): void { store128(slot, f32x4.splat(value)); }
export function setConstantInteger(slot: i32, value: i32): void { store128(slot, i32x4.splat(value)); }

function store128(slot: i32, value: v128): void { v128.store(CONSTANTS + (<usize>slot << 4), value); }
