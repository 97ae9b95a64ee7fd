/** What every binary exports: what the loader must know of the memory, and of the thread's arithmetic. */
import { HEAP, STAGE, STAGE_LENGTH, STAGE_ROOM, TABLES } from '../layout';
import { SCRATCH, SCRATCH_BYTES } from './layout';

export { probe } from './arithmetic';

export const scratchAddress: usize = SCRATCH;
export const scratchBytes: usize = SCRATCH_BYTES;
export const tablesAddress: usize = TABLES;
export const stageAddress: usize = STAGE;
export const stageLength: usize = STAGE_LENGTH;
export const stageRoom: usize = STAGE_ROOM;
export const heapAddress: usize = HEAP;
