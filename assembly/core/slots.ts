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

/** The constants that a function has of its own; the main loop hands HALF to C4 to the fast path. */
export const enum Own {
  SHIFT,
  HALF,
  ONE,
  C2,
  C4,
  BOTTOM,
  K_OFFSET,
}
