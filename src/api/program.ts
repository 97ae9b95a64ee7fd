import { hostFunctions } from '../functions/host-functions.ts';
import { binary, workerSource } from '../generated/inlined.ts';
import type { Program } from '../runtime/kernel.ts';

/** The binary that holds the kernels of all functions, and the worker script that runs it. */
export const program: Program = { name: 'sigmoid-wasm', binary, workerSource, hostFunctions };
