/** What the threads of a pool share, so that workers find work without a message. */
import { now } from '../host.ts';
import { createWords, MOST_TILES } from './job.ts';
import { onChange, pause } from './signals.ts';

/** Rises with everything that a worker may wait for. */
const SIGNAL = 0;
/** Rises shortly before. */
const ALERT = 1;
/** Then two words for each worker: how it learns of a signal, and the place of kernels that it knows. */
const WORKERS = 2;
const ATTENTION = 0;
const PLACE = 1;
const EACH = 2;

/** A worker learns of a signal by a message, by a notification, or because it looks at the word again and again. */
export type Attention = 'message' | 'notification' | 'look';
const ATTENTIONS: readonly Attention[] = ['message', 'notification', 'look'];

/** Milliseconds in which a worker looks for the next signal all the time; and then between two looks. */
const SPIN_MS = 0.5;
const LOOK_MS = 0.05;

/** Survives `postMessage`. */
export interface Board {
  readonly words: Int32Array;
  /** Words for one job at a time, which workers look at by themselves. */
  readonly job: Int32Array;
}

/** @throws RangeError if there is no memory */
export function createBoard(workers: number): Board {
  const words = new Int32Array(new SharedArrayBuffer((WORKERS + EACH * workers) * Int32Array.BYTES_PER_ELEMENT));
  return { words, job: createWords(MOST_TILES, workers) };
}

/**
 * Says to workers that there is work. To notify one takes the system some 30 µs, so only those are that need it.
 *
 * @returns those that need a message instead
 */
export function signal<Worker extends { readonly number: number }>({ words }: Board, workers: Iterable<Worker>): Worker[] {
  Atomics.add(words, SIGNAL, 1);
  const deaf: Worker[] = [];
  let asleep = false;
  for (const worker of workers) {
    const attention = ATTENTIONS[Atomics.load(words, WORKERS + EACH * worker.number + ATTENTION)];
    if (attention === 'message') deaf.push(worker);
    if (attention === 'notification') asleep = true;
  }
  if (asleep) Atomics.notify(words, SIGNAL);
  return deaf;
}

/** Says that there will be a signal at once. */
export function alert({ words }: Board): void {
  Atomics.add(words, ALERT, 1);
}

export function signalOf({ words }: Board): number {
  return Atomics.load(words, SIGNAL);
}

/**
 * Blocks a worker for so long at most, and returns whether there was another signal than `seen`. It wakes by its own timer, on
 * the core that it has: whom another thread wakes is often put on that thread's core, and waits there for milliseconds.
 */
export function signalWithin({ words }: Board, seen: number, milliseconds: number): boolean {
  const ends = now() + milliseconds;
  let spins = now() + SPIN_MS;
  for (let alerts = Atomics.load(words, ALERT); ; ) {
    if (Atomics.load(words, SIGNAL) !== seen) return true;
    const time = now();
    const latest = Atomics.load(words, ALERT);
    if (latest !== alerts) spins = time + SPIN_MS;
    alerts = latest;
    if (time > ends || (time > spins && !pause(LOOK_MS))) return false;
  }
}

/** Calls back when there was another signal than `seen`. False where only a message can wake this worker. */
export function onSignal({ words }: Board, seen: number, callback: () => void): boolean {
  return onChange(words, SIGNAL, seen, callback);
}

export function setAttention({ words }: Board, worker: number, attention: Attention): void {
  Atomics.store(words, WORKERS + EACH * worker + ATTENTION, ATTENTIONS.indexOf(attention));
}

/** The place that a worker knows (see `JobDescription`); 0 if it knows none. */
export function knownPlace({ words }: Board, worker: number): number {
  return Atomics.load(words, WORKERS + EACH * worker + PLACE);
}

export function setKnownPlace({ words }: Board, worker: number, place: number): void {
  Atomics.store(words, WORKERS + EACH * worker + PLACE, place);
}

/** A worker has ended. */
export function forgetWorker(board: Board, worker: number): void {
  setAttention(board, worker, 'message');
  setKnownPlace(board, worker, 0);
}
