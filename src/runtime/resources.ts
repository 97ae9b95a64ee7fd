import type { BackendOptions } from './backend.ts';
import { messageOf } from './errors.ts';
import type { Program } from './kernel.ts';
import { type Arenas, createArenas } from './memory/arenas.ts';
import { reasonsOfArithmetic } from './memory/arithmetic.ts';
import { compileKernel } from './memory/compile.ts';
import { createMemory, openWorkspace, type Workspace } from './memory/workspace.ts';
import { parallelism } from './threads/machine.ts';
import { Pool } from './threads/pool.ts';

/** What the functions of a WebAssembly backend share. Memory for arrays, and the pool, are opened by the first call for them. */
export interface Resources {
  /** For arrays from elsewhere, which go through its stage. On unshared memory, since `set` is slower on shared memory. */
  readonly staging: Workspace;
  /** What was asked for and not given, and what is wrong with results, in words a user can act on. */
  readonly reasons: readonly string[];
  memory(): KernelMemory;
  pool(): Pool;
  /** The workspace that reaches the memory behind this buffer. */
  workspaceOf(buffer: ArrayBufferLike): Workspace | undefined;
  close(): Promise<void>;
}

/** Where `alloc` takes arrays from. */
export interface KernelMemory {
  /** Whether other threads reach it. */
  readonly shared: boolean;
  readonly arenas: Arenas;
}

/** @throws Error that says why there is no kernel here */
export function openResources(program: Program, options: BackendOptions): Resources {
  const { binary, hostFunctions } = program;
  const given = options.module as WebAssembly.Module | undefined;
  const module = given ?? compileKernel(binary, false);
  const staging = openWorkspace(module, hostFunctions, createMemory(binary.pages, binary.pages, false), 'computed');
  const arithmeticReasons = reasonsOfArithmetic(staging.probed);
  const memoryReasons: string[] = [];
  let sharedModule: WebAssembly.Module | undefined;
  let opened: KernelMemory | undefined;
  let pool: Pool | undefined;
  let threads = options.threads ?? 1;

  function openMemory(): KernelMemory {
    try {
      sharedModule = compileShared();
      const workers = options.threads ?? parallelism();
      const arenas = createArenas({ module: sharedModule, shared: true, hostFunctions, staging, workers });
      if (arenas.alloc('f64', 0) === undefined) {
        // Workers would need as much address space again, each of them.
        threads = 0;
        throw new Error(`${arenas.failure}; no workers either, since they need more of it`);
      }
      threads = workers;
      return { shared: true, arenas };
    } catch (error) {
      memoryReasons.push(`no shared memory, hence one thread unless "threads" asks for more: ${messageOf(error)}`);
      return { shared: false, arenas: createArenas({ module, shared: false, hostFunctions, staging, workers: 0 }) };
    }
  }

  function compileShared(): WebAssembly.Module {
    if (given !== undefined) throw new Error('"module" is for an unshared one');
    if (typeof SharedArrayBuffer !== 'function') {
      throw new Error('SharedArrayBuffer is not available here (a web page needs the headers COOP and COEP)');
    }
    return compileKernel(binary, true);
  }

  function memory(): KernelMemory {
    opened ??= openMemory();
    return opened;
  }

  return {
    staging,
    get reasons() {
      const failure = opened?.arenas.failure;
      const ordinary = failure === undefined ? [] : [`ordinary arrays from "alloc", no more kernel memory: ${failure}`];
      return [...arithmeticReasons, ...memoryReasons, ...ordinary];
    },
    memory,
    pool() {
      memory();
      pool ??= new Pool({ program, workerUrl: options.workerUrl, module, sharedModule, threads });
      return pool;
    },
    workspaceOf: (buffer) => opened?.arenas.arenaOf(buffer)?.workspace,
    close: async () => pool?.close(),
  };
}
