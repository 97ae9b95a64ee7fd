/** A call of `async` on several threads: what the calling thread does for it, and how it ends. */

import type { CallOptions } from '../backend.ts';
import { yieldToEventLoop } from '../event-loop.ts';
import { later, now } from '../host.ts';
import { onAbort } from './abort.ts';
import type { Answer, PoolWorker } from './pool-worker.ts';
import type { WorkSource } from './work-source.ts';

/** Milliseconds without progress after which the workers of a task are given up: a tile takes some 25 µs. */
const STALL_LIMIT_MS = 10_000;
/** Milliseconds of a turn on the calling thread. */
const TURN_MS = 1;
/** Turns after which a task is a long one, whose calling thread has other things to do. */
const SHORT_TURNS = 2;
/** Milliseconds that others take of the thread between two turns, if they need it. */
const OTHERS_MS = 0.2;
/** Milliseconds without a turn then: three quarters of the time are left to them. */
const REST_MS = 3 * TURN_MS;

export class Task {
  /** Rejects once no thread writes any more: with `signal.reason` after an abort. */
  readonly promise: Promise<void>;
  readonly #source: WorkSource;
  readonly #options: CallOptions;
  readonly #onLong: () => void;
  readonly #onSettled: () => void;
  readonly #unsubscribe: () => void;
  #resolve!: () => void;
  #reject!: (error: unknown) => void;
  #failure: { error: unknown } | undefined;
  /** Resumes the calling thread's part, while that waits for others. */
  #wake = (): void => undefined;
  #turns = 0;
  #seen = 0;
  #seenAt = now();

  /** @param onLong called when it takes more than a few turns, from when on it is to be watched */
  constructor(createSource: () => WorkSource, options: CallOptions, onLong: () => void, onSettled: () => void) {
    this.#options = options;
    this.#onLong = onLong;
    this.#onSettled = onSettled;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Before any thread may find work: signals are the user's, and may throw.
    this.#unsubscribe = onAbort(options.signal, (reason) => this.stop(reason));
    try {
      this.#source = createSource();
    } catch (error) {
      this.#unsubscribe();
      throw error;
    }
  }

  /** A worker is ready to take part. */
  join(worker: PoolWorker): void {
    if (this.#failure === undefined) this.#try(() => this.#source.enlist(worker));
    this.#wake();
  }

  /** A worker answers. */
  receive(worker: PoolWorker, answer: Answer): void {
    this.#source.receive(worker, answer);
    this.#wake();
  }

  /** A worker has ended. */
  leave(worker: PoolWorker): void {
    this.#source.leave(worker);
    this.#wake();
  }

  /** Ends it with an error, as soon as nobody works on it. */
  stop(error: unknown): void {
    this.#failure ??= { error };
    this.#source.cancel();
    this.#wake();
  }

  /** Computes with the workers that have joined, and with those that will, until it settles. The first turn is at once. */
  async run(): Promise<void> {
    for (let ends = now() + TURN_MS; ; ends = now() + TURN_MS) {
      const seen = this.#source.news;
      let more = true;
      while (more && !this.#isOver) {
        more = this.#failure === undefined && this.#computeSome();
        if (more && (this.#source.needsMessages || now() >= ends)) break;
      }
      if (this.#isOver) break;
      // Nothing else holds the process while it waits for others.
      if (++this.#turns >= SHORT_TURNS || !more) this.#onLong();
      await (more ? this.#pause() : this.#news(seen));
    }
    this.#settle();
  }

  get #isOver(): boolean {
    const { done, total, busy } = this.#source;
    return this.#failure === undefined ? done === total : busy.length === 0;
  }

  #computeSome(): boolean {
    let more = false;
    this.#try(() => {
      more = this.#source.computeSome();
    });
    return more;
  }

  /** Lets others have the thread: once around in a short task; else, if they take it and workers go on, for a longer time. */
  async #pause(): Promise<void> {
    const begin = now();
    await yieldToEventLoop();
    const needed = now() - begin > OTHERS_MS;
    if (this.#turns < SHORT_TURNS || !needed || this.#source.busy.length === 0) return;
    await new Promise<void>((resolve) => {
      if (!later(resolve, REST_MS, true)) resolve();
    });
  }

  #news(seen: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#source.onNews(seen, resolve);
    });
  }

  #try(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.stop(error);
    }
  }

  /** Reports progress, and gives up workers that get nowhere. */
  watch(): void {
    const time = now();
    const { done, total, busy } = this.#source;
    if (done > this.#seen) {
      this.#seen = done;
      if (done < total && this.#failure === undefined) this.#report(done);
      // The report may have blocked this thread, and with it what workers have to say.
      this.#seenAt = now();
    } else if (time - this.#seenAt > STALL_LIMIT_MS) {
      for (const worker of busy) worker.giveUp(`no progress within ${STALL_LIMIT_MS / 1000} s`);
    }
  }

  #report(done: number): void {
    this.#try(() => this.#options.onProgress?.({ done, total: this.#source.total }));
  }

  #settle(): void {
    this.#unsubscribe();
    this.#source.close();
    this.#onSettled();
    if (this.#failure === undefined) this.#report(this.#source.total);
    if (this.#failure === undefined) this.#resolve();
    else this.#reject(this.#failure.error);
  }
}
