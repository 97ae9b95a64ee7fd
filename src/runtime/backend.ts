import type { ElementArray, ElementType } from './elements.ts';
import type { Binary, Operation } from './kernel.ts';

/** What ends calls early: an AbortSignal, or anything that has these members of it. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener?(type: 'abort', listener: () => void): void;
}

/** How the caller of an asynchronous call follows it, and ends it early. */
export interface CallOptions {
  readonly signal?: Signal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** What a user may ask of a backend. */
export interface BackendOptions {
  readonly backend?: 'auto' | 'wasm' | 'ts';
  readonly threads?: number;
  /** A compiled `WebAssembly.Module` of the binary. */
  readonly module?: object;
  readonly workerUrl?: string | URL;
}

/**
 * What computes arrays: the kernels or TypeScript. All functions that are bound to one backend share its memory and its
 * threads. Backends know nothing of each other; choose.ts picks one.
 */
export interface Backend {
  readonly name: 'wasm' | 'ts';
  /** Whether `alloc` gives arrays over a SharedArrayBuffer. */
  readonly shared: boolean;
  /** What was asked for and not given, in words a user can act on. */
  readonly reasons: readonly string[];
  /** Threads that `runAsync` computes on. */
  readonly threads: number;
  /** Makes a function ready to run here. @param binary the one that its kernel names, where there are kernels */
  bind(operation: Operation, binary: Binary | undefined): Runner;
  /**
   * A zeroed array of `length` elements.
   *
   * @throws RangeError if there is not enough memory.
   */
  alloc(type: ElementType, length: number): ElementArray;
  /** Ends the other threads; calls of `runAsync` on them reject. Resolves when they are gone. */
  close(): Promise<void>;
}

/** One function on one backend. */
export interface Runner {
  /**
   * Computes out[i] from x[i]. The arrays are valid and of one length, which callers that have just asked for it pass on, since
   * to ask costs as much as two elements; they may be the same, apart, or overlap in any way.
   */
  run(x: ElementArray, out: ElementArray, length?: number): void;
  /** Does the same without blocking the calling thread. Rejects with the reason of the signal after an abort. */
  runAsync(x: ElementArray, out: ElementArray, options: CallOptions): Promise<void>;
}
