/** What calls do to the model, in the order in which they were made. */

import { createLogistic } from 'sigmoid-wasm/ts';
import { ORACLES } from '../../oracle/functions.mjs';
import type { FunctionName } from '../support/function-points.ts';
import type { Range } from './arrays.ts';
import type { Call } from './calls.ts';
import { Contents, type Difference } from './contents.ts';
import type { ElementArray } from './elements.ts';
import type { InstanceSpec } from './programs.ts';

type Rounding = InstanceSpec['rounding'];

export interface Effect {
  /** Index of the operation. */
  readonly index: number;
  readonly rounding: Rounding;
  /** Which function it is of. */
  readonly of: FunctionName;
  readonly x: Range;
  /** Undefined if the call gives a new array. */
  readonly out: Range | undefined;
  /** What a synchronous call returned. */
  readonly result?: ElementArray;
  /** Undefined if the call was synchronous. */
  readonly call?: Call;
}

const one = {
  faithful: createLogistic({ rounding: 'faithful' }),
  correct: createLogistic({ rounding: 'correct' }),
};

/** A function of a number. It is computed alone, so nothing that arrays are subject to can change it. */
export function resultOf(x: number, rounding: Rounding, of: FunctionName = 'sigmoid'): number {
  return one[rounding][of](x);
}

/** There is one NaN; the references say no more than that it is one. */
const nearestFloat = (x: number, of: FunctionName): number => {
  const y = ORACLES[of].nearestFloat(x);
  return Number.isNaN(y) ? Number.NaN : y;
};

/** Of the same type as x. */
export function resultsOf(x: ElementArray, rounding: Rounding, of: FunctionName = 'sigmoid'): ElementArray<ArrayBuffer> {
  return x instanceof Float32Array
    ? x.map((value) => nearestFloat(value, of))
    : x.map((value) => resultOf(value, rounding, of));
}

/** Changes the model as the call was to change the memory. Returns what is wrong with a new array that it gave. */
export function apply({ rounding, of, x, out, result, call }: Effect): string | undefined {
  const end = call?.end;
  const fulfilled = end === undefined || 'value' in end;
  if (!fulfilled && (out === undefined || call?.writesNothing)) return undefined;
  const results = x.memory.contents.read(x).map((values) => resultsOf(values, rounding, of));
  if (!fulfilled) {
    out?.memory.contents.mayWrite(out, results);
    return undefined;
  }
  if (out !== undefined) {
    out.memory.contents.write(out, results);
    return undefined;
  }
  const array = end !== undefined && 'value' in end ? end.value : (result as ElementArray);
  const contents = new Contents(array);
  contents.write({ ...x, begin: 0 }, results);
  const difference = contents.compare(x.elements, array);
  return difference && `the new array ${describe(difference)}`;
}

export function describe({ index, expected, actual }: Difference): string {
  return `has ${actual} at ${index}, expected ${expected}`;
}
