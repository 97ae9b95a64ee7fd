/** The binary of σ: how to begin and how to compute, and where its tables begin; each ends where the next begins. */
import { CORRECT_LOW, CORRECT_TABLE, DERIVATIVE_TABLE, FAITHFUL_TABLE, FLOAT_TABLE } from '../layout';

export * from '../core/exports';
export { sigmoidCorrect } from './correct';
export { sigmoid } from './faithful';
export { initializeSigmoidFloat, sigmoidFloat } from './float32';
export { initializeSigmoid, initializeSigmoidCorrect } from './tables';

export const floatTableAddress: usize = FLOAT_TABLE;
export const faithfulTableAddress: usize = FAITHFUL_TABLE;
export const correctTableAddress: usize = CORRECT_TABLE;
export const correctTableEnd: usize = DERIVATIVE_TABLE;
/** For tests. */
export const correctLowAddress: usize = CORRECT_LOW;
