/** The constants in kernel memory, by number. */
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
  CORRECT = FAITHFUL + 7,

  COUNT = CORRECT + 7,
}
