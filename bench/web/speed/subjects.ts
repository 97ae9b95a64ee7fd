/** What is measured: each subject prepares its arrays once, and then computes out = σ(x) again and again. */
import { createSigmoid, type Sigmoid, sigmoid } from 'sigmoid-wasm';

export interface Prepared {
  /** Computes; a promise where the subject does not compute on this thread. */
  readonly run: (signal: AbortSignal) => unknown;
  readonly out: Float64Array;
}

export interface Subject {
  readonly name: string;
  /** Largest error in ULP that it may have; none for what does not compute σ. */
  readonly bound?: number;
  /** @throws RangeError if there is no memory for its arrays */
  readonly prepare: (x: Float64Array, out: Float64Array) => Prepared;
}

export const CEILING = 'Copy, the ceiling';
export const NAIVE = 'Naive loop';

/** In ULP, by rounding. */
const FAITHFUL_BOUND = 0.53;
const CORRECT_BOUND = 0.5;

function naive(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-(x[i] as number)));
}

const typescript = createSigmoid({ backend: 'ts' });
const correct = createSigmoid({ rounding: 'correct' });

export function subjects(): Subject[] {
  const onThisThread: Subject[] = [
    { name: CEILING, prepare: (x, out) => ({ run: () => out.set(x), out }) },
    { name: NAIVE, bound: 3, prepare: (x, out) => ({ run: () => naive(x, out), out }) },
    { name: 'TypeScript', bound: FAITHFUL_BOUND, prepare: (x, out) => ({ run: () => typescript(x, out), out }) },
  ];
  if (sigmoid.info.backend !== 'wasm') return onThisThread;
  return [
    ...onThisThread,
    { name: 'Wasm, plain arrays', bound: FAITHFUL_BOUND, prepare: (x, out) => ({ run: () => sigmoid(x, out), out }) },
    {
      name: 'Wasm, allocated',
      bound: FAITHFUL_BOUND,
      prepare(x) {
        const [input, out] = allocate(sigmoid, x);
        return { run: () => sigmoid(input, out), out };
      },
    },
    {
      name: 'Wasm, correct rounding',
      bound: CORRECT_BOUND,
      prepare(x) {
        const [input, out] = allocate(correct, x);
        return { run: () => correct(input, out), out };
      },
    },
    ...threadCounts(sigmoid.info.threads).map(onThreads),
  ];
}

/** Counts between 1 and all, at most: each needs memory and workers of its own. */
const MOST_BETWEEN = 3;

/** 1, powers of two, and all of them; none where `async` has no threads of its own. */
function threadCounts(all: number): number[] {
  if (all < 2) return [];
  const between = [];
  for (let count = 2; count < all; count *= 2) between.push(count);
  return [1, ...between.slice(-MOST_BETWEEN), all];
}

/** An instance of its own for each count: instances do not reach each other's memory. */
function onThreads(threads: number): Subject {
  const instance = createSigmoid({ threads });
  return {
    name: threads === 1 ? 'async, 1 thread' : `async, ${threads} threads`,
    bound: FAITHFUL_BOUND,
    prepare(x) {
      const [input, out] = allocate(instance, x);
      return { run: (signal) => instance.async(input, out, { signal }), out };
    },
  };
}

function allocate(instance: Sigmoid, x: Float64Array): [Float64Array, Float64Array] {
  const input = instance.alloc(x.length);
  input.set(x);
  return [input, instance.alloc(x.length)];
}
