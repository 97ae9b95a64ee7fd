/** What is measured: each subject prepares its arrays once, and then computes out = σ(x) again and again. */
import { createSigmoid } from 'sigmoid-wasm';

/**
 * @typedef {object} Prepared
 * @property {() => unknown} run computes
 * @property {() => ArrayLike<number>} result what `run` computed
 *
 * @typedef {object} Subject
 * @property {string} name
 * @property {number} [bound] maximum error in ULP that it must keep; none for what does not compute σ
 * @property {(x: Float64Array) => Prepared} prepare
 */

export const NAIVE = 'naive 1/(1+Math.exp(-x)) loop';

/** @param {Float64Array} x @param {Float64Array} out */
export function naive(x, out) {
  for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]));
}

const wasm = createSigmoid({ backend: 'wasm' });
const typescript = createSigmoid({ backend: 'ts' });
const wasmCorrect = createSigmoid({ backend: 'wasm', rounding: 'correct' });
const typescriptCorrect = createSigmoid({ backend: 'ts', rounding: 'correct' });

/** @param {(x: Float64Array, out: Float64Array) => unknown} compute @returns {Subject['prepare']} */
function onPlainArrays(compute) {
  return (x) => {
    const out = new Float64Array(x.length);
    return { run: () => compute(x, out), result: () => out };
  };
}

/** @param {import('sigmoid-wasm').Sigmoid} sigmoid @returns {Subject['prepare']} */
function onAllocatedArrays(sigmoid) {
  return (x) => {
    const input = sigmoid.alloc(x.length);
    const out = sigmoid.alloc(x.length);
    input.set(x);
    return { run: () => sigmoid(input, out), result: () => out };
  };
}

/** @type {Subject[]} */
const FAITHFUL = [
  { name: 'copy, the ceiling', prepare: onPlainArrays((x, out) => out.set(x)) },
  { name: NAIVE, bound: 3, prepare: onPlainArrays(naive) },
  {
    name: 'Float64Array.map',
    bound: 3,
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
  { name: 'sigmoid-wasm, TypeScript', bound: 0.53, prepare: onPlainArrays((x, out) => typescript(x, out)) },
  { name: 'sigmoid-wasm, plain arrays', bound: 0.53, prepare: onPlainArrays((x, out) => wasm(x, out)) },
  { name: 'sigmoid-wasm, allocated', bound: 0.53, prepare: onAllocatedArrays(wasm) },
];

/** @type {Subject[]} */
const CORRECT = [
  { name: 'correct rounding, TypeScript', bound: 0.5, prepare: onPlainArrays((x, out) => typescriptCorrect(x, out)) },
  { name: 'correct rounding, plain arrays', bound: 0.5, prepare: onPlainArrays((x, out) => wasmCorrect(x, out)) },
  { name: 'correct rounding, allocated', bound: 0.5, prepare: onAllocatedArrays(wasmCorrect) },
];

/**
 * Measured one group after the other: what V8 inlines for a rounding that is alone in its process it calls once there is another,
 * which costs 30 ns a call.
 */
export const GROUPS = [FAITHFUL, CORRECT];
export const SUBJECTS = GROUPS.flat();

/** Asynchronous: main.mjs leaves it to threads.mjs. @type {Subject} */
export const ON_ALL_CORES = {
  name: 'sigmoid-wasm, allocated, all cores',
  bound: 0.53,
  prepare(x) {
    const input = wasm.alloc(x.length);
    const out = wasm.alloc(x.length);
    input.set(x);
    return { run: () => wasm.async(input, out), result: () => out };
  },
};
