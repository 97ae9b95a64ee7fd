/** The worker script: computes what it is told of. It compiles nothing and allocates nothing in shared memory. */

import type { Rounding } from '../../api/types.ts';
import { attachKernel, BASE_BYTES, createMemory, instantiateKernel, type Kernel, PAGE } from '../memory/kernel.ts';
import { runThrough } from '../memory/staging.ts';
import { turn } from './event-loop.ts';
import { computeNextTile, type Job } from './job.ts';
import { connect } from './parent.ts';
import type { Parcel, ToWorker } from './protocol.ts';

/** Milliseconds of work between two looks for messages: a new job waits no longer for its first tile. */
const SLICE = 1;
const NOWHERE = { x: false, out: false };

const post = connect(receive);
const jobs = new Set<Job>();
let module: WebAssembly.Module;
let rounding: Rounding;
let shared: Kernel | undefined;
/** On memory of its own: copying to and fro is faster there than on shared memory. */
let own: Kernel | undefined;
let working = false;

function receive(message: ToWorker): void {
  if (message.kind === 'start') {
    ({ module, rounding } = message);
    if (message.shared) shared = attachKernel(message.shared, rounding);
    post({ kind: 'ready' });
  } else if (message.kind === 'parcel') {
    computeParcel(message);
  } else {
    jobs.add(message.job);
    // Whatever goes wrong ends the worker, as an error that the pool hears of.
    if (!working) work().catch((error) => queueMicrotask(() => raise(error)));
  }
}

function raise(error: unknown): never {
  throw error;
}

function computeParcel(parcel: Parcel): void {
  own ??= instantiateKernel(module, createMemory(BASE_BYTES, BASE_BYTES / PAGE, false), rounding);
  runThrough(own, parcel.elements, parcel.elements, NOWHERE);
  post(parcel, [parcel.elements.buffer]);
}

/** One tile of each job in turn, until none is left. */
async function work(): Promise<void> {
  working = true;
  while (jobs.size > 0) {
    const until = performance.now() + SLICE;
    do {
      for (const job of jobs) {
        if (computeNextTile(job, shared as Kernel)) continue;
        jobs.delete(job);
        post({ kind: 'left', id: job.id });
      }
    } while (jobs.size > 0 && performance.now() < until);
    if (jobs.size > 0) await turn();
  }
  working = false;
}
