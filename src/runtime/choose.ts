/** The one place that chooses between the backends. */

import type { Backend, BackendOptions } from './backend.ts';
import { messageOf } from './errors.ts';
import type { KernelInBinary, Program } from './kernel.ts';
import { createTypeScriptBackend } from './typescript-backend.ts';
import { createWasmBackend } from './wasm-backend.ts';

/**
 * @param first a kernel that will run, or may
 * @throws Error that says why, if `backend` is 'wasm' and there can be no kernel
 */
export function openBackend(program: Program, options: BackendOptions, first: KernelInBinary): Backend {
  const { backend = 'auto' } = options;
  if (backend === 'ts') return createTypeScriptBackend(options, []);
  try {
    return createWasmBackend(program, options, first);
  } catch (error) {
    const reason = `no WebAssembly: ${messageOf(error)}`;
    if (backend === 'wasm') throw new Error(reason, { cause: error });
    return createTypeScriptBackend(options, [reason]);
  }
}
