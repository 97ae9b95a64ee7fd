/** What is measured: each subject prepares its arrays once, and then computes out = f(x) again and again. */
import { createLogistic, createSigmoid } from 'sigmoid-wasm';
import { ARRAYS, named, TYPES } from './elements.mjs';
import { FUNCTION_NAMES, FUNCTIONS } from './functions.mjs';
import { NAIVE_LOOPS, naiveOf } from './naive.mjs';

/**
 * @typedef {import('./elements.mjs').ElementType} ElementType
 * @typedef {import('./elements.mjs').Elements} Elements
 * @typedef {import('./functions.mjs').FunctionName} FunctionName
 * @typedef {import('sigmoid-wasm').LogisticFunction} LogisticFunction
 *
 * @typedef {object} Prepared
 * @property {() => unknown} run computes
 * @property {() => ArrayLike<number>} result what `run` computed
 *
 * @typedef {object} Subject
 * @property {FunctionName} function what it computes
 * @property {string} name unlike that of any other subject of its function
 * @property {ElementType} type of the elements of its x
 * @property {number} [bound] maximum error in ULP of the type that it must keep; none for what does not compute the function
 * @property {(x: Elements) => Prepared} prepare
 */

const wasm = createLogistic({ backend: 'wasm' });
const typescript = createLogistic({ backend: 'ts' });
const wasmCorrect = createSigmoid({ backend: 'wasm', rounding: 'correct' });
const typescriptCorrect = createSigmoid({ backend: 'ts', rounding: 'correct' });

/** @param {ElementType} type @param {(x: Elements, out: Elements) => unknown} compute @returns {Subject['prepare']} */
function onPlainArrays(type, compute) {
  return (x) => {
    const out = new ARRAYS[type](x.length);
    return { run: () => compute(x, out), result: () => out };
  };
}

/** @param {ElementType} type @param {LogisticFunction} f @returns {Subject['prepare']} */
function onAllocatedArrays(type, f) {
  return (x) => {
    const input = f.alloc(x.length, type);
    const out = f.alloc(x.length, type);
    input.set(x);
    return { run: () => f(input, out), result: () => out };
  };
}

/** What every function has. @param {FunctionName} name @param {ElementType} type @returns {Subject[]} */
export function subjectsOf(name, type) {
  const bound = FUNCTIONS[name].bounds[type];
  const [kernel, fallback] = [wasm[name], typescript[name]];
  /** @type {[string, number, Subject['prepare']][]} */
  const rows = [
    [naiveOf(type), FUNCTIONS[name].usualBounds[type], onPlainArrays(type, NAIVE_LOOPS[name][type])],
    [named('sigmoid-wasm, TypeScript', type), bound, onPlainArrays(type, (x, out) => fallback(x, out))],
    [named('sigmoid-wasm, plain arrays', type), bound, onPlainArrays(type, (x, out) => kernel(x, out))],
    [named('sigmoid-wasm, allocated', type), bound, onAllocatedArrays(type, kernel)],
  ];
  return rows.map(([row, bound, prepare]) => ({ function: name, name: row, type, bound, prepare }));
}

/** What σ has besides. @param {ElementType} type @returns {Subject[]} */
function besides(type) {
  return [
    {
      function: 'sigmoid',
      name: named('copy, the ceiling', type),
      type,
      prepare: onPlainArrays(type, (x, out) => out.set(x)),
    },
    {
      function: 'sigmoid',
      name: `${ARRAYS[type].name}.map`,
      type,
      bound: FUNCTIONS.sigmoid.usualBounds[type],
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
  ];
}

/** Over float32 both roundings are one. @type {Subject[]} */
const CORRECT = /** @type {[string, Subject['prepare']][]} */ ([
  ['correct rounding, TypeScript', onPlainArrays('float64', (x, out) => typescriptCorrect(x, out))],
  ['correct rounding, plain arrays', onPlainArrays('float64', (x, out) => wasmCorrect(x, out))],
  ['correct rounding, allocated', onAllocatedArrays('float64', wasmCorrect)],
]).map(([name, prepare]) => ({ function: 'sigmoid', name, type: 'float64', bound: 0.5, prepare }));

/**
 * The subjects of σ. Measured one group after the other, and float64 at all sizes first: what V8 inlines for a rounding or a type
 * that is alone in its process it calls once there is another, which costs 30 ns a call for a rounding and 100 ns for a type.
 *
 * @type {Record<ElementType, Subject[][]>}
 */
export const SIGMOID_GROUPS = {
  float64: [[...besides('float64'), ...subjectsOf('sigmoid', 'float64')], CORRECT],
  float32: [[...besides('float32'), ...subjectsOf('sigmoid', 'float32')]],
};

/** All subjects, by function. @type {Record<FunctionName, Subject[]>} */
export const SUBJECTS = /** @type {Record<FunctionName, Subject[]>} */ (
  Object.fromEntries(
    FUNCTION_NAMES.map((name) => [
      name,
      TYPES.flatMap((type) => (name === 'sigmoid' ? SIGMOID_GROUPS[type].flat() : subjectsOf(name, type))),
    ]),
  )
);

/** Asynchronous: only bench/peers and bench/threads measure it. @param {FunctionName} name @returns {Subject[]} */
export const onAllCores = (name) =>
  TYPES.map((type) => ({
    function: name,
    name: named('sigmoid-wasm, allocated, all cores', type),
    type,
    bound: FUNCTIONS[name].bounds[type],
    prepare(x) {
      const f = wasm[name];
      const input = f.alloc(x.length, type);
      const out = f.alloc(x.length, type);
      input.set(x);
      return { run: () => f.async(input, out), result: () => out };
    },
  }));
