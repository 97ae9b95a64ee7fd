import { subscribe } from 'node:diagnostics_channel';
import { availableParallelism } from 'node:os';

/** What the probe can't see by itself where workers are those of node:worker_threads. */
export function nodeHost() {
  const workers = [];
  subscribe('worker_threads', ({ worker }) => {
    const index = workers.push(0) - 1;
    worker.on('message', () => workers[index]++);
  });
  return { parallelism: availableParallelism(), workers };
}
