/**
 * What stands where in kernel memory, in bytes. The loader reads these as exported globals.
 *
 *      0  unused, so that address 0 is never an array
 *     64  CONSTANTS: the numbers of the formula, each twice over (one per lane)
 *   512  SCRATCH: the main thread's; every other thread brings its own
 *   4096  TABLE: pairs (a, S) of two doubles
 * 135168  STAGE: where arrays from elsewhere are brought, block by block
 * 204800  HEAP: allocated arrays
 */
export const CONSTANTS: usize = 64;
export const SCRATCH: usize = 512;
export const TABLE: usize = 4096;
/** Pairs in the table; entry i is for the cell around i/64 − 64. */
export const ENTRIES: usize = 8192;
export const STAGE: usize = 135168;
/** Elements of the stage. Measured on plain arrays, 1 M: 1,024 −30 %, 2,048 −12 %, 4,096 −5 %, 16,384 +2 %. */
export const STAGE_LENGTH: usize = 8192;
/** Bytes by which the loader may move the stage, so that copies to and fro are fast: see src/through.ts. */
export const STAGE_ROOM: usize = 4096;
export const HEAP: usize = STAGE + STAGE_LENGTH * 8 + STAGE_ROOM;

/** Elements that one round of the two passes handles. Measured: 32 −4 %, 128 −5 %, 256 −15 %. */
export const BLOCK: usize = 64;

/** One thread's scratch: a block of shifted inputs, four of them for inputs beyond the table, and the last 1–3 elements. */
export const SCRATCH_BYTES: usize = BLOCK * 8 * 5 + 32;
