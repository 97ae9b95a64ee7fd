/** A call of `async` that the pool's workers compute: who works on it, how it goes on without them, and how it ends. */

import type { AsyncOptions } from '../../api/types.ts';
import { turn } from './event-loop.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** A worker that is ready. */
export interface PoolWorker {
  post(message: ToWorker, transfer?: ArrayBuffer[]): void;
  /** Ends it; the tasks hear of that when it is gone. */
  giveUp(why: string): void;
}

/** Milliseconds without progress after which the workers of a task are given up: a tile takes some 25 µs. */
const STALL_LIMIT = 10_000;
/** Milliseconds of work on the calling thread between two turns of its own. */
const ASSIST = 2;

/** Subclasses know how the elements reach the workers. */
export abstract class Task {
  /** Rejects once no thread writes any more: with `signal.reason` after an abort. */
  readonly promise: Promise<void>;
  protected readonly workers = new Set<PoolWorker>();
  readonly #options: AsyncOptions;
  readonly #total: number;
  readonly #onSettled: () => void;
  readonly #abort = (): void => this.stop(this.#options.signal?.reason);
  #resolve = (): void => undefined;
  #reject = (_: unknown): void => undefined;
  #failure: { error: unknown } | undefined;
  #assisted = false;
  #settled = false;
  #seen = 0;
  #seenAt = performance.now();

  constructor(total: number, options: AsyncOptions, onSettled: () => void) {
    this.#total = total;
    this.#options = options;
    this.#onSettled = onSettled;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    options.signal?.addEventListener('abort', this.#abort);
  }

  /** Elements done. */
  abstract get done(): number;
  /** Hands work to a worker, and adds it to `workers` if there is any. */
  protected abstract enlist(worker: PoolWorker): void;
  protected abstract accept(worker: PoolWorker, message: FromWorker): void;
  /** Computes some elements on this thread; false if none are left to take. */
  protected abstract computeSome(): boolean;
  /** Nobody works on it: makes what workers have taken and not done available again. @throws Error if it is not recoverable */
  protected abstract reclaim(): void;
  /** Nobody takes more elements. */
  protected abstract cancel(): void;

  /** A worker is ready to take part. */
  join(worker: PoolWorker): void {
    if (this.#failure === undefined) this.#try(() => this.enlist(worker));
  }

  /** A worker answers. */
  receive(worker: PoolWorker, message: FromWorker): void {
    this.#try(() => this.accept(worker, message));
  }

  /** What fails here, such as a copy from an array that was detached meanwhile, ends the task. */
  #try(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.stop(error);
    }
  }

  /** A worker works on it no more, since nothing is left to take or since it died. */
  leave(worker: PoolWorker): void {
    this.workers.delete(worker);
    this.advance();
  }

  /** Ends it with an error, as soon as nobody works on it. */
  stop(error: unknown): void {
    this.#failure ??= { error };
    this.cancel();
    this.advance();
  }

  /** Settles if that is due; computes on this thread if nobody else does. */
  advance(): void {
    if (this.#settled || this.#assisted) return;
    if (this.done === this.#total) this.#settle();
    else if (this.workers.size > 0) return;
    else if (this.#failure !== undefined) this.#settle();
    else void this.#assist();
  }

  async #assist(): Promise<void> {
    this.#assisted = true;
    try {
      this.reclaim();
      for (let more = true; more && this.workers.size === 0 && this.#failure === undefined; ) {
        const until = performance.now() + ASSIST;
        do more = this.computeSome();
        while (more && performance.now() < until);
        if (more) await turn();
      }
    } catch (error) {
      this.#failure ??= { error };
      this.cancel();
    }
    this.#assisted = false;
    this.advance();
  }

  /** Reports progress, and gives up workers that get nowhere. */
  watch(): void {
    const now = performance.now();
    const { done } = this;
    if (done > this.#seen) {
      this.#seen = done;
      this.#seenAt = now;
      if (done < this.#total && this.#failure === undefined) this.#report(done);
    } else if (now - this.#seenAt > STALL_LIMIT) {
      for (const worker of this.workers) worker.giveUp(`no progress within ${STALL_LIMIT / 1000} s`);
    }
  }

  #report(done: number): void {
    try {
      this.#options.onProgress?.({ done, total: this.#total });
    } catch (error) {
      this.stop(error);
    }
  }

  #settle(): void {
    this.#settled = true;
    this.#options.signal?.removeEventListener('abort', this.#abort);
    this.#onSettled();
    if (this.#failure === undefined) this.#report(this.#total);
    if (this.#failure === undefined) this.#resolve();
    else this.#reject(this.#failure.error);
  }
}
