import { Own, Shared } from '../core/constants';

/** The constants of correct rounding alone. */
export const enum CorrectSlot {
  CUT,
  FAST_ERROR,
  SUBNORMAL_ERROR,
  LEAST_NORMAL,

  COUNT,
}

/** The constants of σ over float32. */
export const enum FloatSlot {
  TOP,
  LEAST,
  SHIFT,
  NOT_A_NUMBER,
  C12,
  C6,

  COUNT,
}

/** Where each rounding of σ has its constants, `Own` of each, and what follows them; and those over float32. */
export const FAITHFUL: i32 = Shared.COUNT;
export const CORRECT: i32 = FAITHFUL + Own.COUNT;
export const CORRECT_ALONE: i32 = CORRECT + Own.COUNT;
export const FLOAT: i32 = CORRECT_ALONE + CorrectSlot.COUNT;
/** From here on constants are those of other functions. */
export const SIGMOID_END: i32 = FLOAT + FloatSlot.COUNT;
