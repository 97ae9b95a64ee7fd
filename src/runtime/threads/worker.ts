/** The worker's side: computes what it is sent. It compiles nothing and allocates nothing in shared memory. */

import { yieldToEventLoop } from '../event-loop.ts';
import { now } from '../host.ts';
import type { HostFunctions } from '../kernel.ts';
import { FLUSHES, X } from '../memory/arithmetic.ts';
import { weigh } from '../memory/gc-pressure.ts';
import { runStaged } from '../memory/staging.ts';
import { createMemory, openWorkspace, type Tables, type Workspace } from '../memory/workspace.ts';
import { computeNextTile, type Job } from './job.ts';
import { connect } from './parent.ts';
import type { ToWorker } from './protocol.ts';

/** Milliseconds of work between two looks for messages: a new job waits no longer for its first tile. */
const WORK_MS = 1;
/** Milliseconds after which an idle worker lets go of the arena that it used last. */
const IDLE_MS = 100;

type Start = ToWorker & { kind: 'start' };
type ParcelToCompute = ToWorker & { kind: 'parcel' };

/** Makes this thread a worker. @param hostFunctions those that the binary calls */
export function serve(hostFunctions: HostFunctions): void {
  const post = connect(receive);
  const jobs = new Set<Job>();
  let start: Start;
  /** On memory of this worker's own: copying to and fro is faster there than on shared memory. */
  let own: Workspace | undefined;
  /** On the arenas of jobs, by their ids. Whoever refers to an arena keeps its memory. */
  const arenas = new Map<number, Workspace>();
  let working = false;

  function receive(message: ToWorker): void {
    if (message.kind === 'start') {
      start = message;
      post({ kind: 'ready' });
    } else if (message.kind === 'parcel') {
      computeParcel(message);
    } else {
      jobs.add(message.job);
      // Whatever goes wrong ends the worker, as an error that the pool hears of.
      if (!working) work().catch((error) => queueMicrotask(() => raise(error)));
    }
  }

  function computeParcel({ kind, id, kernel, begin, elements }: ParcelToCompute): void {
    runStaged(ownWorkspace().load(kernel), elements, elements);
    post({ kind, id, begin, elements }, [elements.buffer]);
  }

  function ownWorkspace(): Workspace {
    const { module, pages } = start;
    own ??= open(module, createMemory(pages, pages, false), 'computed');
    return own;
  }

  /** @throws Error if results would not be those of the thread that sends work */
  function open(module: WebAssembly.Module, memory: WebAssembly.Memory, tables: Tables, number?: number): Workspace {
    const workspace = openWorkspace(module, hostFunctions, memory, tables, number);
    if (workspace.probed !== X) throw new Error(FLUSHES);
    return workspace;
  }

  function workspaceOf({ arena }: Job): Workspace {
    return arena === undefined ? ownWorkspace() : (arenas.get(arena.id) ?? openArena(arena));
  }

  function openArena({ id, memory }: NonNullable<Job['arena']>): Workspace {
    const { sharedModule, number } = start;
    const workspace = open(sharedModule as WebAssembly.Module, memory, 'there', number);
    weigh(memory.buffer);
    arenas.set(id, workspace);
    return workspace;
  }

  /** Lets go of all arenas but that of the last job, which the next is likely to use too; after a while of that too. */
  function forgetArenas(last: Job | undefined): void {
    for (const id of arenas.keys()) if (id !== last?.arena?.id) arenas.delete(id);
    setTimeout(() => {
      if (!working) arenas.clear();
    }, IDLE_MS);
  }

  /** Computes one tile of each job after the other, until none is left. */
  async function work(): Promise<void> {
    working = true;
    let last: Job | undefined;
    while (jobs.size > 0) {
      const until = now() + WORK_MS;
      do {
        for (const job of jobs) {
          if (computeNextTile(job, workspaceOf(job).load(job.kernel))) continue;
          jobs.delete(job);
          last = job;
          post({ kind: 'left', id: job.id });
        }
      } while (jobs.size > 0 && now() < until);
      if (jobs.size > 0) await yieldToEventLoop();
    }
    working = false;
    forgetArenas(last);
  }
}

function raise(error: unknown): never {
  throw error;
}
