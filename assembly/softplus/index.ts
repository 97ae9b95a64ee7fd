/** The binary of softplus and log σ. */
import { LOGIT_TABLE, SOFTPLUS_TABLE } from '../layout';

export * from '../core/exports';
export { initializeSoftplus, logSigmoid, logSigmoidFloat, softplus, softplusFloat } from './softplus';

export const softplusTableAddress: usize = SOFTPLUS_TABLE;
export const softplusTableEnd: usize = LOGIT_TABLE;
