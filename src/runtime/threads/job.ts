/** A call of `async` over memory that all threads reach, as they see it: tiles that each takes from a shared counter. */
import { type ElementArray, lengthOf, view } from '../elements.ts';
import type { Kernel } from '../kernel.ts';
import type { Arena } from '../memory/arenas.ts';
import { IN_REACH, OUT_OF_REACH, runStaged } from '../memory/staging.ts';
import type { LoadedKernel } from '../memory/workspace.ts';

/** Elements of a tile: some 25 µs of work, 128 KiB each of x and out. */
export const TILE_ELEMENTS = 16384;

/** The shared words of a job: these three, then one for each tile, 1 when it is done. */
const NEXT = 0;
const DONE = 1;
const CANCELLED = 2;
const FLAGS = 3;

/** What a thread needs to take part; survives `postMessage`. */
export interface Job {
  readonly id: number;
  readonly kernel: Kernel;
  readonly x: ElementArray;
  readonly out: ElementArray;
  /** The arena in which both arrays lie, if they lie in one: the kernel reaches them there. */
  readonly arena: { readonly id: number; readonly memory: WebAssembly.Memory } | undefined;
  readonly words: Int32Array;
}

export function createJob(id: number, kernel: Kernel, x: ElementArray, out: ElementArray, arena: Arena | undefined): Job {
  const bytes = (FLAGS + Math.ceil(lengthOf(x) / TILE_ELEMENTS)) * Int32Array.BYTES_PER_ELEMENT;
  const words = new Int32Array(new SharedArrayBuffer(bytes));
  // Views of the present length: those of the caller may track a buffer, and would grow with it.
  const whole = (array: ElementArray): ElementArray => view(kernel.elementType, array, 0, lengthOf(array));
  const place = arena && { id: arena.id, memory: arena.workspace.memory };
  return { id, kernel, x: whole(x), out: whole(out), arena: place, words };
}

/** Takes and computes one tile; false if there is none left, or the job is cancelled. */
export function computeNextTile(job: Job, loaded: LoadedKernel): boolean {
  if (Atomics.load(job.words, CANCELLED) === 1) return false;
  const tile = Atomics.add(job.words, NEXT, 1);
  if (tile >= tilesOf(job)) return false;
  computeTile(job, tile, loaded);
  return true;
}

export function computeTile(job: Job, tile: number, loaded: LoadedKernel): void {
  const { x, out, words, arena } = job;
  const type = job.kernel.elementType;
  const begin = tile * TILE_ELEMENTS;
  const end = Math.min(lengthOf(x), begin + TILE_ELEMENTS);
  runStaged(loaded, view(type, x, begin, end), view(type, out, begin, end), arena ? IN_REACH : OUT_OF_REACH);
  Atomics.store(words, FLAGS + tile, 1);
  Atomics.add(words, DONE, 1);
}

/** Elements done, counted in whole tiles. */
export function elementsDone(job: Job): number {
  return Math.min(lengthOf(job.x), Atomics.load(job.words, DONE) * TILE_ELEMENTS);
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
