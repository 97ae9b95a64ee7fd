import { Own } from '../core/constants';

/** The constants in kernel memory of σ, by number. */
export const enum Slot {
  INVERSE_LN2,
  LN2_HIGH,
  LN2_LOW,
  K_SHIFT,
  TOP,
  LEAST,
  NOT_A_NUMBER,

  /** Of correct rounding alone. */
  CUT,
  FAST_ERROR,
  SUBNORMAL_ERROR,
  LEAST_NORMAL,

  /** As many as the above. */
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

/** Where each rounding of σ has its own, `Own` behind these; those over float32; and how many there are in all. */
export const FAITHFUL: i32 = Slot.COUNT;
export const CORRECT: i32 = FAITHFUL + Own.COUNT;
export const FLOAT: i32 = CORRECT + Own.COUNT;
export const SLOTS: i32 = FLOAT + FloatSlot.COUNT;
