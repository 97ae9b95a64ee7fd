/** The worker's side: computes what it is sent. It compiles nothing and allocates nothing in shared memory. */

import type { HostFunctions } from '../kernel.ts';
import { runStaged } from '../memory/staging.ts';
import { createMemory, openWorkspace, type Workspace } from '../memory/workspace.ts';
import { yieldToEventLoop } from './event-loop.ts';
import { computeNextTile, type Job } from './job.ts';
import { connect } from './parent.ts';
import type { ToWorker } from './protocol.ts';

/** Milliseconds of work between two looks for messages: a new job waits no longer for its first tile. */
const WORK_MS = 1;

type Start = ToWorker & { kind: 'start' };
type ParcelToCompute = ToWorker & { kind: 'parcel' };

/** Makes this thread a worker. @param hostFunctions those that the binary calls */
export function serve(hostFunctions: HostFunctions): void {
  const post = connect(receive);
  const jobs = new Set<Job>();
  let start: Start;
  let shared: Workspace;
  /** On memory of this worker's own: copying to and fro is faster there than on shared memory. */
  let own: Workspace | undefined;
  let working = false;

  function receive(message: ToWorker): void {
    if (message.kind === 'start') {
      start = message;
      const part = message.shared;
      if (part) shared = openWorkspace(part.module, hostFunctions, part.memory, part.address);
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
    const { module, pages } = start;
    own ??= openWorkspace(module, hostFunctions, createMemory(pages, pages, false));
    runStaged(own.load(kernel), elements, elements);
    post({ kind, id, begin, elements }, [elements.buffer]);
  }

  /** Computes one tile of each job after the other, until none is left. */
  async function work(): Promise<void> {
    working = true;
    while (jobs.size > 0) {
      const until = performance.now() + WORK_MS;
      do {
        for (const job of jobs) {
          if (computeNextTile(job, shared.load(job.kernel))) continue;
          jobs.delete(job);
          post({ kind: 'left', id: job.id });
        }
      } while (jobs.size > 0 && performance.now() < until);
      if (jobs.size > 0) await yieldToEventLoop();
    }
    working = false;
  }
}

function raise(error: unknown): never {
  throw error;
}
