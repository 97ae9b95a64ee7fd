/**
 * Where the functions' tables are in kernel memory, and what is behind them, in bytes, each part behind the one before. The loader
 * reads what it needs of this as exported globals.
 */
import { LOGIT_ENTRIES } from '../math/logit/table';
import { ENTRIES as FLOAT_ENTRIES } from '../math/sigmoid/float32';
import { CORRECT_STEPS, ENTRIES } from '../math/sigmoid/table';
import { SLOPE_ENTRIES } from '../math/sigmoid-derivative/table';
import { SOFTPLUS_ENTRIES } from '../math/softplus/table';
import { GRID_SLOTS } from './core/grid';
import { CONSTANTS } from './core/layout';
import { LogitSlot } from './logit/slots';
import { SIGMOID_END } from './sigmoid/slots';

/** Where the constants of the functions are, by number: those of σ are before them. */
export const DERIVATIVE: i32 = SIGMOID_END;
export const SOFTPLUS: i32 = DERIVATIVE + GRID_SLOTS;
export const LOGIT: i32 = SOFTPLUS + GRID_SLOTS;
const SLOTS: i32 = LOGIT + LogitSlot.COUNT;

/** Where tables begin. */
export const TABLES: usize = (CONSTANTS + <usize>SLOTS * 16 + 4095) & ~4095;
/** The table of σ over float32: T. It is the first, so that an index of NaN stays in memory. */
export const FLOAT_TABLE: usize = TABLES;
/** The faithful table of σ: pairs (a, S). */
export const FAITHFUL_TABLE: usize = (FLOAT_TABLE + <usize>FLOAT_ENTRIES * 8 + 4095) & ~4095;
/** The table of correct rounding: (a, S, P, PLow), and behind it σ(a) − S of the entries from 0 downwards. */
export const CORRECT_TABLE: usize = FAITHFUL_TABLE + <usize>ENTRIES * 16;
export const CORRECT_LOW: usize = CORRECT_TABLE + <usize>ENTRIES * 32;
/** Tables of (a, σ(a) − ½, P, PLow), of (a, σ(a)/2, L, LLow), and of (S, A). */
export const DERIVATIVE_TABLE: usize = (CORRECT_LOW + (<usize>CORRECT_STEPS + 1) * 8 + 4095) & ~4095;
export const SOFTPLUS_TABLE: usize = DERIVATIVE_TABLE + <usize>SLOPE_ENTRIES * 32;
export const LOGIT_TABLE: usize = SOFTPLUS_TABLE + <usize>SOFTPLUS_ENTRIES * 32;

/** Where arrays from elsewhere are brought, block by block. */
export const STAGE: usize = LOGIT_TABLE + <usize>LOGIT_ENTRIES * 16;
/** Elements of the stage. Measured on plain arrays, 1 M: 1,024 −30 %, 2,048 −12 %, 4,096 −5 %, 16,384 +2 %. */
export const STAGE_LENGTH: usize = 8192;
/** Bytes by which the loader may move the stage, so that copies to and fro are fast: see src/runtime/memory/staging.ts. */
export const STAGE_ROOM: usize = 4096;

/** From here on memory is free for arrays. */
export const HEAP: usize = STAGE + STAGE_LENGTH * 8 + STAGE_ROOM;
