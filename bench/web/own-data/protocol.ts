/** What the page and the worker that reads files say to each other. The page ends the worker to cancel. */
import type { Summary } from './summary.ts';

export interface DataRequest {
  readonly file: File;
}

export type DataReport =
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done'; readonly result: DataResult }
  /** `message` is for the person who chose the file. */
  | { readonly kind: 'failed'; readonly message: string };

export interface DataResult {
  readonly format: string;
  readonly summary: Summary;
  /** The resulting file. */
  readonly blob: Blob;
  /** Spent on σ alone. */
  readonly seconds: number;
}
