/** What jobs of a pool have in common, where its workers reach memory of the calling thread. */
import { bufferOf, type ElementArray, type ElementType } from '../elements.ts';
import { messageOf } from '../errors.ts';
import type { Kernel } from '../kernel.ts';
import type { Arena, Arenas } from '../memory/arenas.ts';
import { alert, type Board, createBoard, forgetWorker, knownPlace, signal } from './board.ts';
import { createWords, MOST_TILES, TILE_ELEMENTS } from './job.ts';
import type { PoolWorker } from './pool-worker.ts';
import type { ToWorker } from './protocol.ts';

/** More kernels than a binary has. */
const MOST_KERNELS = 64;

/** Places for tiles for each worker: it computes one, and finds the next when it has. */
const PLACES_EACH = 4;

/** Memory through which tiles of a job go, of which a part is there at a time. */
export interface Exchange {
  readonly arena: Arena;
  readonly type: ElementType;
  readonly ring: ElementArray;
  readonly tileElements: number;
  readonly words: Int32Array;
}

export class Team {
  readonly board: Board;
  readonly arenas: Arenas;
  /** All that have not ended. */
  readonly workers: ReadonlySet<PoolWorker>;
  /** Threads that compute, the calling thread among them. */
  readonly threads: number;
  #spare: Exchange | undefined;
  readonly #kernels = new Map<string, number>();
  #boardIsFree = true;

  /** @throws RangeError if there is no memory */
  constructor(arenas: Arenas, workers: ReadonlySet<PoolWorker>, threads: number) {
    this.board = createBoard(threads - 1);
    this.arenas = arenas;
    this.workers = workers;
    this.threads = threads;
  }

  /** Names a kernel in an arena. */
  placeOf({ id }: Arena, kernel: Kernel): number {
    const number = this.#kernels.get(kernel.id) ?? this.#kernels.size;
    this.#kernels.set(kernel.id, number);
    return id * MOST_KERNELS + number;
  }

  /** Words for a job of so many tiles: those of the board, if they are free. */
  takeWords(tiles: number): Int32Array {
    if (!this.#boardIsFree) return createWords(tiles, this.threads - 1);
    this.#boardIsFree = false;
    return this.board.job;
  }

  giveBackWords(words: Int32Array): void {
    if (words === this.board.job) this.#boardIsFree = true;
  }

  /** Whether one takes tiles. */
  get hasWorkers(): boolean {
    for (const { ready } of this.workers) if (ready) return true;
    return false;
  }

  /** Memory to bring tiles of an array of so many elements to workers. @throws RangeError if there is none */
  takeExchange(type: ElementType, length: number): Exchange {
    const tileElements = Math.max(TILE_ELEMENTS, Math.ceil(length / MOST_TILES));
    const spare = this.#spare;
    this.#spare = undefined;
    if (spare?.tileElements === tileElements && spare.type === type) return spare;
    const tiles = PLACES_EACH * (this.threads - 1);
    const ring = this.arenas.allocAlone(type, tiles * tileElements);
    return {
      type,
      ring,
      arena: this.arenas.arenaOf(bufferOf(ring)) as Arena,
      tileElements,
      words: createWords(tiles, this.threads - 1),
    };
  }

  giveBackExchange(exchange: Exchange): void {
    this.#spare = exchange;
  }

  /** Lets a worker take part in a job that is at a place; by a message, unless it finds out by itself. */
  invite(worker: PoolWorker, job: ToWorker & { kind: 'job' }): void {
    const { place } = job.where as { place?: number };
    if (job.onBoard && place === knownPlace(this.board, worker.number)) return;
    try {
      worker.post(job);
    } catch (error) {
      // The host may refuse to post it the memory.
      worker.giveUp(messageOf(error));
    }
  }

  /** Says that there will be work at once. */
  alert(): void {
    alert(this.board);
  }

  /** Says that there is work. */
  signal(): void {
    for (const worker of signal(this.board, this.workers)) if (worker.ready) worker.post({ kind: 'wake' });
  }

  /** A worker has ended. */
  leave(worker: PoolWorker): void {
    forgetWorker(this.board, worker.number);
  }
}
