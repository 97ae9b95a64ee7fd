import { byteOffsetOf, type ElementArray, lengthOf } from '../elements.ts';
import type { Arena } from '../memory/arenas.ts';
import { alignUp } from '../memory/instance.ts';
import { overlap } from '../memory/one-memory.ts';
import { computeAt, computeThroughStage } from '../memory/staging.ts';
import type { LoadedKernel } from '../memory/workspace.ts';
import { beginJob, computeTile, lostTiles, MOST_TILES, TILE_ELEMENTS, takeTile, tilesDone } from './job.ts';
import { JobSource } from './job-source.ts';
import type { Team } from './team.ts';

/** Tiles for each thread, so that none waits long for the last of another. */
const TILES_EACH = 8;
/** Elements of a tile at least: some 4 µs of work. */
const LEAST_TILE = 2048;

/** Work over memory that all threads reach: arenas, and SharedArrayBuffers of the user's own. */
export class SharedTiles extends JobSource {
  readonly total: number;
  readonly #inPlace: boolean;
  #lost: number[] = [];

  /**
   * @param id names the call
   * @param loaded the kernel on the calling thread: on the memory of `arena`, where both arrays lie, or else of a stage
   */
  constructor(id: number, team: Team, loaded: LoadedKernel, x: ElementArray, out: ElementArray, arena?: Arena) {
    const { kernel } = loaded;
    const length = lengthOf(kernel.elementType, x);
    const tileElements = tileFor(length, team.threads);
    const words = team.takeWords(Math.ceil(length / tileElements));
    const place = arena ? team.placeOf(arena, kernel) : 0;
    const description = { id, place, x: byteOffsetOf(x), out: byteOffsetOf(out), length, tileElements };
    if (arena) {
      const job = beginJob(words, description, computeAt(loaded, description));
      super(team, job, loaded, { place, memory: arena.workspace.memory });
    } else {
      super(team, beginJob(words, description, computeThroughStage(loaded, { x, out })), loaded, { x, out });
    }
    this.total = length;
    this.#inPlace = overlap(x, out);
  }

  get done(): number {
    return Math.min(this.total, tilesDone(this.job) * this.job.tileElements);
  }

  computeSome(): boolean {
    const tile = this.#lost.pop() ?? takeTile(this.job);
    if (tile >= 0) {
      computeTile(this.job, tile);
      return true;
    }
    if (this.soon(() => this.done === this.total) || this.busy.length > 0) return false;
    this.#lost = lostTiles(this.job);
    if (this.#inPlace && this.#lost.length > 0) {
      throw new Error('a worker ended while it computed in place: "out" now holds both results and elements of "x"');
    }
    return this.#lost.length > 0;
  }

  override close(): void {
    super.close();
    this.team.giveBackWords(this.job.words);
  }
}

/** So many elements that a tile ends where a cache line does, whatever their type. */
function tileFor(length: number, threads: number): number {
  const share = Math.min(TILE_ELEMENTS, Math.max(LEAST_TILE, length / (threads * TILES_EACH)));
  return alignUp(Math.max(share, length / MOST_TILES));
}
