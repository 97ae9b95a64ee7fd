/** The messages between the pool and its workers. */

import type { ElementArray } from '../elements.ts';
import type { Kernel } from '../kernel.ts';
import type { ThreadPart } from '../memory/workspace.ts';
import type { Job } from './job.ts';

export type ToWorker =
  | {
      readonly kind: 'start';
      /** The binary for memory of the worker's own, of so many pages. */
      readonly module: WebAssembly.Module;
      readonly pages: number;
      /** The worker's part of the memory of all threads, if there is such memory. */
      readonly shared: ThreadPart | undefined;
    }
  | { readonly kind: 'job'; readonly job: Job }
  /** Elements to compute in place and send back. */
  | (Parcel & { readonly kernel: Kernel });

export type FromWorker =
  | { readonly kind: 'ready' }
  /** This worker takes no more tiles of the job. */
  | { readonly kind: 'left'; readonly id: number }
  | Parcel;

export interface Parcel {
  readonly kind: 'parcel';
  /** Of the task. */
  readonly id: number;
  /** Index of the first element. */
  readonly begin: number;
  readonly elements: ElementArray<ArrayBuffer>;
}
