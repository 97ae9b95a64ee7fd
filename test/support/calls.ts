import type { Sigmoid } from 'sigmoid-wasm';
import type { ElementArray } from './elements.ts';

/** Every call that takes an array. The other array holds sevens, so that a write to it shows. */
export type Call = (sigmoid: Sigmoid, sevens: ElementArray, wrong: never) => unknown;
export const CALLS_WITH_X: [string, Call][] = [
  ['s(x)', (sigmoid, _, wrong) => sigmoid(wrong)],
  ['s(x, out)', (sigmoid, sevens, wrong) => sigmoid(wrong, sevens)],
  ['s.async(x)', (sigmoid, _, wrong) => sigmoid.async(wrong)],
  ['s.async(x, out)', (sigmoid, sevens, wrong) => sigmoid.async(wrong, sevens)],
];
export const CALLS_WITH_OUT: [string, Call][] = [
  ['s(x, out)', (sigmoid, sevens, wrong) => sigmoid(sevens, wrong)],
  ['s.async(x, out)', (sigmoid, sevens, wrong) => sigmoid.async(sevens, wrong)],
];
