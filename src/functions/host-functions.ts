import type { HostFunctions } from '../runtime/kernel.ts';
import { nearestSigmoid } from './sigmoid/nearest.ts';

/** What the kernels call: the last resort of correct rounding. */
export const hostFunctions: HostFunctions = { nearestSigmoid };
