/** A call of `async` that the pool's workers compute: who works on it, how it goes on without them, and how it ends. */

import type { CallOptions } from '../backend.ts';
import { yieldToEventLoop } from '../event-loop.ts';
import { now } from '../host.ts';
import { onAbort } from './abort.ts';
import type { Answer, PoolWorker } from './pool-worker.ts';
import type { WorkSource } from './work-source.ts';

/** Milliseconds without progress after which the workers of a task are given up: a tile takes some 25 µs. */
const STALL_LIMIT_MS = 10_000;
/** Milliseconds of work on the calling thread before it yields. */
const WORK_MS = 2;

export class Task {
  /** Rejects once no thread writes any more: with `signal.reason` after an abort. */
  readonly promise: Promise<void>;
  readonly #source: WorkSource;
  readonly #options: CallOptions;
  readonly #onSettled: () => void;
  /** Those that have work of this task in hand. */
  readonly #workers = new Set<PoolWorker>();
  readonly #unsubscribe: () => void;
  #resolve!: () => void;
  #reject!: (error: unknown) => void;
  #failure: { error: unknown } | undefined;
  /** What is to be done in later turns. */
  readonly #steps: (() => void)[] = [];
  /** The calling thread computes. */
  #assisting = false;
  #settled = false;
  #seen = 0;
  #seenAt = now();

  constructor(source: WorkSource, options: CallOptions, onSettled: () => void) {
    this.#source = source;
    this.#options = options;
    this.#onSettled = onSettled;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#unsubscribe = onAbort(options.signal, (reason) => this.stop(reason));
  }

  /** Begins, with the workers that have joined so far. */
  start(): void {
    if (this.#source.callerTakesPart) void this.#assist();
    else this.#advance();
  }

  /** A worker is ready to take part. */
  join(worker: PoolWorker): void {
    this.#do(() => {
      if (worker.ready && this.#failure === undefined) this.#occupy(worker, () => this.#source.enlist(worker));
    });
  }

  /** A worker answers. */
  receive(worker: PoolWorker, answer: Answer): void {
    this.#do(() => this.#occupy(worker, () => this.#source.accept(worker, answer)));
  }

  /** Takes a step: at once, or in a later turn if it takes a while, since any number of messages may arrive in one turn. */
  #do(step: () => void): void {
    if (!this.#source.copies) step();
    else if (this.#steps.push(step) === 1) void this.#takeSteps();
  }

  async #takeSteps(): Promise<void> {
    while (this.#steps.length > 0) {
      await yieldToEventLoop();
      const until = now() + WORK_MS;
      do this.#steps.shift()?.();
      while (this.#steps.length > 0 && now() < until);
    }
  }

  /** A worker has work in hand after `step`, or else leaves. What fails here, such as a copy from a detached array, ends the task. */
  #occupy(worker: PoolWorker, step: () => boolean): void {
    let occupied = false;
    this.#try(() => {
      occupied = step();
    });
    if (occupied) this.#workers.add(worker);
    else this.leave(worker);
  }

  /** A worker works on it no more, since nothing is left to take or since it died. */
  leave(worker: PoolWorker): void {
    if (!this.#workers.delete(worker)) return;
    if (this.#source.done < this.#source.total) this.#try(() => this.#source.reclaim(this.#workers));
    this.#advance();
  }

  /** Ends it with an error, as soon as nobody works on it. */
  stop(error: unknown): void {
    this.#failure ??= { error };
    this.#source.cancel();
    this.#advance();
  }

  #try(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.stop(error);
    }
  }

  /** Settles if that is due; computes on this thread if nobody else does. */
  #advance(): void {
    if (this.#settled || this.#assisting) return;
    if (this.#source.done === this.#source.total) this.#settle();
    else if (this.#workers.size > 0) return;
    else if (this.#failure !== undefined) this.#settle();
    else void this.#assist();
  }

  async #assist(): Promise<void> {
    const { callerTakesPart } = this.#source;
    this.#assisting = true;
    try {
      for (let more = true; more && this.#failure === undefined && (callerTakesPart || this.#workers.size === 0); ) {
        // Beside workers it yields after each piece, so that none of them waits for an answer.
        const until = this.#workers.size === 0 ? now() + WORK_MS : 0;
        do more = this.#source.computeSome();
        while (more && now() < until);
        if (more) await yieldToEventLoop();
      }
    } catch (error) {
      this.#failure ??= { error };
      this.#source.cancel();
    }
    this.#assisting = false;
    this.#advance();
  }

  /** Reports progress, and gives up workers that get nowhere. */
  watch(): void {
    const time = now();
    const { done, total } = this.#source;
    if (done > this.#seen) {
      this.#seen = done;
      this.#seenAt = time;
      if (done < total && this.#failure === undefined) this.#report(done);
    } else if (time - this.#seenAt > STALL_LIMIT_MS) {
      for (const worker of this.#workers) worker.giveUp(`no progress within ${STALL_LIMIT_MS / 1000} s`);
    }
  }

  #report(done: number): void {
    this.#try(() => this.#options.onProgress?.({ done, total: this.#source.total }));
  }

  #settle(): void {
    this.#settled = true;
    this.#unsubscribe();
    this.#onSettled();
    if (this.#failure === undefined) this.#report(this.#source.total);
    if (this.#failure === undefined) this.#resolve();
    else this.#reject(this.#failure.error);
  }
}
