/** Written by `npm run constants`, which derives each of these numbers: scripts/derive-constants.mjs. */

/** 1/ln 2 and ln 2. */
export const INVERSE_LN2: number = 1.4426950408889634;
export const LN2: number = 0.6931471805599453;

/** ln 2 in two parts of 32 and 53 bits, so that integers below 2^21 times the first are exact (Cody–Waite). */
export const LN2_HIGH: number = 0.6931471806019545;
export const LN2_LOW: number = -4.2009150726810846e-11;

/** The same in three parts of 32, 32 and 53 bits: LN2_HIGH and these. */
export const LN2_MIDDLE: number = -4.200915072890502e-11;
export const LN2_LOWEST: number = 2.0941744292700725e-21;

/** e^(1/64), by one cell of the table, in three parts. */
export const E_CELL: number = 1.0157477085866857;
export const E_CELL_LOW: number = 2.0530467874932267e-17;
export const E_CELL_LOWEST: number = -3.0448408725961768e-34;

/** e^-48, where the table of softplus begins, in two parts. */
export const E_START: number = 1.4251640827409352e-21;
export const E_START_LOW: number = -4.830736069847307e-38;

/** e^(1/4096), by one step aside from a cell's centre, in three parts. */
export const E_ASIDE: number = 1.0002441704297478;
export const E_ASIDE_LOW: number = 7.402209661694593e-17;
export const E_ASIDE_LOWEST: number = -5.9477523013710975e-33;

/** The least double whose σ rounds to 1. */
export const ROUNDS_TO_ONE: number = 37.42994775023705;

/** The a with which the faithful formula passes from 1 − 2^-53 to 1 exactly there. */
export const LAST_A: number = 36.73680318376941;

/** The least double whose σ is a normal double. */
export const LEAST_NORMAL: number = -708.3964185322641;

/** r²/12 − r⁴/720 + r⁶/30240 = r²·(C2 − r²·C4), nearly, for |r| ≤ 9.25/1024 (economised). */
export const C2: number = 0.08333333333325738;
export const C4: number = 0.001388885527113136;

/** e^-r = (r² − C6·r + C12)/(r² + C6·r + C12) to 2^-48.5 for |r| ≤ 1/128 (economised). */
export const C12: number = 12.000015258789062;
export const C6: number = 6.000007629387255;
