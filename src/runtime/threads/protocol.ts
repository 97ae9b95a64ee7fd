/** The messages between the pool and its workers. Where memory is shared, they say most by its words: see board.ts and job.ts. */

import type { ElementArray } from '../elements.ts';
import type { Kernel } from '../kernel.ts';
import type { Board } from './board.ts';

export type ToWorker =
  | {
      readonly kind: 'start';
      /** Of memory of the worker's own, for the binaries. */
      readonly pages: number;
      /** What threads share to find work, where they share memory. */
      readonly board: Board | undefined;
      /** The worker's number, which no other that lives has. */
      readonly number: number;
    }
  /** There is work. */
  | { readonly kind: 'wake' }
  /** Words of a job, and where it is. */
  | {
      readonly kind: 'job';
      readonly words: Int32Array;
      /** Which of the jobs of these words it is. */
      readonly generation: number;
      /** Whether these are the words of the board. */
      readonly onBoard: boolean;
      readonly kernel: Kernel;
      /** That holds the kernel, for the memory of the place, or for an ordinary one. */
      readonly module: WebAssembly.Module;
      readonly where: Where;
    }
  /** Elements to compute in place and send back. */
  | (Parcel & { readonly kernel: Kernel; readonly module: WebAssembly.Module });

/** Either an arena, whose kernels have a place, or arrays that lie in no memory of a kernel. */
export type Where =
  | { readonly place: number; readonly memory: WebAssembly.Memory }
  | { readonly x: ElementArray; readonly out: ElementArray };

export type FromWorker =
  | { readonly kind: 'ready' }
  /** Tiles of a job are done. */
  | { readonly kind: 'news'; readonly id: number }
  /** This worker knows the place of a job no longer. */
  | { readonly kind: 'lost'; readonly id: number }
  | Parcel;

export interface Parcel {
  readonly kind: 'parcel';
  /** Of the task. */
  readonly id: number;
  /** Index of the first element. */
  readonly begin: number;
  readonly elements: ElementArray<ArrayBuffer>;
}
