/** The numbers of σ's formulas. Those of the TypeScript backend are in src/functions/sigmoid/. */
import { C2, C4, INVERSE_LN2, LEAST_NORMAL, LN2_HIGH, LN2_LOW } from '../../math/constants';
import { FAST_ERROR, SUBNORMAL_ERROR } from '../../math/sigmoid/bounds';
import { Own, setConstant } from '../core/constants';
import { Slot } from './slots';

/** 1.5·2^52: the low bits of a number added to it are that number, as an integer. */
// @ts-ignore: decorator
@inline const ROUNDER: f64 = 6755399441055744.0;

function setShared(own: i32): void {
  setConstant(own + Own.HALF, 0.5);
  setConstant(own + Own.ONE, 1.0);
  setConstant(Slot.INVERSE_LN2, INVERSE_LN2);
  setConstant(Slot.LN2_HIGH, LN2_HIGH);
  setConstant(Slot.LN2_LOW, LN2_LOW);
  // The low bits of k + K_SHIFT are k + 1023, the exponent of 2^k.
  setConstant(Slot.K_SHIFT, ROUNDER + 1023.0);
  // σ(63) rounds to 1 and σ(−750) to 0.
  setConstant(Slot.TOP, 63.0);
  setConstant(Slot.LEAST, -750.0);
  setConstant(Slot.NOT_A_NUMBER, NaN);
}

/**
 * SHIFT brings x to where the spacing of doubles is so fine that the low bits of x + SHIFT are the byte offset of x's entry, once
 * those below the size of an entry are masked: plus 64, since indices start at 0, and plus half a cell, since masking rounds down.
 * Below BOTTOM are the inputs whose cell is not in the table; k = round(x/ln 2 + offset) brings them into it.
 */
export function setFaithfulConstants(): void {
  setShared(Slot.FAITHFUL);
  setConstant(Slot.FAITHFUL + Own.SHIFT, 1.5 * 4398046511104.0 + 64.0 + 8.0 / 1024.0);
  setConstant(Slot.FAITHFUL + Own.BOTTOM, -49160.5 / 1024.0);
  setConstant(Slot.FAITHFUL + Own.K_OFFSET, ROUNDER + 1023.0 + 68.0);
  setConstant(Slot.FAITHFUL + Own.C2, 1.0 / 12.0);
  setConstant(Slot.FAITHFUL + Own.C4, 1.0 / 720.0);
}

export function setCorrectConstants(): void {
  setShared(Slot.CORRECT);
  setConstant(Slot.CORRECT + Own.SHIFT, 1.5 * 2199023255552.0 + 64.0 + 16.0 / 2048.0);
  setConstant(Slot.CORRECT + Own.BOTTOM, -63.96875);
  setConstant(Slot.CORRECT + Own.K_OFFSET, ROUNDER + 1023.0 + 91.0);
  setConstant(Slot.CORRECT + Own.C2, C2);
  setConstant(Slot.CORRECT + Own.C4, C4);
  // 1.5·2^26: adding and subtracting it rounds to a multiple of 2^-26.
  setConstant(Slot.CUT, 1.5 * 67108864.0);
  setConstant(Slot.FAST_ERROR, FAST_ERROR);
  setConstant(Slot.SUBNORMAL_ERROR, SUBNORMAL_ERROR);
  setConstant(Slot.LEAST_NORMAL, LEAST_NORMAL);
}
