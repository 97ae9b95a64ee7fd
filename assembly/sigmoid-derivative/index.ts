/** The binary of σ′. */
import { DERIVATIVE_TABLE, SOFTPLUS_TABLE } from '../layout';

export * from '../core/exports';
export { initializeDerivative, sigmoidDerivative, sigmoidDerivativeFloat } from './derivative';

export const derivativeTableAddress: usize = DERIVATIVE_TABLE;
export const derivativeTableEnd: usize = SOFTPLUS_TABLE;
