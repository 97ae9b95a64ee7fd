/** Instances of which the calls are others. */
import type { AsyncOptions, LogisticFunction } from 'sigmoid-wasm';
import { createLogistic } from 'sigmoid-wasm/ts';
import { FUNCTIONS } from '../support/functions.ts';
import type { ElementArray } from './elements.ts';
import type { Create, Functions } from './instances.ts';

type Compute = (x: ElementArray, out?: ElementArray) => ElementArray;
type ComputeAsync = (x: ElementArray, out?: ElementArray, options?: AsyncOptions) => Promise<ElementArray>;

interface Replaced {
  readonly compute?: Compute;
  readonly async?: ComputeAsync;
}

/** An instance of the TypeScript entry in which one of the ways to call its functions, or both, are others. */
export function withCalls(replace: (right: LogisticFunction) => Replaced): Create {
  return ({ rounding }) => {
    const right = createLogistic({ rounding });
    const functions = FUNCTIONS.map(({ name }) => [name, replaced(right[name], replace(right[name]))]);
    return Object.fromEntries(functions) as Functions;
  };
}

function replaced(right: LogisticFunction, { compute = right, async = right.async }: Replaced): LogisticFunction {
  const call = (x: number | ElementArray, out?: ElementArray): unknown => (typeof x === 'number' ? right(x) : compute(x, out));
  return Object.assign(call, {
    async,
    alloc: right.alloc,
    info: right.info,
    close: right.close,
    [Symbol.dispose]: right.close,
    [Symbol.asyncDispose]: async () => right.close(),
  }) as unknown as LogisticFunction;
}

export const RIGHT: Create = withCalls(() => ({}));
