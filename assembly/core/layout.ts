/**
 * What stands where in kernel memory, in bytes. The loader reads these as exported globals.
 *
 *      0  unused, so that address 0 is never an array
 *     64  CONSTANTS: the numbers of the formula, each twice over (one per lane)
 *   512  SCRATCH: the main thread's; every other thread brings its own
 *   8192  TABLE: pairs (a, S) of two doubles
 * 270336  LOWS: for correct rounding, σ(a) − S of the pairs from 0 downwards
 * 323584  STAGE: where arrays from elsewhere are brought, block by block
 * 393216  HEAP: allocated arrays
 */
export const CONSTANTS: usize = 64;
export const SCRATCH: usize = 512;
export const TABLE: usize = 8192;
/** Pairs in the table; entry i is for the cell around i/64 − 64. */
export const ENTRIES: usize = 8192;
/** The same for correct rounding, where entry i is for the cell around i/128 − 64. */
export const CORRECT_ENTRIES: usize = 16384;
export const LOWS: usize = 270336;
export const STAGE: usize = 323584;
/** Elements of the stage. Measured on plain arrays, 1 M: 1,024 −30 %, 2,048 −12 %, 4,096 −5 %, 16,384 +2 %. */
export const STAGE_LENGTH: usize = 8192;
/** Bytes by which the loader may move the stage, so that copies to and fro are fast: see src/runtime/memory/staging.ts. */
export const STAGE_ROOM: usize = 4096;
export const HEAP: usize = STAGE + STAGE_LENGTH * 8 + STAGE_ROOM;

/** Elements that one round of the two passes handles. Measured: 32 −4 %, 128 −5 %, 256 −15 %. */
export const BLOCK: usize = 64;

/** For correct rounding: elements that wait for the second stage while others are computed, and the most that ever wait. */
export const WAITING: usize = 32;
export const MOST_WAITING: usize = WAITING + BLOCK;
/** Where in the scratch those wait: the address of their end, then x and address of each, and room for one more. */
export const OPEN_END: usize = BLOCK * 8 * 5 + 32;
export const OPEN: usize = OPEN_END + 8;

/** One thread's scratch: a block of shifted inputs, four of them for inputs beyond the table, the last 1–3, and those that wait. */
export const SCRATCH_BYTES: usize = OPEN + (MOST_WAITING + 1) * 16;
