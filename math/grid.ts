/**
 * Tables whose entries, of 32 bytes, are at the points a = i/64 themselves, for the kernels and the TypeScript backend: of what lies
 * between −48 and 0, or −48 and 48.
 */

/** The tables reach from minus to plus this. */
export const GRID_REACH: number = 48;
/**
 * Below this, the cell of x is not in the table. x + 15/2048, rounded to 1/2048, says which cell it is in: from 15.5/2048 below its
 * point to 16.5/2048 above it. Further below than above, what is added to the value at the point would be a larger part of the result.
 */
export const GRID_BOTTOM: number = -48 - 15.5 / 2048;
/** k = round(x/ln 2 + OFFSET) brings x − k·ln 2 into the table where x is below. */
export const GRID_OFFSET: number = 68;
/** A point that is far from every x of its cell: so that the range test fails. */
export const FAR: number = 1024;

/**
 * The last place of x + shift is 1/GRID_SCALE, of which an entry's width are 32: its low bits are the byte offset of the entry, once
 * those below the size of an entry are masked. Taking GRID_START away leaves their count, exactly.
 */
export const GRID_SCALE: number = 2048;
export const GRID_START: number = 1.5 * 2199023255552;
