/** Writes the numbers of σ's formulas into kernel memory. */
import { C2, C4, LEAST_NORMAL } from '../../math/constants';
import { FAST_ERROR, SUBNORMAL_ERROR } from '../../math/sigmoid/bounds';
import {
  CORRECT_BOTTOM, CORRECT_OFFSET, CORRECT_SHIFT, CUT, FAITHFUL_BOTTOM, FAITHFUL_OFFSET, FAITHFUL_SHIFT,
} from '../../math/sigmoid/reach';
import { setConstant, setOwn } from '../core/constants';
import { CORRECT, CORRECT_ALONE, CorrectSlot, FAITHFUL } from './slots';

export function setFaithfulConstants(): void {
  setOwn(FAITHFUL, FAITHFUL_SHIFT, FAITHFUL_BOTTOM, FAITHFUL_OFFSET, 1.0 / 12.0, 1.0 / 720.0);
}

export function setCorrectConstants(): void {
  setOwn(CORRECT, CORRECT_SHIFT, CORRECT_BOTTOM, CORRECT_OFFSET, C2, C4);
  setConstant(CORRECT_ALONE + CorrectSlot.CUT, CUT);
  setConstant(CORRECT_ALONE + CorrectSlot.FAST_ERROR, FAST_ERROR);
  setConstant(CORRECT_ALONE + CorrectSlot.SUBNORMAL_ERROR, SUBNORMAL_ERROR);
  setConstant(CORRECT_ALONE + CorrectSlot.LEAST_NORMAL, LEAST_NORMAL);
}
