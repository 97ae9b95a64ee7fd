/** What the page and the worker that measures say to each other. */
import type { ElementType } from '../../elements.mjs';

export type SpeedRequest = { readonly kind: 'start'; readonly sizes: readonly number[] } | { readonly kind: 'cancel' };

export type SpeedReport =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly size: number }
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly skipped: readonly string[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

/** One subject at one size. */
export interface Row {
  readonly subject: string;
  readonly type: ElementType;
  /** Elements. */
  readonly size: number;
  /** Elements a second, the median. */
  readonly rate: number;
  /** To the rate of the naive loop over the same type. */
  readonly ratio: number;
}
