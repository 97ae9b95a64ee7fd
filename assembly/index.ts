/** What the kernel exports: for each function how to begin and how to compute, and what the loader must know of the memory. */
import { SCRATCH, SCRATCH_BYTES } from './core/layout';
import { CORRECT_LOW, CORRECT_TABLE, FAITHFUL_TABLE, FLOAT_TABLE, HEAP, STAGE, STAGE_LENGTH, STAGE_ROOM } from './layout';

export { probe } from './core/arithmetic';
export { sigmoidCorrect } from './sigmoid/correct';
export { sigmoid } from './sigmoid/faithful';
export { initializeSigmoidFloat, sigmoidFloat } from './sigmoid/float32';
export { initializeSigmoid, initializeSigmoidCorrect } from './sigmoid/tables';

export const scratchAddress: usize = SCRATCH;
export const scratchBytes: usize = SCRATCH_BYTES;
export const stageAddress: usize = STAGE;
export const stageLength: usize = STAGE_LENGTH;
export const stageRoom: usize = STAGE_ROOM;
export const heapAddress: usize = HEAP;
/** Where tables begin; each kernel's ends where the next begins. */
export const tablesAddress: usize = FLOAT_TABLE;
export const floatTableAddress: usize = FLOAT_TABLE;
export const faithfulTableAddress: usize = FAITHFUL_TABLE;
export const correctTableAddress: usize = CORRECT_TABLE;
/** For tests. */
export const correctLowAddress: usize = CORRECT_LOW;
