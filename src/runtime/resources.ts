import type { BackendOptions } from './backend.ts';
import { messageOf } from './errors.ts';
import type { Program } from './kernel.ts';
import { createArenas } from './memory/arenas.ts';
import { compileKernel } from './memory/compile.ts';
import type { KernelMemory } from './memory/kernel-memory.ts';
import { createSharedMemory } from './memory/shared-memory.ts';
import { createMemory, openWorkspace, type Workspace } from './memory/workspace.ts';
import { parallelism } from './threads/machine.ts';
import { Pool } from './threads/pool.ts';

/** What the functions of a WebAssembly backend share. Memory for arrays, and the pool, are opened by the first call for them. */
export interface Resources {
  /** For arrays from elsewhere, which go through its stage. On unshared memory, since `set` is slower on shared memory. */
  readonly staging: Workspace;
  /** Why memory is not shared, if it isn't. */
  readonly reasons: readonly string[];
  memory(): KernelMemory;
  pool(): Pool;
  /** The workspace that reaches the memory behind this buffer. */
  workspaceOf(buffer: ArrayBufferLike): Workspace | undefined;
  close(): Promise<void>;
}

/** @throws Error that says why there is no kernel here */
export function openResources(program: Program, options: BackendOptions): Resources {
  const { binary, hostFunctions } = program;
  const given = options.module as WebAssembly.Module | undefined;
  const module = given ?? compileKernel(binary, false);
  const reasons: string[] = [];
  let opened: KernelMemory | undefined;
  let pool: Pool | undefined;

  function openMemory(): KernelMemory {
    try {
      if (given !== undefined) throw new Error('"module" is for an unshared one');
      return createSharedMemory(program);
    } catch (error) {
      reasons.push(`no shared memory, hence one thread unless "threads" asks for more: ${messageOf(error)}`);
      return createArenas(module, program);
    }
  }

  function memory(): KernelMemory {
    opened ??= openMemory();
    return opened;
  }

  return {
    staging: openWorkspace(module, hostFunctions, createMemory(binary.pages, binary.pages, false)),
    reasons,
    memory,
    pool() {
      const { threads = memory().shared ? parallelism() : 1, workerUrl } = options;
      pool ??= new Pool({ program, workerUrl, module, memory: memory(), threads });
      return pool;
    },
    workspaceOf: (buffer) => opened?.workspaceOf(buffer),
    close: async () => pool?.close(),
  };
}
