/**
 * What the tables reach, for the kernel and the TypeScript backend: how x leads to its entry, and where other rules begin.
 *
 * SHIFT brings x to where the spacing of doubles is so fine that the low bits of x + SHIFT are the byte offset of x's entry, once
 * those below the size of an entry are masked: plus 64, since indices start at 0, and plus half a cell, since masking rounds down.
 * Below BOTTOM are the inputs whose cell is not in the table; k = round(x/ln 2 + OFFSET) brings x − k·ln 2 into it.
 */

/** Within the faithful table, 16 bytes an entry: the spacing is 1/1024. */
export const FAITHFUL_SHIFT: number = 1.5 * 4398046511104 + 64 + 8 / 1024;
export const FAITHFUL_ENTRY: number = 0x1fff0;
export const FAITHFUL_BOTTOM: number = -49160.5 / 1024;
export const FAITHFUL_OFFSET: number = 68;

/** Within the table of correct rounding, 32 bytes an entry: the spacing is 1/2048. */
export const CORRECT_SHIFT: number = 1.5 * 2199023255552 + 64 + 16 / 2048;
export const CORRECT_ENTRY: number = 0x3ffe0;
export const CORRECT_BOTTOM: number = -63.96875;
export const CORRECT_OFFSET: number = 91;

/** 1.5·2^26: adding and subtracting it rounds to a multiple of 2^-26. */
export const CUT: number = 100663296;
