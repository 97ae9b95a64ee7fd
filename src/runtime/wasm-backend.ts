import type { Backend, BackendOptions } from './backend.ts';
import type { Binary, KernelInBinary, Program } from './kernel.ts';
import { newArray } from './memory/new-array.ts';
import { openResources } from './resources.ts';
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
      return [...resources.reasons, ...ofPool];
    },
    bind: ({ kernel }, binary) => createWasmRunner({ kernel, binary: binary as Binary }, resources),
    alloc(type, length) {
      const { arenas, shared } = memory();
      // Where there is no more kernel memory, any other array does, at the speed of a staged one.
      return arenas.alloc(type, length) ?? newArray(type, length, shared);
    },
    close,
  };
}
