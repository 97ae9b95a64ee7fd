/** How far results of the usual expression and of this package are from the exact value. */
import { createSigmoid } from 'sigmoid-wasm';
import { ORACLES } from '../../../oracle/functions.mjs';
import { FUNCTIONS, type FunctionName } from '../functions.ts';
import { type Range, USUAL } from './ranges.ts';

export interface Errors {
  readonly x: Float64Array;
  /** In ULP of the exact value. */
  readonly usual: Summary;
  readonly ours: Summary;
  /** With `rounding: 'correct'`, where the function has it. */
  readonly correct?: Summary;
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

export function errorsIn(name: FunctionName, { from, to }: Range): Errors {
  const x = Float64Array.from({ length: POINTS }, (_, i) => from + ((i + ((i * GOLDEN) % 1)) / POINTS) * (to - from));
  const summaryOf = (y: Float64Array) => summarise(x.map((value, i) => ORACLES[name].ulpError(value, y[i] as number)));
  return {
    x,
    usual: summaryOf(x.map(USUAL[name].at)),
    ours: summaryOf(FUNCTIONS[name](x)),
    ...(name === 'sigmoid' && { correct: summaryOf(correct(x)) }),
  };
}

function summarise(errors: Float64Array): Summary {
  return {
    errors,
    maximum: errors.reduce((most, error) => Math.max(most, error), 0),
    misrounded: errors.filter((error) => error > 0.5).length / errors.length,
  };
}
