import type { AsyncOptions } from '../api/types.ts';

/** What computes arrays: the kernel or TypeScript. Backends know nothing of each other; choose.ts picks one. */
export interface Backend {
  readonly name: 'wasm' | 'ts';
  /** Whether `alloc` gives arrays over a SharedArrayBuffer. */
  readonly shared: boolean;
  /** What was asked for and not given, in words a user can act on. */
  readonly reasons: readonly string[];
  /** Threads that `runAsync` computes on. */
  readonly threads: number;
  /**
   * out[i] = σ(x[i]). The arrays are valid and of one length; the same, apart, or overlapping in any way.
   */
  run(x: Float64Array, out: Float64Array): void;
  /** The same without blocking the calling thread. Rejects with `signal.reason` after an abort. */
  runAsync(x: Float64Array, out: Float64Array, options: AsyncOptions): Promise<void>;
  /** σ of one number. */
  runScalar(x: number): number;
  /**
   * A zeroed array of `length` elements.
   *
   * @throws RangeError if there is not enough memory.
   */
  alloc(length: number): Float64Array;
  /** Ends the other threads; calls of `runAsync` on them reject. Resolves when they are gone. */
  close(): Promise<void>;
}
