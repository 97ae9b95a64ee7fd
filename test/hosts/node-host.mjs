import { subscribe } from 'node:diagnostics_channel';
import { availableParallelism } from 'node:os';

/** The parallelism and the workers of Node and Bun, whose workers from node:worker_threads the probe cannot see by itself. */
export function nodeHost() {
  const workers = [];
  subscribe('worker_threads', ({ worker }) => {
    const index = workers.push(0) - 1;
    worker.on('message', () => workers[index]++);
  });
  return { parallelism: availableParallelism(), workers };
}
