/** What the pool and its workers tell each other. */

import type { Rounding } from '../../api/types.ts';
import type { ThreadPart } from '../memory/kernel.ts';
import type { Job } from './job.ts';

export type ToWorker =
  | {
      readonly kind: 'start';
      readonly rounding: Rounding;
      /** The kernel for memory of the worker's own. */
      readonly module: WebAssembly.Module;
      /** The kernel for memory of all threads, if there is such memory. */
      readonly shared: ThreadPart | undefined;
    }
  | { readonly kind: 'job'; readonly job: Job }
  /** Elements to compute in place and send back. */
  | Parcel;

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
  readonly elements: Float64Array<ArrayBuffer>;
}
