import { type ElementArray, lengthOf } from '../elements.ts';
import type { Arena } from '../memory/arenas.ts';
import { overlap } from '../memory/one-memory.ts';
import type { LoadedKernel } from '../memory/workspace.ts';
import { cancelJob, computeNextTile, computeTile, createJob, elementsDone, lostTiles } from './job.ts';
import type { WorkSource } from './work-source.ts';

/**
 * Work over memory that the workers reach: kernel memory, and SharedArrayBuffers of the user's own.
 *
 * @param loaded the kernel on the calling thread: on the memory of `arena`, where both arrays lie, or else of a stage
 */
export function createSharedTiles(
  id: number,
  loaded: LoadedKernel,
  x: ElementArray,
  out: ElementArray,
  arena: Arena | undefined,
): WorkSource {
  const job = createJob(id, loaded.kernel, x, out, arena);
  const inPlace = overlap(x, out);
  let lost: number[] = [];
  return {
    total: lengthOf(x),
    get done() {
      return elementsDone(job);
    },
    callerTakesPart: false,
    copies: false,
    enlist(worker) {
      worker.post({ kind: 'job', job });
      return true;
    },
    // A worker's only answer is that it has left.
    accept: () => false,
    computeSome() {
      const tile = lost.pop();
      if (tile === undefined) return computeNextTile(job, loaded);
      computeTile(job, tile, loaded);
      return true;
    },
    reclaim(workers) {
      // Who took a tile is not known: those that are not done are lost when nobody is left.
      if (workers.size > 0) return;
      lost = lostTiles(job);
      if (inPlace && lost.length > 0) {
        throw new Error('a worker ended while it computed in place: "out" now holds both results and elements of "x"');
      }
    },
    cancel: () => cancelJob(job),
  };
}
