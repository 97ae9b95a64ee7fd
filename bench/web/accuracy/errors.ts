/** How far σ by the naive formula and by this package is from the exact value. */
import { createSigmoid, sigmoid } from 'sigmoid-wasm';
import { referenceSigmoid, ulpErrorOf } from '../../../oracle/sigmoid.mjs';

export interface Range {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What there is to see. */
  readonly note: string;
}

export const RANGES: readonly [Range, ...Range[]] = [
  {
    name: '−745 … −700',
    from: -745.2,
    to: -700,
    note:
      'Below −709.78, e⁻ˣ overflows to infinity and the naive formula gives 0. The exact value is small, but a double can ' +
      'hold it down to −745.13: a log-likelihood made of it is −740, not −∞.',
  },
  {
    name: 'near 0',
    from: -0.001,
    to: 0.001,
    note: 'The naive formula rounds three times: e⁻ˣ, the sum and the quotient. Here the package rounds practically once.',
  },
  {
    name: '36 … 38',
    from: 36,
    to: 38,
    note:
      'The naive formula becomes 1 at 36.74. The double nearest to the exact value stays below 1 up to 37.43: for a loss of ' +
      'log(1 − σ) that is the difference between −37 and −∞.',
  },
  {
    name: '−10 … 10',
    from: -10,
    to: 10,
    note: 'Where most numbers are. Above ½ ULP a result is not the nearest double: a third of the naive results, few of the others.',
  },
];

export interface Errors {
  readonly x: Float64Array;
  /** In ULP of the exact value. */
  readonly naive: Summary;
  readonly ours: Summary;
  /** With `rounding: 'correct'`. */
  readonly correct: Summary;
}

export interface Summary {
  readonly errors: Float64Array;
  readonly maximum: number;
  /** Share of results that are not the nearest double. */
  readonly misrounded: number;
}

const POINTS = 4000;
const correct = createSigmoid({ rounding: 'correct' });
/** The golden ratio's fraction: its multiples fill an interval evenly, and not in step with any grid. */
const GOLDEN = 0.6180339887498949;

export function errorsIn({ from, to }: Range): Errors {
  const x = Float64Array.from({ length: POINTS }, (_, i) => from + ((i + ((i * GOLDEN) % 1)) / POINTS) * (to - from));
  const naive = x.map((value) => 1 / (1 + Math.exp(-value)));
  return { x, naive: summaryOf(x, naive), ours: summaryOf(x, sigmoid(x)), correct: summaryOf(x, correct(x)) };
}

function summaryOf(x: Float64Array, y: Float64Array): Summary {
  const errors = x.map((value, i) => {
    referenceSigmoid(value);
    return ulpErrorOf(y[i] as number);
  });
  return {
    errors,
    maximum: errors.reduce((most, error) => Math.max(most, error), 0),
    misrounded: errors.filter((error) => error > 0.5).length / errors.length,
  };
}
