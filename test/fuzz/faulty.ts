/** Instances with one fault each, and what of a program it takes to show it: the fuzzer must find them all. */
import type { AsyncOptions, Sigmoid } from 'sigmoid-wasm';
import { createSigmoid } from 'sigmoid-wasm/ts';
import type { Create } from './instances.ts';
import type { Feature } from './programs.ts';

export interface Fault {
  readonly name: string;
  readonly features: readonly Feature[];
  /** What the failure says. */
  readonly shows: RegExp;
  /** Milliseconds in which calls have to settle. */
  readonly limit?: number;
  readonly create: Create;
}

type Compute = (x: Float64Array, out?: Float64Array) => Float64Array;
type ComputeAsync = (x: Float64Array, out?: Float64Array, options?: AsyncOptions) => Promise<Float64Array>;

/** An instance of the TypeScript entry in which one of the ways to call it, or both, are others. */
function withCalls(replace: (right: Sigmoid) => { compute?: Compute; async?: ComputeAsync }): Create {
  return ({ rounding }) => {
    const right = createSigmoid({ rounding });
    const { compute = right, async = right.async } = replace(right);
    const call = (x: number | Float64Array, out?: Float64Array): unknown =>
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

export const FAULTS: readonly Fault[] = [
  {
    name: 'takes two buffer objects for two memories',
    features: ['aliases', 'overlap'],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      compute(x, out) {
        if (out === undefined || out.buffer === x.buffer) return right(x, out as Float64Array);
        for (let i = 0; i < x.length; i++) out[i] = right(x[i] as number);
        return out;
      },
    })),
  },
  {
    name: 'writes one element behind out',
    features: [],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      compute(x, out) {
        const result = right(x, out as Float64Array);
        const { buffer, byteOffset, byteLength } = result;
        if (byteOffset + byteLength < buffer.byteLength) new Float64Array(buffer, byteOffset + byteLength, 1)[0] = 0.75;
        return result;
      },
    })),
  },
  {
    name: 'writes one element before out in async',
    features: [],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      async async(x, out, options) {
        const result = await right.async(x, out as Float64Array, options);
        if (result.byteOffset > 0) new Float64Array(result.buffer, result.byteOffset - 8, 1)[0] = 0.75;
        return result;
      },
    })),
  },
  {
    name: 'writes x',
    features: [],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      compute(x, out) {
        const result = right(x, out as Float64Array);
        if (x.length > 3 && result.buffer !== x.buffer) x[3] = 0.75;
        return result;
      },
    })),
  },
  {
    name: 'starts calls in the order of their lengths',
    features: ['concurrent'],
    shows: /has/,
    create: withCalls((right) => ({
      async async(x, out, options) {
        for (let i = 0; i < Math.min(3, x.length); i++) await new Promise((resolve) => setImmediate(resolve));
        return right.async(x, out as Float64Array, options);
      },
    })),
  },
  {
    name: 'gives a wrong last bit at one length',
    features: [],
    shows: /has/,
    create: withCalls((right) => ({
      compute(x, out) {
        const result = right(x, out as Float64Array);
        const bits = new BigUint64Array(result.buffer, result.byteOffset, result.length);
        if (x.length === 65) bits[64] = (bits[64] as bigint) ^ 1n;
        return result;
      },
    })),
  },
  {
    name: 'rounds faithfully where correct rounding is asked for',
    features: ['numbers'],
    shows: /σ|has/,
    create: ({ threads }) => createSigmoid({ threads }),
  },
  {
    name: 'leaves a call without an end',
    features: [],
    shows: /did not settle/,
    limit: 100,
    create: withCalls((right) => ({
      async: (x, out, options) =>
        x.length === 7 ? new Promise(() => undefined) : right.async(x, out as Float64Array, options),
    })),
  },
  {
    name: 'ignores signals',
    features: ['abort'],
    shows: /although it was aborted/,
    create: withCalls((right) => ({
      async: (x, out, options) => right.async(x, out as Float64Array, { ...options, signal: undefined as never }),
    })),
  },
  {
    name: 'leaves other values in out when it is aborted',
    features: ['abort'],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      async: (x, out, options) =>
        right.async(x, out as Float64Array, options).catch((error) => {
          out?.fill(0.75);
          throw error;
        }),
    })),
  },
  {
    name: 'writes after it has rejected',
    features: ['abort'],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      async: (x, out, options) =>
        right.async(x, out as Float64Array, options).catch((error) => {
          setImmediate(() => setImmediate(() => out?.fill(0.75)));
          throw error;
        }),
    })),
  },
  {
    name: 'computes as many elements as there are when it starts',
    features: ['tracking', 'grow'],
    shows: /rejected with RangeError|reported a total|has/,
    create: withCalls((right) => ({
      async async(x, out, options) {
        await new Promise((resolve) => setImmediate(resolve));
        return right.async(x, out as Float64Array, options);
      },
    })),
  },
  {
    name: 'fulfils where out has been detached',
    features: ['detach'],
    shows: /although "out" is gone/,
    create: withCalls((right) => ({
      async async(x, out, options) {
        const { length } = x;
        await new Promise((resolve) => setImmediate(resolve));
        if (out === undefined || out.length === length) return right.async(x, out as Float64Array, options);
        options?.onProgress?.({ done: length, total: length });
        return out;
      },
    })),
  },
  {
    name: 'uses the methods of subclasses',
    features: ['hostile'],
    shows: /was used/,
    create: withCalls((right) => ({
      compute: (x, out) => right(x.slice(), out as Float64Array),
    })),
  },
  {
    name: 'accepts an Array',
    features: ['mistakes'],
    shows: /x an Array: expected a TypeError, got undefined/,
    create: withCalls((right) => ({
      compute: (x, out) => right(Array.isArray(x) ? Float64Array.from(x as number[]) : x, out as Float64Array),
    })),
  },
  {
    name: 'keeps silent when onProgress throws',
    features: ['callbacks'],
    shows: /although onProgress threw/,
    create: withCalls((right) => ({
      async: (x, out, options) => {
        const onProgress: AsyncOptions['onProgress'] = (progress) => {
          try {
            options?.onProgress?.(progress);
          } catch {
            // This is the fault.
          }
        };
        return right.async(x, out as Float64Array, { ...options, ...(options?.onProgress && { onProgress }) });
      },
    })),
  },
  {
    name: 'leaves a rejection unhandled',
    features: ['abort'],
    shows: /unhandled/,
    create: withCalls((right) => ({
      async: (x, out, options) => {
        const promise = right.async(x, out as Float64Array, options);
        promise.then(() => undefined);
        return promise;
      },
    })),
  },
];
