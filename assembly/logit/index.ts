/** The binary of logit. */
import { LOGIT_TABLE, STAGE } from '../layout';

export * from '../core/exports';
export { initializeLogit, logit, logitFloat } from './logit';

export const logitTableAddress: usize = LOGIT_TABLE;
export const logitTableEnd: usize = STAGE;
