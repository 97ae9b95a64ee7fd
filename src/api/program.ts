import { hostFunctions } from '../functions/host-functions.ts';
import { workerSource } from '../generated/worker-source.ts';
import type { Program } from '../runtime/kernel.ts';

/** The worker script, and what kernels call. */
export const program: Program = { name: 'sigmoid-wasm', workerSource, hostFunctions };
