/** What the page and the worker that measures say to each other. */
import type { ElementType } from '../../elements.mjs';

/** What to measure, and for how long. */
export interface Order {
  /** Rising; the largest are left out where there is no time for them. */
  readonly sizes: readonly number[];
  /** When to be done, in milliseconds since 1970: the clocks of the page and of the worker begin at different times. */
  readonly end: number;
  /** The names of what is measured; everything without it. */
  readonly names?: readonly string[];
}

export type SpeedRequest = ({ readonly kind: 'start' } & Order) | { readonly kind: 'cancel' };

export type SpeedReport =
  | { readonly kind: 'progress'; readonly size: number }
  | { readonly kind: 'rows'; readonly rows: readonly Row[]; readonly skipped: readonly string[] }
  | { readonly kind: 'done'; readonly skipped: readonly string[] }
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
