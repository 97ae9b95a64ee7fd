/** Instances with one fault each, and what of a program it takes to show it: the fuzzer must find them all. */
import type { AsyncOptions } from 'sigmoid-wasm';
import { createLogistic } from 'sigmoid-wasm/ts';
import type { ElementArray } from './elements.ts';
import type { Create } from './instances.ts';
import type { Feature } from './programs.ts';
import { withCalls } from './with-calls.ts';

export interface Fault {
  readonly name: string;
  readonly features: readonly Feature[];
  /** What the failure says. */
  readonly shows: RegExp;
  /** Milliseconds in which calls have to settle. */
  readonly limit?: number;
  readonly create: Create;
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'takes two buffer objects for two memories',
    features: ['aliases', 'overlap'],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      compute(x, out) {
        if (out === undefined || out.buffer === x.buffer) return right(x, out as ElementArray);
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
        const result = right(x, out as ElementArray);
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
        const result = await right.async(x, out as ElementArray, options);
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
        const result = right(x, out as ElementArray);
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
        return right.async(x, out as ElementArray, options);
      },
    })),
  },
  {
    name: 'gives a wrong last bit at one length',
    features: [],
    shows: /has/,
    create: withCalls((right) => ({
      compute(x, out) {
        const result = right(x, out as ElementArray);
        const bits = new BigUint64Array(result.buffer, result.byteOffset, result.length);
        if (x.length === 65) bits[64] = (bits[64] as bigint) ^ 1n;
        return result;
      },
    })),
  },
  {
    name: 'rounds faithfully where correct rounding is asked for',
    features: ['numbers'],
    shows: /gave|has/,
    create: ({ threads }) => createLogistic({ threads }),
  },
  {
    name: 'leaves a call without an end',
    features: [],
    shows: /did not settle/,
    limit: 100,
    create: withCalls((right) => ({
      async: (x, out, options) =>
        x.length === 7 ? new Promise(() => undefined) : right.async(x, out as ElementArray, options),
    })),
  },
  {
    name: 'ignores signals',
    features: ['abort'],
    shows: /although it was aborted/,
    create: withCalls((right) => ({
      async: (x, out, options) => right.async(x, out as ElementArray, { ...options, signal: undefined as never }),
    })),
  },
  {
    name: 'leaves other values in out when it is aborted',
    features: ['abort'],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      async: (x, out, options) =>
        right.async(x, out as ElementArray, options).catch((error) => {
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
        right.async(x, out as ElementArray, options).catch((error) => {
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
        return right.async(x, out as ElementArray, options);
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
        if (out === undefined || out.length === length) return right.async(x, out as ElementArray, options);
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
      compute: (x, out) => right(x.slice(), out as ElementArray),
    })),
  },
  {
    name: 'accepts an Array',
    features: ['mistakes'],
    shows: /x an Array: expected a TypeError, got undefined/,
    create: withCalls((right) => ({
      compute: (x, out) => right(Array.isArray(x) ? Float64Array.from(x as number[]) : x, out as ElementArray),
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
        return right.async(x, out as ElementArray, { ...options, ...(options?.onProgress && { onProgress }) });
      },
    })),
  },
  {
    name: 'leaves a rejection unhandled',
    features: ['abort'],
    shows: /unhandled/,
    create: withCalls((right) => ({
      async: (x, out, options) => {
        const promise = right.async(x, out as ElementArray, options);
        promise.then(() => undefined);
        return promise;
      },
    })),
  },
  {
    name: 'rounds to a double before it rounds to float32',
    features: ['float32'],
    shows: /has/,
    create: withCalls((right) => ({
      compute(x, out) {
        const doubles = right(Float64Array.from(x));
        const result = right(x, out as ElementArray);
        result.set(doubles);
        return result;
      },
    })),
  },
  {
    name: 'takes an element of float32 for eight bytes when it writes out',
    features: ['float32'],
    shows: /then memory . has/,
    create: withCalls((right) => ({
      compute(x, out) {
        const result = right(x, out as ElementArray);
        const { buffer, byteOffset, byteLength, length } = result;
        new Uint8Array(buffer, byteOffset).subarray(byteLength, 8 * length).fill(0);
        return result;
      },
    })),
  },
  {
    name: 'lets calls over float64 overtake those over float32',
    features: ['float32', 'concurrent'],
    shows: /has/,
    create: withCalls((right) => ({
      async async(x, out, options) {
        if (x instanceof Float32Array) await new Promise((resolve) => setImmediate(resolve));
        return right.async(x, out as ElementArray, options);
      },
    })),
  },
  {
    name: 'converts results to the type of out',
    features: ['float32', 'mistakes'],
    shows: /of the other type: expected a TypeError, got undefined/,
    create: withCalls((right) => ({
      compute(x, out) {
        const isMixed = x instanceof Float32Array ? out instanceof Float64Array : out instanceof Float32Array;
        if (!isMixed) return right(x, out as ElementArray);
        out?.set(right(x));
        return out as ElementArray;
      },
    })),
  },
  {
    name: 'computes softplus where log σ is asked for',
    features: ['functions'],
    shows: /has/,
    create: ({ rounding }) => {
      const right = createLogistic({ rounding });
      return { ...right, logSigmoid: right.softplus };
    },
  },
  {
    name: 'lets calls of other functions overtake those of logit',
    features: ['functions', 'concurrent'],
    shows: /has/,
    create: withCalls((right) => ({
      async async(x, out, options) {
        if (right.name === 'logit') await new Promise((resolve) => setImmediate(resolve));
        return right.async(x, out as ElementArray, options);
      },
    })),
  },
];
