import type { BackendOptions } from './backend.ts';
import { closedDuringCall, messageOf } from './errors.ts';
import { later } from './host.ts';
import type { Program } from './kernel.ts';
import { type Arenas, createArenas } from './memory/arenas.ts';
import { reasonsOfArithmetic } from './memory/arithmetic.ts';
import { compileKernel } from './memory/compile.ts';
import { createMemory, openWorkspace, type Workspace } from './memory/workspace.ts';
import { parallelism } from './threads/machine.ts';
import { Pool } from './threads/pool.ts';

/** Elements of calls in all after which workers are started, which takes this thread some milliseconds: more calls are expected. */
const WORTH_WORKERS = 2 ** 19;
/** Elements of a call that ends sooner although it has to start them. Where there are none yet, shorter ones go without. */
const WORTH_WAITING = 2 ** 25;

/** What the functions of a WebAssembly backend share. Memory for arrays, and the pool, are opened by the first call for them. */
export interface Resources {
  /** For arrays from elsewhere, which go through its stage. On unshared memory, since `set` is slower on shared memory. */
  readonly staging: Workspace;
  /** What was asked for and not given, and what is wrong with results, in words a user can act on. */
  readonly reasons: readonly string[];
  memory(): KernelMemory;
  pool(): Pool;
  /** Whether a call of so many elements is worth workers, now that it may have to start them. */
  worthPool(length: number): boolean;
  /** A call has ended that was not. */
  endedAlone(): void;
  /** @throws Error if the instance was closed */
  requireOpen(): void;
  /** Lets workers that only look for work now and then do so all the time: some is about to come. */
  alert(): void;
  /** The workspace that reaches the memory behind this buffer. */
  workspaceOf(buffer: ArrayBufferLike): Workspace | undefined;
  close(): Promise<void>;
}

/** Where `alloc` takes arrays from. */
export interface KernelMemory {
  /** Whether other threads reach it. */
  readonly shared: boolean;
  /** The binary for it. */
  readonly module: WebAssembly.Module;
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
  let opened: KernelMemory | undefined;
  let pool: Pool | undefined;
  let elements = 0;
  /** Whether workers are there, or start. */
  let working = false;
  let closed = false;
  let threads = options.threads ?? Math.min(2, parallelism());

  function openMemory(): KernelMemory {
    try {
      const sharedModule = compileShared();
      const all = options.threads ?? parallelism();
      const arenas = createArenas({ module: sharedModule, shared: true, hostFunctions, staging, workers: all - 1 });
      if (arenas.alloc('f64', 0) === undefined) {
        // Workers would need as much address space again, each of them.
        threads = 1;
        throw new Error(arenas.failure);
      }
      threads = all;
      return { shared: true, module: sharedModule, arenas };
    } catch (error) {
      const hence = threads === 1 ? 'one thread' : 'two threads at most unless "threads" asks for more';
      memoryReasons.push(`no shared memory, hence ${hence}: ${messageOf(error)}`);
      const arenas = createArenas({ module, shared: false, hostFunctions, staging, workers: 0 });
      return { shared: false, module, arenas };
    }
  }

  function compileShared(): WebAssembly.Module {
    if (given !== undefined) throw new Error('"module" is for an unshared one');
    if (typeof SharedArrayBuffer !== 'function') {
      throw new Error('SharedArrayBuffer is not available here (a web page needs the headers COOP and COEP)');
    }
    return compileKernel(binary, true);
  }

  /** Starts workers when nothing else is to be done. A program that ends instead does not wait for them. */
  function endedAlone(): void {
    if (working || elements < WORTH_WORKERS) return;
    later(() => {
      if (working || closed) return;
      working = true;
      openPool().fill();
    }, 0);
  }

  function openPool(): Pool {
    const own = memory();
    pool ??= new Pool({ program, workerUrl: options.workerUrl, module, shared: own.shared ? own : undefined, threads });
    return pool;
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
    pool: openPool,
    worthPool(length) {
      elements += length;
      working ||= length >= WORTH_WAITING;
      return working;
    },
    endedAlone,
    requireOpen() {
      if (closed) throw closedDuringCall();
    },
    alert: () => pool?.team?.alert(),
    workspaceOf: (buffer) => opened?.arenas.arenaOf(buffer)?.workspace,
    close: async () => {
      closed = true;
      await pool?.close();
    },
  };
}
