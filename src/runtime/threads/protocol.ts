/** The messages between the pool and its workers. */

import type { ElementArray } from '../elements.ts';
import type { Kernel } from '../kernel.ts';
import type { Job } from './job.ts';

export type ToWorker =
  | {
      readonly kind: 'start';
      /** The binary for memory of the worker's own, of so many pages. */
      readonly module: WebAssembly.Module;
      readonly pages: number;
      /** The binary for memory of all threads, where there is such memory. */
      readonly sharedModule: WebAssembly.Module | undefined;
      /** The worker's number, which no other that lives has. */
      readonly number: number;
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
