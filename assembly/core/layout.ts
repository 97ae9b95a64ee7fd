/** Where the parts of kernel memory are that every function uses, in bytes, each behind the one before. */

/** Elements that one round of the passes handles. Measured: 32 −4 %, 128 −5 %, 256 −15 %. */
export const BLOCK: usize = 64;

/**
 * One thread's scratch: the shifted inputs of a block, 8 bytes an element; what further passes hand on, 64 bytes for each two
 * elements; the last 1–3 elements of an array; and a block of floats as doubles, and the last one of an array as it is. This is the
 * first thread's; every other thread brings its own. Address 0 is never an array.
 */
export const SCRATCH: usize = 64;
export const SCRATCH_PASSES: usize = BLOCK * 8;
export const SCRATCH_LAST: usize = SCRATCH_PASSES + BLOCK * 32;
export const SCRATCH_DOUBLES: usize = SCRATCH_LAST + 32;
export const SCRATCH_FLOATS: usize = SCRATCH_DOUBLES + BLOCK * 8;
export const SCRATCH_BYTES: usize = SCRATCH_FLOATS + BLOCK * 4;

/** The numbers of the formulas, as many as the functions have: what lies behind is for ../layout.ts to say. */
export const CONSTANTS: usize = (SCRATCH + SCRATCH_BYTES + 63) & ~63;
