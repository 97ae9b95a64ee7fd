/** Writes the numbers of σ's formulas into kernel memory. */
import { C2, C4, INVERSE_LN2, LEAST_NORMAL, LN2_HIGH, LN2_LOW } from '../../math/constants';
import { ROUNDER } from '../../math/search';
import { FAST_ERROR, SUBNORMAL_ERROR } from '../../math/sigmoid/bounds';
import {
  CORRECT_BOTTOM, CORRECT_OFFSET, CORRECT_SHIFT, CUT, FAITHFUL_BOTTOM, FAITHFUL_OFFSET, FAITHFUL_SHIFT, LEAST, TOP,
} from '../../math/sigmoid/reach';
import { Own, setConstant } from '../core/constants';
import { CORRECT, FAITHFUL, Slot } from './slots';

function setShared(own: i32): void {
  setConstant(own + Own.HALF, 0.5);
  setConstant(own + Own.ONE, 1.0);
  setConstant(Slot.INVERSE_LN2, INVERSE_LN2);
  setConstant(Slot.LN2_HIGH, LN2_HIGH);
  setConstant(Slot.LN2_LOW, LN2_LOW);
  // The low bits of k + K_SHIFT are k + 1023, the exponent of 2^k.
  setConstant(Slot.K_SHIFT, ROUNDER + 1023.0);
  setConstant(Slot.TOP, TOP);
  setConstant(Slot.LEAST, LEAST);
  setConstant(Slot.NOT_A_NUMBER, NaN);
}

export function setFaithfulConstants(): void {
  setShared(FAITHFUL);
  setConstant(FAITHFUL + Own.SHIFT, FAITHFUL_SHIFT);
  setConstant(FAITHFUL + Own.BOTTOM, FAITHFUL_BOTTOM);
  setConstant(FAITHFUL + Own.K_OFFSET, ROUNDER + 1023.0 + FAITHFUL_OFFSET);
  setConstant(FAITHFUL + Own.C2, 1.0 / 12.0);
  setConstant(FAITHFUL + Own.C4, 1.0 / 720.0);
}

export function setCorrectConstants(): void {
  setShared(CORRECT);
  setConstant(CORRECT + Own.SHIFT, CORRECT_SHIFT);
  setConstant(CORRECT + Own.BOTTOM, CORRECT_BOTTOM);
  setConstant(CORRECT + Own.K_OFFSET, ROUNDER + 1023.0 + CORRECT_OFFSET);
  setConstant(CORRECT + Own.C2, C2);
  setConstant(CORRECT + Own.C4, C4);
  setConstant(Slot.CUT, CUT);
  setConstant(Slot.FAST_ERROR, FAST_ERROR);
  setConstant(Slot.SUBNORMAL_ERROR, SUBNORMAL_ERROR);
  setConstant(Slot.LEAST_NORMAL, LEAST_NORMAL);
}
