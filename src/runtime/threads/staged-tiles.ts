import type { Runner } from '../backend.ts';
import { byteOffsetOf, copyElements, type ElementArray, lengthOf, view } from '../elements.ts';
import type { Kernel } from '../kernel.ts';
import { computeAt } from '../memory/staging.ts';
import { beginJob, computeTile, giveTile, isDone, takeTile } from './job.ts';
import { JobSource } from './job-source.ts';
import type { Exchange, Team } from './team.ts';

/** Elements that the calling thread computes at a time. */
const PIECE_ELEMENTS = 8192;

/** Indices of the first element, and behind the last. */
type Range = readonly [begin: number, end: number];

/**
 * Work over memory that no worker reaches. The calling thread copies tiles from the front of the array to places in shared
 * memory, and results back from there; workers compute in between. Else it computes itself, from the back of the array.
 */
export class StagedTiles extends JobSource {
  readonly total: number;
  readonly #x: ElementArray;
  readonly #out: ElementArray;
  readonly #exchange: Exchange;
  readonly #run: Runner['run'];
  /** Of each place, what it holds. */
  readonly #ranges: Range[] = [];
  #front = 0;
  #back: number;
  #given = 0;
  #collected = 0;
  done = 0;

  /**
   * @param id names the call
   * @param exchange for arrays of this length; it is given back
   * @param kernel what is computed
   * @param run computes on the calling thread
   */
  constructor(
    id: number,
    team: Team,
    exchange: Exchange,
    kernel: Kernel,
    x: ElementArray,
    out: ElementArray,
    run: Runner['run'],
  ) {
    const { arena, words, ring, tileElements } = exchange;
    const loaded = arena.workspace.load(kernel);
    const place = team.placeOf(arena, kernel);
    const address = byteOffsetOf(ring);
    const description = { id, place, x: address, out: address, length: lengthOf(kernel.elementType, ring), tileElements };
    const job = beginJob(words, description, computeAt(loaded, description), 0);
    super(team, job, loaded, { place, memory: arena.workspace.memory });
    this.#x = x;
    this.#out = out;
    this.#exchange = exchange;
    this.#run = run;
    this.total = lengthOf(kernel.elementType, x);
    this.#back = this.total;
  }

  computeSome(): boolean {
    return this.#collect() || this.#give() || this.#computePiece() || this.#helpOut();
  }

  /** Copies the results of the next tile, if they are there. */
  #collect(): boolean {
    const { job } = this;
    if (this.#collected === this.#given || !isDone(job, this.#collected)) return false;
    const [begin, end] = this.#rangeOf(this.#collected);
    const place = this.#placeOf(this.#collected);
    copyElements(this.#out, view(this.loaded.kernel.elementType, this.#exchange.ring, place, place + end - begin), begin);
    this.#collected++;
    this.done += end - begin;
    return true;
  }

  /** Copies the next tile to the exchange, if there is one, a free place for it, and a worker. */
  #give(): boolean {
    const { job, team } = this;
    if (this.#front === this.#back || this.#given - this.#collected === job.room || !team.hasWorkers) return false;
    const range = [this.#front, Math.min(this.#back, this.#front + job.tileElements)] as const;
    const elements = view(this.loaded.kernel.elementType, this.#x, ...range);
    copyElements(this.#exchange.ring, elements, this.#placeOf(this.#given));
    this.#ranges[this.#given % job.room] = range;
    [, this.#front] = range;
    this.#given++;
    giveTile(job);
    team.signal();
    return true;
  }

  #computePiece(): boolean {
    if (this.#front === this.#back) return false;
    const range = [Math.max(this.#front, this.#back - PIECE_ELEMENTS), this.#back] as const;
    this.#compute(range);
    [this.#back] = range;
    return true;
  }

  /** Computes a tile in the exchange that no worker has taken, or whose worker has ended. */
  #helpOut(): boolean {
    const { job } = this;
    const tile = takeTile(job);
    if (tile >= 0) computeTile(job, tile);
    if (tile >= 0 || this.soon(() => isDone(job, this.#collected))) return true;
    if (this.busy.length > 0 || this.done === this.total) return false;
    // Results come to `out` only here, so that elements of `x` are still what they were.
    this.#compute(this.#rangeOf(this.#collected));
    this.#collected++;
    return true;
  }

  /** Where a tile lies in the exchange, in elements. */
  #placeOf(tile: number): number {
    return (tile % this.job.room) * this.job.tileElements;
  }

  #rangeOf(tile: number): Range {
    return this.#ranges[tile % this.job.room] as Range;
  }

  #compute([begin, end]: Range): void {
    const type = this.loaded.kernel.elementType;
    this.#run(view(type, this.#x, begin, end), view(type, this.#out, begin, end));
    this.done += end - begin;
  }

  override close(): void {
    super.close();
    this.team.giveBackExchange(this.#exchange);
  }
}
