/** The workers that the functions of a backend share: starts them when there is work, replaces those that end, and brings tasks to them. */

import type { CallOptions } from '../backend.ts';
import { messageOf } from '../errors.ts';
import { later, now } from '../host.ts';
import type { Program } from '../kernel.ts';
import { type PoolWorker, type PoolWorkerEvents, startPoolWorker } from './pool-worker.ts';
import { Task } from './task.ts';
import type { WorkSource } from './work-source.ts';

/** Milliseconds between two looks at the tasks, for progress and stalls. */
const WATCH_MS = 50;
/** Workers that may end, with none in between that answers for the first time, before no more are started. */
const MOST_FAILURES = 3;
/** Milliseconds after which they are started again, if any has ever answered: else this is no place for workers. */
const PAUSE_MS = 1000;

export interface PoolOptions {
  /** Workers to start. */
  readonly threads: number;
  readonly program: Program;
  /** Where the worker script is, for hosts that forbid workers from inlined source. */
  readonly workerUrl: string | URL | undefined;
  /** The binary for unshared memory. */
  readonly module: WebAssembly.Module;
  /** The binary for memory that workers share with this thread, where there is such memory. */
  readonly sharedModule: WebAssembly.Module | undefined;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #workers = new Set<PoolWorker>();
  readonly #tasks = new Map<number, Task>();
  /** Those that have answered for some work. */
  readonly #proven = new WeakSet<PoolWorker>();
  /** Whether workers can be watched. */
  readonly #hasTimers = later(() => undefined, 0) !== undefined;
  /** Ends the watch over the tasks. */
  #unwatch: (() => void) | undefined;
  #nextId = 1;
  #failures = 0;
  #failedAt = 0;
  #everWorked = false;
  #closed = false;
  #ended = { count: 0, why: '' };
  #onEmpty: (() => void) | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Workers that compute, or would. */
  get threads(): number {
    return this.#startsMore ? this.#options.threads : this.#workers.size;
  }

  /** What went wrong with workers, in words a user can act on. */
  get reasons(): string[] {
    if (!this.#hasTimers) return ['no workers: without timers, which are missing here or throw, nothing could watch them'];
    const { count, why } = this.#ended;
    if (count === 0) return [];
    const outcome = this.#startsMore ? 'replaced' : `${this.#workers.size || 'none'} left`;
    return [`${count} worker${count > 1 ? 's' : ''} ended or did not start (${why}); ${outcome}`];
  }

  get #startsMore(): boolean {
    if (this.#closed || !this.#hasTimers) return false;
    return this.#failures < MOST_FAILURES || (this.#everWorked && now() > this.#failedAt + PAUSE_MS);
  }

  /** Computes what `createSource` makes; the id marks its messages. */
  run(createSource: (id: number) => WorkSource, options: CallOptions): Promise<void> {
    const id = this.#nextId++;
    const task = new Task(createSource(id), options, () => this.#drop(id));
    this.#tasks.set(id, task);
    this.#watch();
    this.#fill();
    for (const worker of this.#workers) if (worker.ready) task.join(worker);
    task.start();
    return task.promise;
  }

  /** The process stays open while there are tasks. */
  #watch(): void {
    const look = (): void => {
      this.#unwatch = later(look, WATCH_MS, true);
      for (const task of this.#tasks.values()) task.watch();
    };
    this.#unwatch ??= later(look, WATCH_MS, true);
  }

  #drop(id: number): void {
    this.#tasks.delete(id);
    if (this.#tasks.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  /** Ends the workers; tasks that run reject. Resolves when all are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const task of this.#tasks.values()) task.stop(new Error('this instance was closed during the call'));
    if (this.#workers.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const worker of this.#workers) worker.giveUp('closed');
    await empty;
  }

  /** Starts workers up to the number asked for. */
  #fill(): void {
    const { threads, program, workerUrl, module, sharedModule } = this.#options;
    while (this.#startsMore && this.#workers.size < threads) {
      try {
        const number = this.#freeNumber();
        const start = { kind: 'start', module, pages: program.binary.pages, sharedModule, number } as const;
        this.#workers.add(startPoolWorker(program, workerUrl, start, this.#events));
      } catch (error) {
        this.#note(messageOf(error));
        return;
      }
    }
  }

  #freeNumber(): number {
    const taken = new Set([...this.#workers].map(({ number }) => number));
    let number = 0;
    while (taken.has(number)) number++;
    return number;
  }

  readonly #events: PoolWorkerEvents = {
    onReady: (worker) => {
      if (!this.#workers.has(worker)) return;
      for (const task of this.#tasks.values()) task.join(worker);
    },
    onAnswer: (worker, answer) => {
      if (!this.#workers.has(worker)) return;
      if (!this.#proven.has(worker)) {
        this.#proven.add(worker);
        this.#everWorked = true;
        this.#failures = 0;
      }
      this.#tasks.get(answer.id)?.receive(worker, answer);
    },
    onEnd: (worker, why) => {
      this.#workers.delete(worker);
      if (this.#workers.size === 0) this.#onEmpty?.();
      this.#note(why);
      if (this.#tasks.size > 0) this.#fill();
      for (const task of this.#tasks.values()) task.leave(worker);
    },
  };

  #note(why: string): void {
    this.#failures++;
    this.#failedAt = now();
    this.#ended = { count: this.#ended.count + 1, why };
  }
}
