import { syncBuiltinESMExports } from 'node:module';
import threads, { Worker, type WorkerOptions } from 'node:worker_threads';

/** The workers that have started since `watchWorkers` was called and have not ended. */
export const alive = new Set<Worker>();

/** Those that have said that they are ready, and were not terminated. */
export const ready = new Set<Worker>();

/** Makes the workers that the package starts visible to the tests, with so little heap that a worker can soon exhaust it. */
export function watchWorkers(): void {
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options?: WorkerOptions) {
      super(file, { ...options, resourceLimits: { maxOldGenerationSizeMb: 32 } });
      alive.add(this);
      this.on('message', ({ kind }) => {
        if (kind === 'ready') ready.add(this);
      });
      this.once('exit', () => {
        alive.delete(this);
        ready.delete(this);
      });
    }

    override terminate(): Promise<number> {
      ready.delete(this);
      return super.terminate();
    }
  };
  syncBuiltinESMExports();
}

/** Waits until `condition` holds. If it never does, the time limit of the test ends the wait. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(1);
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
