import { bufferOf } from '../runtime/elements.ts';

/**
 * The words of `doubles`, whose elements 0, 2, 4, … are the less significant halves of the doubles on either byte order. It is
 * told by the first double, which is overwritten: before anything runs nothing is computed or allocated.
 */
export function lowHalves(doubles: Float64Array): Int32Array {
  doubles[0] = 1;
  const buffer = bufferOf(doubles);
  const words = new Int32Array(buffer);
  return words[0] === 0 ? words : new Int32Array(buffer, Int32Array.BYTES_PER_ELEMENT);
}

/** The same of the more significant halves. */
export function highHalves(doubles: Float64Array): Int32Array {
  doubles[0] = 1;
  const buffer = bufferOf(doubles);
  const words = new Int32Array(buffer);
  return words[0] === 0 ? new Int32Array(buffer, Int32Array.BYTES_PER_ELEMENT) : words;
}
