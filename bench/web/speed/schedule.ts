/** How the time of a measurement is divided between sizes, so that it ends when it was said to end. */
import { LEAST_ROUNDS, LEAST_STEP } from './timing.ts';

/** Ten million elements take so long to prepare and to compute that they need more of the time than the others. */
const weightOf = (size: number): number => (size >= 1e7 ? 3 : 1);

/** When to be done with the first of `sizes`, if the others are to have their share of the time until `end`. */
export function deadlineOf(sizes: readonly number[], now: number, end: number): number {
  const [first = 0] = sizes;
  const all = sizes.reduce((sum, size) => sum + weightOf(size), 0);
  return now + ((end - now) * weightOf(first)) / all;
}

/** What a size took, in milliseconds. */
export interface Took {
  readonly size: number;
  /** To fill arrays, to compute once and to verify. */
  readonly preparing: number;
  /** Of one call of each subject. */
  readonly calls: readonly number[];
}

/** What a larger size takes at least, in milliseconds, if everything takes as much longer as there are more elements. */
export function leastTimeOf(size: number, { size: before, preparing, calls }: Took): number {
  const factor = size / before;
  const round = calls.reduce((sum, call) => sum + Math.max(LEAST_STEP, call * factor), 0);
  return preparing * factor + (1 + LEAST_ROUNDS) * round;
}
