import { messageOf } from '../errors.ts';
import { later } from '../host.ts';
import type { Program } from '../kernel.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { spawnWorker, type WorkerHandle } from './spawn.ts';

/** Milliseconds that a worker has to get ready. */
const START_LIMIT_MS = 10_000;
/** And as many more, so that a calling thread that was blocked for as long hears what came meanwhile. */
const GRACE_MS = 100;

/** A worker of the pool, from its start to its end. */
export interface PoolWorker {
  /** Which no other that lives has. */
  readonly number: number;
  /** Whether it has started, and has neither ended nor been given up. */
  readonly ready: boolean;
  post(message: ToWorker, transfer?: ArrayBuffer[]): void;
  /** Ends it; its tasks hear of that when it is gone. */
  giveUp(why: string): void;
}

export interface PoolWorkerEvents {
  onReady(worker: PoolWorker): void;
  onAnswer(worker: PoolWorker, answer: Answer): void;
  /** The worker is gone. Comes once. */
  onEnd(worker: PoolWorker, why: string): void;
}

/** What a worker says about a task. */
export type Answer = Exclude<FromWorker, { kind: 'ready' }>;

export function startPoolWorker(
  program: Program,
  workerUrl: string | URL | undefined,
  start: ToWorker & { kind: 'start' },
  { onReady, onAnswer, onEnd }: PoolWorkerEvents,
): PoolWorker {
  let handle: WorkerHandle | undefined;
  /** Why it was given up. */
  let doom: string | undefined;
  const worker = {
    number: start.number,
    ready: false,
    post: (message: ToWorker, transfer?: ArrayBuffer[]) => handle?.post(message, transfer),
    giveUp(why: string) {
      worker.ready = false;
      doom ??= why;
      handle?.terminate(why);
    },
  };
  let stopWaiting = later(() => {
    stopWaiting = later(() => worker.giveUp(`not ready within ${START_LIMIT_MS / 1000} s`), GRACE_MS);
  }, START_LIMIT_MS);

  function end(why: string): void {
    worker.ready = false;
    stopWaiting?.();
    onEnd(worker, why);
  }

  function receive(message: FromWorker): void {
    if (message.kind !== 'ready') {
      onAnswer(worker, message);
      return;
    }
    stopWaiting?.();
    if (doom !== undefined) return;
    worker.ready = true;
    onReady(worker);
  }

  spawnWorker(program, workerUrl, { onMessage: receive, onEnd: end })
    .then(
      (spawned) => {
        handle = spawned;
        if (doom === undefined) handle.post(start);
        else handle.terminate(doom);
      },
      (error) => end(messageOf(error)),
    )
    // The host may refuse to post it the memory or the module.
    .catch((error) => worker.giveUp(messageOf(error)));
  return worker;
}
