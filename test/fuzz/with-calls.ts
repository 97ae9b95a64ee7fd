/** Instances of which the calls are others. */
import type { AsyncOptions, Sigmoid } from 'sigmoid-wasm';
import { createSigmoid } from 'sigmoid-wasm/ts';
import type { ElementArray } from './elements.ts';
import type { Create } from './instances.ts';

type Compute = (x: ElementArray, out?: ElementArray) => ElementArray;
type ComputeAsync = (x: ElementArray, out?: ElementArray, options?: AsyncOptions) => Promise<ElementArray>;

/** An instance of the TypeScript entry in which one of the ways to call it, or both, are others. */
export function withCalls(replace: (right: Sigmoid) => { compute?: Compute; async?: ComputeAsync }): Create {
  return ({ rounding }) => {
    const right = createSigmoid({ rounding });
    const { compute = right, async = right.async } = replace(right);
    const call = (x: number | ElementArray, out?: ElementArray): unknown =>
      typeof x === 'number' ? right(x) : compute(x, out);
    return Object.assign(call, {
      async,
      alloc: right.alloc,
      info: right.info,
      close: right.close,
      [Symbol.dispose]: right.close,
      [Symbol.asyncDispose]: async () => right.close(),
    }) as unknown as Sigmoid;
  };
}

export const RIGHT: Create = withCalls(() => ({}));
