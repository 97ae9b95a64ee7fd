/** A task over memory that the workers reach: kernel memory, and SharedArrayBuffers of the user's own. */

import type { AsyncOptions } from '../../api/types.ts';
import type { Kernel } from '../memory/kernel.ts';
import type { Reach } from '../memory/staging.ts';
import { cancelJob, computeNextTile, computeTile, createJob, elementsDone, type Job, lostTiles } from './job.ts';
import type { FromWorker } from './protocol.ts';
import { type PoolWorker, Task } from './task.ts';

export class SharedTask extends Task {
  readonly #job: Job;
  readonly #kernel: Kernel;
  #lost: number[] = [];

  /** @param kernel the calling thread's; `reach` is that of it and of the workers' */
  constructor(
    id: number,
    arrays: { x: Float64Array; out: Float64Array; reach: Reach },
    kernel: Kernel,
    options: AsyncOptions,
    onSettled: () => void,
  ) {
    super(arrays.x.length, options, onSettled);
    this.#job = createJob(id, arrays.x, arrays.out, arrays.reach);
    this.#kernel = kernel;
  }

  override get done(): number {
    return elementsDone(this.#job);
  }

  protected override enlist(worker: PoolWorker): void {
    this.workers.add(worker);
    worker.post({ kind: 'job', job: this.#job });
  }

  protected override accept(worker: PoolWorker, _: FromWorker): void {
    this.leave(worker);
  }

  protected override computeSome(): boolean {
    const tile = this.#lost.pop();
    if (tile === undefined) return computeNextTile(this.#job, this.#kernel);
    computeTile(this.#job, tile, this.#kernel);
    return true;
  }

  protected override reclaim(): void {
    this.#lost = lostTiles(this.#job);
    const { x, out } = this.#job;
    if (this.#lost.length > 0 && x.buffer === out.buffer && x.byteOffset === out.byteOffset) {
      throw new Error('a worker ended while it computed in place: "out" now holds both results and elements of "x"');
    }
  }

  protected override cancel(): void {
    cancelJob(this.#job);
  }
}
