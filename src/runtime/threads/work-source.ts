import type { Answer, PoolWorker } from './pool-worker.ts';

/** The elements of a task, and how they reach the workers. */
export interface WorkSource {
  /** Elements in all. */
  readonly total: number;
  /** Elements done; rises up to `total`. */
  readonly done: number;
  /** Whether the calling thread computes beside the workers, not only in their absence. */
  readonly callerTakesPart: boolean;
  /** Whether to give work and to take an answer copies elements, which takes a while. */
  readonly copies: boolean;
  /** Gives work to a worker that has none; false if there is none for it. */
  enlist(worker: PoolWorker): boolean;
  /** Takes an answer of a worker's; false if it has no more work in hand. */
  accept(worker: PoolWorker, answer: Answer): boolean;
  /** Computes some elements on the calling thread; false if none are left to take. */
  computeSome(): boolean;
  /**
   * Makes available again what others than `workers` have taken and not done, as soon as that can be known.
   *
   * @throws Error if it is not recoverable
   */
  reclaim(workers: ReadonlySet<PoolWorker>): void;
  /** Lets nobody take more elements. */
  cancel(): void;
}
