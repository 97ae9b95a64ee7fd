/** What the errors mean, in words. */
import { count } from '../format.ts';
import type { Errors, Summary } from './errors.ts';

/** Results that are not the nearest double. */
export interface Counts {
  readonly usual: number;
  readonly ours: number;
  /** With correct rounding, where the function has it. */
  readonly correct: number | undefined;
  /** Results of the usual expression of which more than half of the digits are wrong. */
  readonly lost: number;
}

/** A double has 53 binary digits. */
const HALF_OF_THE_DIGITS = 2 ** 26;

export function countsOf({ usual, ours, correct }: Errors): Counts {
  const above = ({ errors }: Summary, least: number): number => errors.filter((error) => error > least).length;
  return {
    usual: above(usual, 0.5),
    ours: above(ours, 0.5),
    correct: correct && above(correct, 0.5),
    lost: above(usual, HALF_OF_THE_DIGITS),
  };
}

export const inWords = (results: number): string => (results === 0 ? 'none' : count(results));

/** "Of 4,000 results, the usual expression gets the last digit wrong in 1,474, sigmoid-wasm in 11, …" */
export function wordsFor(errors: Errors): string {
  const { usual, ours, correct, lost } = countsOf(errors);
  const ofLost = lost === 0 ? '' : ` (in ${count(lost)}, most digits)`;
  const parts = [
    `the usual expression gets the last digit wrong in ${inWords(usual)}${ofLost}`,
    `sigmoid-wasm in ${inWords(ours)}`,
    ...(correct === undefined ? [] : [`with correct rounding in ${inWords(correct)}`]),
  ];
  return `Of ${count(errors.x.length)} results, ${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}.`;
}
