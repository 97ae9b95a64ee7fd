/** What is measured: each subject prepares its arrays once, and then computes out = σ(x) again and again. */
import { createSigmoid, type Sigmoid, sigmoid } from 'sigmoid-wasm';
import { type Elements, type ElementType, named, TYPES } from '../../elements.mjs';
import { FUNCTIONS } from '../../functions.mjs';
import { NAIVE_LOOPS } from '../../naive.mjs';

export interface Prepared {
  /** Computes; a promise where the subject does not compute on this thread. */
  readonly run: (signal: AbortSignal) => unknown;
  readonly out: Elements;
}

export interface Subject {
  readonly name: string;
  /** Of the elements of its x. */
  readonly type: ElementType;
  /** Largest error in ULP of the type that it may have; none for what does not compute σ. */
  readonly bound?: number;
  /** @throws RangeError if there is no memory for its arrays */
  readonly prepare: (x: Elements, out: Elements) => Prepared;
}

export const CEILING = 'Copy, the ceiling';
/** The loop that all subjects of a type are compared with. */
export const naiveOf = (type: ElementType): string => named('Naive loop', type);

/** In ULP, by rounding. */
const { bounds: FAITHFUL_BOUNDS, usualBounds: NAIVE_BOUNDS } = FUNCTIONS.sigmoid;
const CORRECT_BOUND = 0.5;

const typescript = createSigmoid({ backend: 'ts' });
const correct = createSigmoid({ rounding: 'correct' });

/** Of float32 only the loop and the fastest way on one thread, so that the chart stays readable. */
export function subjects(): Subject[] {
  const onThisThread: Subject[] = [
    { name: CEILING, type: 'float64', prepare: (x, out) => ({ run: () => out.set(x), out }) },
    ...TYPES.map(naive),
    inTypeScript('float64'),
  ];
  if (sigmoid.info.backend !== 'wasm') return [...onThisThread, inTypeScript('float32')];
  return [
    ...onThisThread,
    {
      name: 'Wasm, plain arrays',
      type: 'float64',
      bound: FAITHFUL_BOUNDS.float64,
      prepare: (x, out) => ({ run: () => sigmoid(x, out), out }),
    },
    ...TYPES.map(allocated),
    {
      name: 'Wasm, correct rounding',
      type: 'float64',
      bound: CORRECT_BOUND,
      prepare(x) {
        const [input, out] = allocate(correct, x, 'float64');
        return { run: () => correct(input, out), out };
      },
    },
    ...threadCounts(sigmoid.info.threads).map(onThreads),
  ];
}

function naive(type: ElementType): Subject {
  const loop = NAIVE_LOOPS.sigmoid[type];
  return { name: naiveOf(type), type, bound: NAIVE_BOUNDS[type], prepare: (x, out) => ({ run: () => loop(x, out), out }) };
}

function inTypeScript(type: ElementType): Subject {
  return {
    name: named('TypeScript', type),
    type,
    bound: FAITHFUL_BOUNDS[type],
    prepare: (x, out) => ({ run: () => typescript(x, out), out }),
  };
}

function allocated(type: ElementType): Subject {
  return {
    name: named('Wasm, allocated', type),
    type,
    bound: FAITHFUL_BOUNDS[type],
    prepare(x) {
      const [input, out] = allocate(sigmoid, x, type);
      return { run: () => sigmoid(input, out), out };
    },
  };
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
    type: 'float64',
    bound: FAITHFUL_BOUNDS.float64,
    prepare(x) {
      const [input, out] = allocate(instance, x, 'float64');
      return { run: (signal) => instance.async(input, out, { signal }), out };
    },
  };
}

function allocate(instance: Sigmoid, x: Elements, type: ElementType): [Elements, Elements] {
  const input = instance.alloc(x.length, type);
  input.set(x);
  return [input, instance.alloc(x.length, type)];
}
