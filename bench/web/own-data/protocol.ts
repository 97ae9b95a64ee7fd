/** What the page and the worker that reads files say to each other. The page ends the worker to cancel. */
import type { Kept } from './format.ts';
import type { Choices, ReadAs, Reading } from './reading.ts';
import type { Summary } from './summary.ts';

export interface DataRequest {
  readonly file: File;
  readonly choices: Choices;
}

export type DataReport =
  /** How the file is read, before any of it is computed. */
  | { readonly kind: 'reading'; readonly reading: Reading }
  | { readonly kind: 'progress'; readonly bytes: number }
  | { readonly kind: 'done'; readonly result: DataResult }
  | ({ readonly kind: 'failed' } & DataFailure);

export interface DataFailure {
  /** For the person who chose the file. */
  readonly message: string;
  /** What the file can be read as nevertheless, if the visitor insists. */
  readonly readAs: readonly ReadAs[];
}

export interface DataResult {
  readonly format: string;
  readonly summary: Summary;
  readonly kept: readonly Kept[];
  /** The resulting file. */
  readonly blob: Blob;
  /** Spent on σ alone. */
  readonly seconds: number;
}
