/** Arrays of any length and type that hold points of every kind, and the check that an array holds their σ. */
import type { Sigmoid } from 'sigmoid-wasm';
import { createSigmoid } from 'sigmoid-wasm/ts';
import { ELEMENTS, type ElementArray, type Elements } from './elements.ts';
import { sameBits, stratifiedPoints } from './points.ts';

type Rounding = Sigmoid['info']['rounding'];

const points = stratifiedPoints();
/** The σ of the points, by type of elements and rounding. */
const results = new Map<string, ElementArray>();

/** Fills an array by repeating the points as often as needed. */
export function fillWithPoints<Array extends ElementArray>(array: Array): Array {
  return repeat(array, points);
}

/** Throws unless `out` has the bits of σ of the points, of an array as long as it is. */
export function expectSigmoidOfPoints(out: ElementArray, rounding: Rounding = 'faithful'): void {
  const elements = ELEMENTS.find(({ bytes }) => bytes === out.BYTES_PER_ELEMENT) as Elements;
  const key = `${elements.type} ${rounding}`;
  const once = results.get(key) ?? createSigmoid({ rounding })(elements.from(points));
  results.set(key, once);
  const right = repeat(elements.zeros(out.length), once);
  if (sameBits(out, right)) return;
  const wrong = right.findIndex((value, i) => !Object.is(out[i], value));
  throw new Error(`element ${wrong} of ${out.length}: ${out[wrong]}, not ${right[wrong]}`);
}

function repeat<Array extends ElementArray>(array: Array, from: ElementArray): Array {
  for (let i = 0; i < array.length; i += from.length) array.set(from.subarray(0, array.length - i), i);
  return array;
}
