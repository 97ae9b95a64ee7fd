/** What is measured: each subject prepares its arrays once, and then computes out = σ(x) again and again. */
import { createSigmoid } from 'sigmoid-wasm';
import { ARRAYS, named, TYPES } from './elements.mjs';
import { NAIVE_BOUNDS, NAIVE_LOOPS } from './naive.mjs';

/**
 * @typedef {import('./elements.mjs').ElementType} ElementType
 * @typedef {import('./elements.mjs').Elements} Elements
 *
 * @typedef {object} Prepared
 * @property {() => unknown} run computes
 * @property {() => ArrayLike<number>} result what `run` computed
 *
 * @typedef {object} Subject
 * @property {string} name
 * @property {ElementType} type of the elements of its x
 * @property {number} [bound] maximum error in ULP of the type that it must keep; none for what does not compute σ
 * @property {(x: Elements) => Prepared} prepare
 */

/** The loop that all rows of a type are compared with. @param {ElementType} type */
export const naiveOf = (type) => named('naive 1/(1+Math.exp(-x)) loop', type);

/** Over float32 each result is the nearest. */
const FAITHFUL_BOUNDS = { float64: 0.53, float32: 0.5 };

const wasm = createSigmoid({ backend: 'wasm' });
const typescript = createSigmoid({ backend: 'ts' });
const wasmCorrect = createSigmoid({ backend: 'wasm', rounding: 'correct' });
const typescriptCorrect = createSigmoid({ backend: 'ts', rounding: 'correct' });

/** @param {ElementType} type @param {(x: Elements, out: Elements) => unknown} compute @returns {Subject['prepare']} */
function onPlainArrays(type, compute) {
  return (x) => {
    const out = new ARRAYS[type](x.length);
    return { run: () => compute(x, out), result: () => out };
  };
}

/** @param {ElementType} type @param {import('sigmoid-wasm').Sigmoid} sigmoid @returns {Subject['prepare']} */
function onAllocatedArrays(type, sigmoid) {
  return (x) => {
    const input = sigmoid.alloc(x.length, type);
    const out = sigmoid.alloc(x.length, type);
    input.set(x);
    return { run: () => sigmoid(input, out), result: () => out };
  };
}

/** @param {ElementType} type @returns {Subject[]} */
function faithful(type) {
  const bound = FAITHFUL_BOUNDS[type];
  const naiveBound = NAIVE_BOUNDS[type];
  return [
    { name: named('copy, the ceiling', type), type, prepare: onPlainArrays(type, (x, out) => out.set(x)) },
    { name: naiveOf(type), type, bound: naiveBound, prepare: onPlainArrays(type, NAIVE_LOOPS[type]) },
    {
      name: `${ARRAYS[type].name}.map`,
      type,
      bound: naiveBound,
      prepare(x) {
        let out = x;
        return {
          run() {
            out = x.map((value) => 1 / (1 + Math.exp(-value)));
          },
          result: () => out,
        };
      },
    },
    {
      name: named('sigmoid-wasm, TypeScript', type),
      type,
      bound,
      prepare: onPlainArrays(type, (x, out) => typescript(x, out)),
    },
    { name: named('sigmoid-wasm, plain arrays', type), type, bound, prepare: onPlainArrays(type, (x, out) => wasm(x, out)) },
    { name: named('sigmoid-wasm, allocated', type), type, bound, prepare: onAllocatedArrays(type, wasm) },
  ];
}

/** Over float32 both roundings are one. @type {Subject[]} */
const CORRECT = [
  {
    name: 'correct rounding, TypeScript',
    type: 'float64',
    bound: 0.5,
    prepare: onPlainArrays('float64', (x, out) => typescriptCorrect(x, out)),
  },
  {
    name: 'correct rounding, plain arrays',
    type: 'float64',
    bound: 0.5,
    prepare: onPlainArrays('float64', (x, out) => wasmCorrect(x, out)),
  },
  { name: 'correct rounding, allocated', type: 'float64', bound: 0.5, prepare: onAllocatedArrays('float64', wasmCorrect) },
];

/**
 * Measured one group after the other, and float64 at all sizes first: what V8 inlines for a rounding or a type that is alone in its
 * process it calls once there is another, which costs 30 ns a call for a rounding and 100 ns for a type.
 *
 * @type {Record<ElementType, Subject[][]>}
 */
export const GROUPS = { float64: [faithful('float64'), CORRECT], float32: [faithful('float32')] };
export const SUBJECTS = TYPES.flatMap((type) => GROUPS[type].flat());

/** Asynchronous: only bench/peers and bench/threads measure it. @type {Subject[]} */
export const ON_ALL_CORES = TYPES.map((type) => ({
  name: named('sigmoid-wasm, allocated, all cores', type),
  type,
  bound: FAITHFUL_BOUNDS[type],
  prepare(x) {
    const input = wasm.alloc(x.length, type);
    const out = wasm.alloc(x.length, type);
    input.set(x);
    return { run: () => wasm.async(input, out), result: () => out };
  },
}));
