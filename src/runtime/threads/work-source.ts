import type { Answer, PoolWorker } from './pool-worker.ts';

/** The elements of a task, and how threads come by them. */
export interface WorkSource {
  /** Elements in all. */
  readonly total: number;
  /** Elements done; rises up to `total`. */
  readonly done: number;
  /** Workers that may have some in hand. */
  readonly busy: readonly PoolWorker[];
  /** Whether answers of workers come by messages alone, which arrive between turns of the calling thread. */
  readonly needsMessages: boolean;
  /** Lets a worker take part. */
  enlist(worker: PoolWorker): void;
  /** Hears an answer of a worker's. */
  receive(worker: PoolWorker, answer: Answer): void;
  /** A worker has ended. */
  leave(worker: PoolWorker): void;
  /**
   * Does some of what there is to do on the calling thread; false if there is nothing now.
   *
   * @throws Error if elements can't be computed, as when an array was detached or a worker ended while it computed in place
   */
  computeSome(): boolean;
  /** Changes when workers have done what `receive` and `leave` do not tell of. */
  readonly news: number;
  /** Calls back when there is other news than `seen`. */
  onNews(seen: number, callback: () => void): void;
  /** Lets nobody take more elements. */
  cancel(): void;
  /** Nobody has any in hand, and none will be taken. */
  close(): void;
}
