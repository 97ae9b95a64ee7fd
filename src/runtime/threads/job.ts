/**
 * A call of `async` as all threads see it: shared words, from which each takes tiles of the array until none are left. To
 * begin, to go on and to end none of them needs a message.
 */
import { yieldToEventLoop } from '../event-loop.ts';
import { onChange } from './signals.ts';

/** Elements of a tile at least, unless the array is short: some 25 µs of work, 128 KiB each of x and out. */
export const TILE_ELEMENTS = 16384;
/** Tiles of a job at most. */
export const MOST_TILES = 8192;

/**
 * The words of a job, of which there are several in the same words one after the other.
 *
 * STATE holds the generation, which tells them apart, and below it the next tile. So a thread that comes late, and still holds
 * an earlier job of these words, takes nothing of a later one.
 */
const STATE = 0;
/** Tiles that may be taken by now. */
const LIMIT = 1;
/** Tiles that are done. */
const DONE = 2;
/** Rises when a worker finds no tile to take: all that it took are done then. */
const NEWS = 3;
/** 1 where the calling thread wants a message of that. */
const MESSAGE = 4;
/** 1 where the limit may rise. */
const OPEN = 5;
/** What a thread needs to take part: the numbers of the call and of the place (see `placeOf`), addresses, and elements. */
const ID = 6;
const PLACE = 7;
const X = 8;
const OUT = 9;
const LENGTH = 10;
const TILE = 11;
/**
 * Then one word for each tile that fits: the number, from 1 on, of the last that is done there. At the end there is one word for
 * each worker: the generation that it works on.
 */
const MARKS = 12;

const TILE_BITS = 14;
const NO_TILE = (1 << TILE_BITS) - 1;

export interface JobDescription {
  /** Names the call among all of the pool. */
  readonly id: number;
  /** Names the kernel and the memory; 0 if the arrays lie in no memory of a kernel. */
  readonly place: number;
  /** Addresses of the arrays in that memory. */
  readonly x: number;
  readonly out: number;
  /** Elements in the memory. Where there are more tiles than fit, tiles use their places in turn. */
  readonly length: number;
  readonly tileElements: number;
}

/** A job on one thread. */
export interface Job extends JobDescription {
  readonly words: Int32Array;
  readonly generation: number;
  /** Tiles that fit. */
  readonly room: number;
  /** Computes these elements. */
  readonly compute: (begin: number, end: number) => void;
}

/** Words for jobs of at most so many tiles at a time. @throws RangeError if there is no memory */
export function createWords(tiles: number, workers: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer((MARKS + tiles + workers) * Int32Array.BYTES_PER_ELEMENT));
}

/**
 * Begins a job in words in which none is under way.
 *
 * @param limit tiles that may be taken from the beginning; undefined for all, and no more
 */
export function beginJob(words: Int32Array, description: JobDescription, compute: Job['compute'], limit?: number): Job {
  const { id, place, x, out, length, tileElements } = description;
  const generation = (generationOf(words) + 1) % 2 ** (32 - TILE_BITS) || 1;
  const room = Math.ceil(length / tileElements);
  // Until the end STATE says that the job before has ended: who reads what is only half written gets that one, and no tile.
  for (let tile = 0; tile < room; tile++) words[MARKS + tile] = 0;
  words[ID] = id;
  words[PLACE] = place;
  words[X] = x;
  words[OUT] = out;
  words[LENGTH] = length;
  words[TILE] = tileElements;
  words[OPEN] = limit === undefined ? 0 : 1;
  words[LIMIT] = limit ?? room;
  words[DONE] = 0;
  words[MESSAGE] = 0;
  // Whoever sees this sees all of the above.
  Atomics.store(words, STATE, generation << TILE_BITS);
  return { ...description, words, generation, room, compute };
}

/** The number of the job that is, or was last, in these words. */
export function generationOf(words: Int32Array): number {
  return Atomics.load(words, STATE) >>> TILE_BITS;
}

/**
 * The job in these words, as it presents itself to a worker; undefined if another began meanwhile.
 *
 * @param computeAt what computes at a place; undefined if this thread does not know it
 */
export function findJob(
  words: Int32Array,
  computeAt: (description: JobDescription) => Job['compute'] | undefined,
): Job | undefined {
  const generation = generationOf(words);
  const word = (index: number): number => Atomics.load(words, index) >>> 0;
  const description = {
    id: word(ID),
    place: word(PLACE),
    x: word(X),
    out: word(OUT),
    length: word(LENGTH),
    tileElements: word(TILE),
  };
  if (generationOf(words) !== generation) return undefined;
  const compute = computeAt(description);
  const room = Math.ceil(description.length / description.tileElements);
  return compute && { ...description, words, generation, room, compute };
}

/** Takes a tile; −1 if there is none to take now, or the job has ended. */
export function takeTile({ words, generation }: Job): number {
  for (;;) {
    const state = Atomics.load(words, STATE);
    const tile = state & NO_TILE;
    if (state >>> TILE_BITS !== generation || tile >= Atomics.load(words, LIMIT)) return -1;
    if (Atomics.compareExchange(words, STATE, state, state + 1) === state) return tile;
  }
}

export function computeTile(job: Job, tile: number): void {
  const { words, room, tileElements, length, compute } = job;
  const begin = (tile % room) * tileElements;
  compute(begin, Math.min(length, begin + tileElements));
  Atomics.store(words, MARKS + (tile % room), tile + 1);
  Atomics.add(words, DONE, 1);
}

/** Whether a tile is done, until another takes its place. */
export function isDone(job: Job, tile: number): boolean {
  return Atomics.load(job.words, MARKS + (tile % job.room)) === tile + 1;
}

export function tilesDone({ words }: Job): number {
  return Atomics.load(words, DONE);
}

/**
 * Takes and computes one tile on a worker; false if there is none now.
 *
 * @param tell posts a message to the calling thread, which waits for one
 */
export function workOn(job: Job, worker: number, tell: () => void): boolean {
  const { words, generation } = job;
  const active = words.length - 1 - worker;
  // Before it takes one, so that a tile that nobody works on is known to be lost.
  Atomics.store(words, active, generation);
  const tile = takeTile(job);
  if (tile >= 0) {
    computeTile(job, tile);
    return true;
  }
  Atomics.store(words, active, 0);
  Atomics.add(words, NEWS, 1);
  Atomics.notify(words, NEWS);
  if (Atomics.load(words, MESSAGE) === 1) tell();
  return false;
}

/** Whether this worker may have a tile of it. */
export function worksOn({ words, generation }: Job, worker: number): boolean {
  return Atomics.load(words, words.length - 1 - worker) === generation;
}

/** A worker has ended, with or without a tile. */
export function forgetWorkerOf({ words }: Job, worker: number): void {
  Atomics.store(words, words.length - 1 - worker, 0);
}

/**
 * The tiles of a job that are not done, where all were taken and nobody works on it. Counts anew what is done, since a worker may
 * have died between its mark on a tile and the count of it.
 */
export function lostTiles(job: Job): number[] {
  const lost: number[] = [];
  for (let tile = 0; tile < job.room; tile++) if (!isDone(job, tile)) lost.push(tile);
  Atomics.store(job.words, DONE, job.room - lost.length);
  return lost;
}

/** Whether more tiles may be given out than there are now. */
export function isOpen({ words, generation }: Job): boolean {
  return generationOf(words) === generation && Atomics.load(words, OPEN) === 1;
}

/** Lets one more tile be taken. */
export function giveTile({ words }: Job): void {
  Atomics.add(words, LIMIT, 1);
}

/** No thread takes another tile. Nothing happens if the next job has begun. */
export function endJob({ words, generation }: Job): void {
  if (generationOf(words) !== generation) return;
  Atomics.store(words, OPEN, 0);
  Atomics.store(words, STATE, (generation << TILE_BITS) | NO_TILE);
}

export function newsOf({ words }: Job): number {
  return Atomics.load(words, NEWS);
}

/** Calls back when there is other news than `seen`. Where the host can't wait for that, workers are asked for a message. */
export function onNews(job: Job, seen: number, callback: () => void): void {
  if (onChange(job.words, NEWS, seen, callback)) return;
  Atomics.store(job.words, MESSAGE, 1);
  if (newsOf(job) !== seen) void yieldToEventLoop().then(callback);
}
