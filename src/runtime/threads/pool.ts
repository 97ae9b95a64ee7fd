/** The workers of an instance: starts them when there is work, replaces those that end, and brings tasks to them. */

import type { Rounding } from '../../api/types.ts';
import { messageOf } from '../errors.ts';
import type { ThreadPart } from '../memory/kernel.ts';
import type { FromWorker } from './protocol.ts';
import { spawnThread, type Thread } from './spawn.ts';
import type { PoolWorker, Task } from './task.ts';

/** Milliseconds that a worker has to get ready. */
const START_LIMIT = 10_000;
/** And as many more, so that a thread that was blocked for as long hears what came meanwhile. */
const GRACE = 100;
/** Milliseconds between two looks at the tasks, for progress and stalls. */
const WATCH = 50;
/** Workers that may end, with none that gets ready in between, before no more are started. */
const FAILURES = 3;
/** Milliseconds after which they are started again, if any has ever been ready: else this is no place for workers. */
const PAUSE = 1000;

/** What workers are made of. */
export interface PoolOptions {
  readonly threads: number;
  readonly workerUrl: string | URL | undefined;
  readonly module: WebAssembly.Module;
  readonly rounding: Rounding;
  /** A worker's part of the shared memory, if there is any; its own until `release`. @throws RangeError if there is no memory */
  reserve(): ThreadPart | undefined;
  release(part: ThreadPart): void;
}

interface Member extends PoolWorker {
  thread: Thread | undefined;
  /** Started, and not given up. */
  ready: boolean;
  /** Why it was given up. */
  doom: string | undefined;
  readonly part: ThreadPart | undefined;
}

export class Pool {
  readonly #options: PoolOptions;
  readonly #members = new Set<Member>();
  readonly #tasks = new Map<number, Task>();
  #watch: ReturnType<typeof setInterval> | undefined;
  #nextId = 1;
  #failures = 0;
  #failedAt = 0;
  #everReady = false;
  #closed = false;
  #ended = { count: 0, why: '' };
  #onEmpty: (() => void) | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Workers that compute, or would. */
  get threads(): number {
    return this.#startsMore ? this.#options.threads : this.#members.size;
  }

  /** What went wrong with workers, in words a user can act on. */
  get reasons(): string[] {
    const { count, why } = this.#ended;
    if (count === 0) return [];
    const outcome = this.#startsMore ? 'replaced' : `${this.#members.size || 'none'} left`;
    return [`${count} worker${count > 1 ? 's' : ''} ended or did not start (${why}); ${outcome}`];
  }

  get #startsMore(): boolean {
    if (this.#closed) return false;
    return this.#failures < FAILURES || (this.#everReady && performance.now() > this.#failedAt + PAUSE);
  }

  /** Runs the task that `create` makes. */
  run(create: (id: number, onSettled: () => void) => Task): Promise<void> {
    const id = this.#nextId++;
    const task = create(id, () => this.#drop(id));
    this.#tasks.set(id, task);
    this.#watch ??= setInterval(() => {
      for (const running of this.#tasks.values()) running.watch();
    }, WATCH);
    this.#fill();
    for (const member of this.#members) if (member.ready) task.join(member);
    task.advance();
    return task.promise;
  }

  #drop(id: number): void {
    this.#tasks.delete(id);
    if (this.#tasks.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** Ends the workers; tasks that run reject. Resolves when all are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const task of this.#tasks.values()) task.stop(new Error('this instance of sigmoid was closed during the call'));
    if (this.#members.size === 0) return;
    const empty = new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    for (const member of this.#members) member.giveUp('closed');
    await empty;
  }

  /** Starts workers up to the number asked for. */
  #fill(): void {
    while (this.#startsMore && this.#members.size < this.#options.threads) {
      try {
        this.#start(this.#options.reserve());
      } catch (error) {
        this.#note(messageOf(error));
        return;
      }
    }
  }

  #start(part: ThreadPart | undefined): void {
    const member: Member = {
      part,
      thread: undefined,
      ready: false,
      doom: undefined,
      post: (message, transfer) => member.thread?.post(message, transfer),
      giveUp(why) {
        member.ready = false;
        member.doom ??= why;
        member.thread?.terminate(why);
      },
    };
    this.#members.add(member);
    let limit = later(() => {
      limit = later(() => member.giveUp(`not ready within ${START_LIMIT / 1000} s`), GRACE);
    }, START_LIMIT);
    const onMessage = (message: FromWorker): void => {
      if (message.kind === 'ready') clearTimeout(limit);
      this.#receive(member, message);
    };
    const onEnd = (why: string): void => {
      clearTimeout(limit);
      this.#end(member, why);
    };
    const { module, rounding, workerUrl } = this.#options;
    spawnThread({ onMessage, onEnd }, workerUrl).then(
      (thread) => {
        member.thread = thread;
        if (member.doom !== undefined) thread.terminate(member.doom);
        else thread.post({ kind: 'start', module, rounding, shared: part });
      },
      (error) => onEnd(messageOf(error)),
    );
  }

  #receive(member: Member, message: FromWorker): void {
    if (!this.#members.has(member)) return;
    if (message.kind === 'ready') {
      if (member.doom !== undefined) return;
      member.ready = true;
      this.#everReady = true;
      this.#failures = 0;
      for (const task of this.#tasks.values()) task.join(member);
    } else {
      this.#tasks.get(message.id)?.receive(member, message);
    }
  }

  /** A worker is gone. */
  #end(member: Member, why: string): void {
    this.#members.delete(member);
    if (member.part) this.#options.release(member.part);
    if (this.#members.size === 0) this.#onEmpty?.();
    this.#note(why);
    if (this.#tasks.size > 0) this.#fill();
    for (const task of this.#tasks.values()) task.leave(member);
  }

  #note(why: string): void {
    this.#failures++;
    this.#failedAt = performance.now();
    this.#ended = { count: this.#ended.count + 1, why };
  }
}

/** A timer that holds no process open. */
function later(callback: () => void, milliseconds: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(callback, milliseconds);
  (timer as { unref?: () => void }).unref?.();
  return timer;
}
