/** The constants of logit, by number. */
export const enum LogitSlot {
  QUARTER,
  F_LEAST,
  Z_LEAST,
  Z_OFFSET,
  E2,
  E4,
  E6,
  LEAST_NORMAL,
  TO_NORMAL,
  MANTISSA,
  LEAST_BITS,

  COUNT,
}
