import type { BackendOptions } from './backend.ts';
import { closedDuringCall, messageOf } from './errors.ts';
import { later } from './host.ts';
import type { Kernel, KernelInBinary, Program } from './kernel.ts';
import { type Arenas, createArenas } from './memory/arenas.ts';
import { reasonsOfArithmetic } from './memory/arithmetic.ts';
import { createModules } from './memory/modules.ts';
import { createMemory, openWorkspace, type Workspace } from './memory/workspace.ts';
import { parallelism } from './threads/machine.ts';
import { Pool } from './threads/pool.ts';

/** Elements of calls in all after which workers are started, which takes this thread some milliseconds: more calls are expected. */
const WORTH_WORKERS = 2 ** 19;
/** Elements of a call that ends sooner although it has to start them. Where there are none yet, shorter ones go without. */
const WORTH_WAITING = 2 ** 25;

/** What the functions of a WebAssembly backend share. Memory for arrays, and the pool, are opened by the first call for them. */
export interface Resources {
  /** Makes a kernel known, before it is loaded. */
  add(entry: KernelInBinary): void;
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
  readonly arenas: Arenas;
}

/**
 * @param first a kernel that will run, or may
 * @throws Error that says why there is no kernel here
 */
export function openResources(program: Program, options: BackendOptions, first: KernelInBinary): Resources {
  const { hostFunctions } = program;
  const { pages } = first.binary;
  const modules = createModules(options.module as WebAssembly.Module | undefined);
  modules.add(first);
  // Before any memory, since this says best what is missing.
  modules.moduleFor(first.kernel, false);
  const staging = openWorkspace({
    memory: createMemory(pages, pages, false),
    tables: 'computed',
    moduleFor: (kernel) => modules.moduleFor(kernel, false),
    hostFunctions,
  });
  const { layout, probed } = staging.instanceFor(first.kernel);
  const arithmeticReasons = reasonsOfArithmetic(probed);
  const memoryReasons: string[] = [];
  let opened: KernelMemory | undefined;
  let pool: Pool | undefined;
  let elements = 0;
  /** Whether workers are there, or start. */
  let working = false;
  let closed = false;
  let threads = options.threads ?? Math.min(2, parallelism());

  function openArenas(shared: boolean, workers: number): Arenas {
    const moduleFor = (kernel: Kernel): WebAssembly.Module => modules.moduleFor(kernel, shared);
    return createArenas({ shared, moduleFor, hostFunctions, staging, layout, workers });
  }

  function openMemory(): KernelMemory {
    try {
      modules.moduleFor(first.kernel, true);
      const all = options.threads ?? parallelism();
      const arenas = openArenas(true, all - 1);
      if (arenas.alloc('f64', 0) === undefined) {
        // Workers would need as much address space again, each of them.
        threads = 1;
        throw new Error(arenas.failure);
      }
      threads = all;
      return { shared: true, arenas };
    } catch (error) {
      const hence = threads === 1 ? 'one thread' : 'two threads at most unless "threads" asks for more';
      memoryReasons.push(`no shared memory, hence ${hence}: ${messageOf(error)}`);
      return { shared: false, arenas: openArenas(false, 0) };
    }
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
    pool ??= new Pool({ program, workerUrl: options.workerUrl, pages, arenas: own.shared ? own.arenas : undefined, threads });
    return pool;
  }

  function memory(): KernelMemory {
    opened ??= openMemory();
    return opened;
  }

  return {
    add: modules.add,
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
