/** The types of elements that the arrays of a program have. */
// Before the package, which the helpers import.
import './clock.ts';
import { type Elements, FLOAT32, FLOAT64 } from '../support/elements.ts';
import { stratifiedPoints } from '../support/points.ts';
import type { ElementChoice } from './programs.ts';

export { type ElementArray, type Elements, FLOAT32, FLOAT64 } from '../support/elements.ts';

export const elementsOf = ({ type }: ElementChoice): Elements => (type === 'float32' ? FLOAT32 : FLOAT64);

/** Float64 elements that memories are filled with, and numbers to compute with. */
export const POINTS = stratifiedPoints();

/** Those of float32: the same rounded, and among them some whose σ is so near to the middle of two that a double does not tell. */
const FLOAT32_POINTS = Float32Array.from(POINTS, (x, index) => (index % 64 === 63 ? nearMiddle((index - 63) / 64) : x));

/** σ(x) = ½ + x/4 − x³/48 + …, and without the cube it would be in the middle between two numbers of float32. */
function nearMiddle(index: number): number {
  const odd = 2 * (index % 64) + 1;
  return index % 128 < 64 ? odd * 2 ** -23 : -odd * 2 ** -24;
}

export const pointsOf = ({ type }: Elements): Float64Array | Float32Array => (type === 'float32' ? FLOAT32_POINTS : POINTS);
