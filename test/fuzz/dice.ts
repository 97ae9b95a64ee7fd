/** The chance that programs are made by: the same for the same seed and features. */
import { random } from '../support/points.ts';
import type { Feature } from './programs.ts';

/** Draws from what the features allow. */
export interface Dice {
  /** An integer from 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(choices: readonly T[]): T;
  pickByWeight<T extends { readonly weight: number }>(choices: readonly T[]): T;
  /** True in so many of 100 cases, if the feature is on. */
  percent(share: number, feature?: Feature): boolean;
}

export function createDice(seed: number, features: ReadonlySet<Feature>): Dice {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  return {
    below,
    pick,
    pickByWeight: (choices) => pick(choices.flatMap((choice) => Array.from({ length: choice.weight }, () => choice))),
    percent: (share, feature) => next() * 100 < share && (feature === undefined || features.has(feature)),
  };
}
