/** The function that was asked for, and memory that it reaches without a copy. */
import { createLogistic } from 'sigmoid-wasm';
import type { ElementArray, ElementTypeName } from 'sigmoid-wasm/stream';
import type { FunctionName } from './functions.ts';

export interface Computation {
  /** Writes the results for `x` to `out`. */
  readonly f: (x: ElementArray, out: ElementArray) => unknown;
  /** The same in place, on all threads that were asked for. */
  readonly compute: (x: ElementArray) => unknown;
  readonly alloc: (length: number, type: ElementTypeName) => ElementArray;
}

export function createComputation(name: FunctionName, rounding: 'faithful' | 'correct', threads: number): Computation {
  const logistic = createLogistic({ rounding, threads });
  const f = logistic[name] as (x: ElementArray, out: ElementArray) => unknown;
  const async = logistic[name].async as (x: ElementArray, out: ElementArray) => Promise<unknown>;
  return {
    f,
    compute: threads > 1 ? (x) => async(x, x) : (x) => f(x, x),
    alloc: (length, type) => (type === 'float64' ? logistic.alloc(length) : logistic.alloc(length, type)),
  };
}
