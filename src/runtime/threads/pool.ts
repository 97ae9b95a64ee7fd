/** The workers that the functions of a backend share: starts them when there is work, replaces those that end, and brings tasks to them. */

import type { CallOptions } from '../backend.ts';
import { closedDuringCall, messageOf } from '../errors.ts';
import { yieldToEventLoop } from '../event-loop.ts';
import { attempt, later, now } from '../host.ts';
import type { Program } from '../kernel.ts';
import type { Arenas } from '../memory/arenas.ts';
import { type PoolWorker, type PoolWorkerEvents, startPoolWorker } from './pool-worker.ts';
import { Task } from './task.ts';
import { Team } from './team.ts';
import type { WorkSource } from './work-source.ts';

/** Milliseconds between two looks at the tasks, for progress and stalls. */
const WATCH_MS = 50;
/** Workers that may end, with none in between that answers for the first time, before no more are started. */
const MOST_FAILURES = 3;
/** Milliseconds after which they are started again, if any has ever answered: else this is no place for workers. */
const PAUSE_MS = 1000;
/** Numbers of calls, which fit into a shared word. */
const MOST_IDS = 2 ** 31;

export interface PoolOptions {
  /** Threads that compute, of which the calling thread is one. */
  readonly threads: number;
  readonly program: Program;
  /** Where the worker script is, for hosts that forbid workers from inlined source. */
  readonly workerUrl: string | URL | undefined;
  /** Pages of memory that binaries keep for themselves. */
  readonly pages: number;
  /** Where memory comes from that workers share with this thread, if there is any. */
  readonly arenas: Arenas | undefined;
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
  #filling = false;
  #nextId = 1;
  #failures = 0;
  #failedAt = 0;
  #everWorked = false;
  #closed = false;
  #ended = { count: 0, why: '' };
  #onEmpty: (() => void) | undefined;

  /** What jobs have in common, where memory is shared. */
  readonly team: Team | undefined;

  constructor(options: PoolOptions) {
    const { arenas, threads } = options;
    this.team = arenas && attempt(() => new Team(arenas, this.#workers, threads));
    // Without memory for a few words there is none for workers.
    this.#options = arenas && !this.team ? { ...options, threads: 1 } : options;
  }

  /** Threads that compute, or would. */
  get threads(): number {
    return this.#startsMore ? this.#options.threads : this.#workers.size + 1;
  }

  /** What went wrong with workers, in words a user can act on. */
  get reasons(): string[] {
    if (this.#options.threads === 1) return [];
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
    const id = this.#nextId++ % MOST_IDS;
    const task = new Task(
      () => createSource(id),
      options,
      () => this.#watch(),
      () => this.#drop(id),
    );
    this.#tasks.set(id, task);
    this.fill();
    for (const worker of this.#workers) if (worker.ready) task.join(worker);
    this.team?.signal();
    void task.run();
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
    for (const task of this.#tasks.values()) task.stop(closedDuringCall());
    if (this.#workers.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const worker of this.#workers) worker.giveUp('closed');
    await empty;
  }

  /** Starts workers up to the number asked for, one in a turn: each takes the calling thread some milliseconds. */
  fill(): void {
    if (!this.#filling) void this.#startOneByOne();
  }

  async #startOneByOne(): Promise<void> {
    const { threads, program, workerUrl, pages } = this.#options;
    this.#filling = true;
    while (this.#startsMore && this.#workers.size < threads - 1) {
      try {
        const number = this.#freeNumber();
        const start = { kind: 'start', pages, board: this.team?.board, number } as const;
        this.#workers.add(startPoolWorker(program, workerUrl, start, this.#events));
      } catch (error) {
        this.#note(messageOf(error));
        break;
      }
      await yieldToEventLoop();
    }
    this.#filling = false;
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
      this.team?.signal();
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
      this.team?.leave(worker);
      if (this.#workers.size === 0) this.#onEmpty?.();
      this.#note(why);
      if (this.#tasks.size > 0) this.fill();
      for (const task of this.#tasks.values()) task.leave(worker);
    },
  };

  #note(why: string): void {
    this.#failures++;
    this.#failedAt = now();
    this.#ended = { count: this.#ended.count + 1, why };
  }
}
