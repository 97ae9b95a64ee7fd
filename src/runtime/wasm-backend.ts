import type { Backend, BackendOptions, Runner } from './backend.ts';
import { messageOf } from './errors.ts';
import type { Binary, KernelInBinary, Operation, Program } from './kernel.ts';
import { newArray } from './memory/new-array.ts';
import { openResources } from './resources.ts';
import { createTypeScriptRunner } from './typescript-backend.ts';
import { createWasmRunner } from './wasm-runner.ts';

/**
 * The backend on the kernels.
 *
 * @param first a kernel that will run, or may
 * @throws Error that says why there is no kernel here
 */
export function createWasmBackend(program: Program, options: BackendOptions, first: KernelInBinary): Backend {
  const resources = openResources(program, options, first);
  const { memory, pool, close } = resources;
  /** Why functions have no kernel although the first has one. */
  const unbound: string[] = [];

  function bind(operation: Operation, binary: Binary | undefined): Runner {
    const { kernel } = operation;
    try {
      return createWasmRunner({ kernel, binary: binary as Binary }, resources);
    } catch (error) {
      const reason = `no WebAssembly for ${kernel.id}: ${messageOf(error)}`;
      if (options.backend === 'wasm') throw new Error(reason, { cause: error });
      unbound.push(reason);
      return createTypeScriptRunner(operation);
    }
  }

  return {
    name: 'wasm',
    get shared() {
      return memory().shared;
    },
    get threads() {
      return pool().threads;
    },
    get reasons() {
      const ofPool = pool().reasons;
      return [...resources.reasons, ...unbound, ...ofPool];
    },
    bind,
    alloc(type, length) {
      const { arenas, shared } = memory();
      // Where there is no more kernel memory, any other array does, at the speed of a staged one.
      return arenas.alloc(type, length) ?? newArray(type, length, shared);
    },
    close,
  };
}
