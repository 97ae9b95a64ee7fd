/**
 * A task over memory that no worker reaches: copies go to them and back, a few at a time. The calling thread, busy with
 * copies anyway, is one of the threads, unless there is to be one only: then it just copies.
 */

import type { AsyncOptions } from '../../api/types.ts';
import { view } from '../blocks.ts';
import { turn } from './event-loop.ts';
import type { FromWorker, Parcel } from './protocol.ts';
import { type PoolWorker, Task } from './task.ts';

/** Elements of a parcel, 512 KiB. */
const PARCEL = 65536;
/** Parcels on their way at once, for each worker: one is computed while another travels. */
const UNDERWAY = 2;
/** Elements that the calling thread computes at a time. */
const PIECE = 16384;

/** Indices of the first element, and behind the last. */
type Range = readonly [begin: number, end: number];

export class CopiedTask extends Task {
  readonly #id: number;
  readonly #total: number;
  readonly #x: Float64Array;
  readonly #out: Float64Array;
  readonly #run: (x: Float64Array, out: Float64Array) => void;
  readonly #mostWorkers: number;
  /** What each worker has, by its beginnings. */
  readonly #underway = new Map<PoolWorker, Map<number, Range>>();
  /** What was sent to workers that died. */
  #lost: Range[] = [];
  #next = 0;
  #done = 0;
  #cancelled = false;

  /** @param run out = σ(x) on the calling thread */
  constructor(
    id: number,
    arrays: { x: Float64Array; out: Float64Array },
    run: (x: Float64Array, out: Float64Array) => void,
    threads: number,
    options: AsyncOptions,
    onSettled: () => void,
  ) {
    super(arrays.x.length, options, onSettled);
    this.#id = id;
    this.#total = arrays.x.length;
    this.#x = arrays.x;
    this.#out = arrays.out;
    this.#run = run;
    this.#mostWorkers = Math.max(1, threads - 1);
    if (threads > 1) void this.#help();
  }

  /** Computes a piece at a time, so that parcels that come back don't wait. */
  async #help(): Promise<void> {
    try {
      do await turn();
      while (this.computeSome());
    } catch (error) {
      this.stop(error);
    }
    this.advance();
  }

  override get done(): number {
    return this.#done;
  }

  protected override enlist(worker: PoolWorker): void {
    if (this.#underway.size >= this.#mostWorkers) return;
    this.#underway.set(worker, new Map());
    for (let i = 0; i < UNDERWAY; i++) this.#send(worker, new Float64Array(PARCEL));
  }

  protected override accept(worker: PoolWorker, message: FromWorker): void {
    const { begin, elements } = message as Parcel;
    this.#underway.get(worker)?.delete(begin);
    try {
      this.#out.set(elements, begin);
      this.#done += elements.length;
      this.#send(worker, new Float64Array(elements.buffer));
    } finally {
      if (this.#underway.get(worker)?.size === 0) this.leave(worker);
    }
  }

  /** Sends the next elements in `buffer`, which is used again and again. */
  #send(worker: PoolWorker, buffer: Float64Array<ArrayBuffer>): void {
    const range = this.#take(PARCEL);
    if (range === undefined) return;
    const [begin] = range;
    const source = view(this.#x, ...range);
    const elements = buffer.subarray(0, source.length);
    elements.set(source);
    this.workers.add(worker);
    this.#underway.get(worker)?.set(begin, range);
    worker.post({ kind: 'parcel', id: this.#id, begin, elements }, [buffer.buffer]);
  }

  #take(most: number): Range | undefined {
    if (this.#cancelled) return undefined;
    const lost = this.#lost.pop();
    if (lost !== undefined) return lost;
    const begin = this.#next;
    if (begin >= this.#total) return undefined;
    this.#next = Math.min(this.#total, begin + most);
    return [begin, this.#next];
  }

  override leave(worker: PoolWorker): void {
    this.#lost.push(...(this.#underway.get(worker)?.values() ?? []));
    this.#underway.delete(worker);
    super.leave(worker);
  }

  protected override computeSome(): boolean {
    const range = this.#take(PIECE);
    if (range === undefined) return false;
    const [begin, end] = range;
    this.#run(view(this.#x, begin, end), view(this.#out, begin, end));
    this.#done += end - begin;
    return true;
  }

  /** Nothing was written of a parcel that did not come back. */
  protected override reclaim(): void {}

  protected override cancel(): void {
    this.#cancelled = true;
  }
}
