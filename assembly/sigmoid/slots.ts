/** The constants in kernel memory, by number. */
import { Own } from '../core/constants';

export const enum Slot {
  INVERSE_LN2,
  LN2_HIGH,
  LN2_LOW,
  K_SHIFT,
  TOP,
  LEAST,
  NOT_A_NUMBER,
  CUT,
  FAST_ERROR,
  SUBNORMAL_ERROR,
  LEAST_NORMAL,

  /** What each rounding of σ has of its own: `Own` behind these. */
  FAITHFUL,
  CORRECT = FAITHFUL + Own.COUNT,

  COUNT = CORRECT + Own.COUNT,
}
