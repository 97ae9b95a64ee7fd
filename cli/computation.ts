/** The function that was asked for, and memory that it reaches without a copy. */
import { createLogistic } from 'sigmoid-wasm';
import type { ElementArray, ElementFunction, ElementTypeName } from 'sigmoid-wasm/stream';
import type { FunctionName } from './functions.ts';

export interface Computation {
  /** Writes the results for `x` to `out`. */
  readonly f: ElementFunction;
  /** The same in place, on all threads that were asked for. */
  readonly compute: (x: ElementArray) => unknown;
  readonly alloc: (length: number, type: ElementTypeName) => ElementArray;
}

export function createComputation(name: FunctionName, rounding: 'faithful' | 'correct', threads: number): Computation {
  const logistic = createLogistic({ rounding, threads });
  const f = logistic[name];
  return {
    f,
    compute: (x) => {
      const doubles = x as Float64Array;
      return threads > 1 ? f.async(doubles, doubles) : f(doubles, doubles);
    },
    alloc: (length, type) => (type === 'float64' ? logistic.alloc(length) : logistic.alloc(length, type)),
  };
}
