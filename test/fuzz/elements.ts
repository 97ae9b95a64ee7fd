/** The types of elements that the arrays of a program have. */
// Before the package, which the helpers import.
import './clock.ts';
import { type Elements, FLOAT32, FLOAT64 } from '../support/elements.ts';
import { TIED_FLOATS } from '../support/float-points.ts';
import { randomPointsOf } from '../support/function-points.ts';
import { stratifiedPoints } from '../support/points.ts';
import type { ElementChoice } from './programs.ts';

export { type ElementArray, type Elements, FLOAT32, FLOAT64 } from '../support/elements.ts';

export const elementsOf = ({ type }: ElementChoice): Elements => (type === 'float32' ? FLOAT32 : FLOAT64);

const probabilities = randomPointsOf('logit');

/** Float64 elements that memories are filled with, and numbers to compute with: some of them in [0, 1], where logit is not NaN. */
export const POINTS = stratifiedPoints().map((x, index) => (index % 4 === 3 ? (probabilities[index >> 2] as number) : x));

/** Those of float32: the same rounded, and among them some whose σ is so near to the middle of two that a double does not tell. */
const FLOAT32_POINTS = Float32Array.from(POINTS, (x, index) =>
  index % 64 === 63 ? (TIED_FLOATS[((index - 63) / 64) % TIED_FLOATS.length] as number) : x,
);

export const pointsOf = ({ type }: Elements): Float64Array | Float32Array => (type === 'float32' ? FLOAT32_POINTS : POINTS);
