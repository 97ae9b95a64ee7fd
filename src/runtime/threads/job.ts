/** A call of `async` over memory that all threads reach, as they see it: tiles that each takes from a shared counter. */
import { view } from '../blocks.ts';
import type { Kernel } from '../memory/kernel.ts';
import { type Reach, runThrough } from '../memory/staging.ts';

/** Elements of a tile: some 25 µs of work, 128 KiB each of x and out. */
export const TILE = 16384;

/** The shared words of a job: these three, then one for each tile, 1 when it is done. */
const NEXT = 0;
const DONE = 1;
const CANCELLED = 2;
const FLAGS = 3;

/** What a thread needs to take part; survives `postMessage`. */
export interface Job {
  readonly id: number;
  readonly x: Float64Array;
  readonly out: Float64Array;
  readonly reach: Reach;
  readonly words: Int32Array;
}

export function createJob(id: number, x: Float64Array, out: Float64Array, reach: Reach): Job {
  const bytes = (FLAGS + Math.ceil(x.length / TILE)) * Int32Array.BYTES_PER_ELEMENT;
  // Of their length now: views that track a buffer would grow with it.
  const [from, to] = [view(x, 0, x.length), view(out, 0, out.length)];
  return { id, x: from, out: to, reach, words: new Int32Array(new SharedArrayBuffer(bytes)) };
}

/** Takes and computes one tile; false if there is none left, or the job is cancelled. */
export function computeNextTile(job: Job, kernel: Kernel): boolean {
  if (Atomics.load(job.words, CANCELLED) === 1) return false;
  const tile = Atomics.add(job.words, NEXT, 1);
  if (tile >= tilesOf(job)) return false;
  computeTile(job, tile, kernel);
  return true;
}

export function computeTile(job: Job, tile: number, kernel: Kernel): void {
  const begin = tile * TILE;
  const end = Math.min(job.x.length, begin + TILE);
  runThrough(kernel, view(job.x, begin, end), view(job.out, begin, end), job.reach);
  Atomics.store(job.words, FLAGS + tile, 1);
  Atomics.add(job.words, DONE, 1);
}

/** Elements done, counted in whole tiles. */
export function elementsDone(job: Job): number {
  return Math.min(job.x.length, Atomics.load(job.words, DONE) * TILE);
}

/**
 * Where nobody works on the job: the tiles that threads had taken, and not done, when they died. Counts what is done anew, for
 * one may have died between its mark on a tile and the count of it.
 */
export function lostTiles(job: Job): number[] {
  const taken = Math.min(Atomics.load(job.words, NEXT), tilesOf(job));
  const lost = Array.from({ length: taken }, (_, tile) => tile).filter((tile) => Atomics.load(job.words, FLAGS + tile) === 0);
  Atomics.store(job.words, DONE, taken - lost.length);
  return lost;
}

/** No thread takes another tile. */
export function cancelJob(job: Job): void {
  Atomics.store(job.words, CANCELLED, 1);
}

function tilesOf(job: Job): number {
  return job.words.length - FLAGS;
}
