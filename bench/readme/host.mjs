/** What one host measures of σ, be it Node or a browser: every result verified, then every subject in every round, in turn. */
import { createSigmoid } from 'sigmoid-wasm';
import { judgeOf } from '../accuracy.mjs';
import { FUNCTIONS } from '../functions.mjs';
import { uniformInput } from '../input.mjs';
import { NAIVE_LOOPS } from '../naive.mjs';
import { measure } from '../peers/measure.mjs';

/**
 * @typedef {'loop' | 'allocated' | 'reused' | 'fresh' | 'typescript' | 'number' | 'threads'} SubjectName
 *
 * @typedef {object} Task
 * @property {number} size elements
 * @property {number} rounds
 * @property {number} time milliseconds for a subject in a round, and as many to warm up
 *
 * @typedef {object} Measured
 * @property {Partial<Record<SubjectName, number[]>>} seconds a call, in each round
 * @property {Partial<Record<SubjectName, number>>} errors the largest, in ULP
 */

/** As many as PyTorch gets in ../peers/native.py. */
export const THREADS = 2;

/** @type {(x: Float64Array, out: Float64Array) => void} */
const loop = NAIVE_LOOPS.sigmoid.float64;

/**
 * @param {Float64Array<ArrayBuffer>} x
 * @returns {{ name: SubjectName, bound: number, run: () => unknown, result: () => Float64Array }[]}
 */
function subjectsOf(x) {
  const sigmoid = createSigmoid({ backend: 'wasm', threads: THREADS });
  const typescript = createSigmoid({ backend: 'ts' });
  const [input, output] = [sigmoid.alloc(x.length), sigmoid.alloc(x.length)];
  input.set(x);
  const out = new Float64Array(x.length);
  let fresh = out;
  const { bounds, usualBounds } = FUNCTIONS.sigmoid;
  /** @type {[SubjectName, () => unknown, () => Float64Array][]} */
  const subjects = [
    ['loop', () => loop(x, out), () => out],
    ['allocated', () => sigmoid(input, output), () => output],
    ['reused', () => sigmoid(x, out), () => out],
    [
      'fresh',
      () => {
        fresh = sigmoid(x);
      },
      () => fresh,
    ],
    ['typescript', () => typescript(x, out), () => out],
    [
      'number',
      () => {
        for (let i = 0; i < x.length; i++) out[i] = sigmoid(x[i]);
      },
      () => out,
    ],
    // Last, because workers stay awake for a while: the next subject is the first one of a round, which warms up.
    ['threads', () => sigmoid.async(input, output), () => output],
  ];
  return subjects.map(([name, run, result]) => ({
    name,
    bound: name === 'loop' ? usualBounds.float64 : bounds.float64,
    run,
    result,
  }));
}

/** @param {Task} task @returns {Promise<Measured>} @throws Error if a result is not within its bound */
export async function measureHost({ size, rounds, time }) {
  const x = uniformInput(size);
  const judge = judgeOf('sigmoid', x);
  const subjects = subjectsOf(x);
  /** @type {Measured['errors']} */
  const errors = {};
  for (const { name, bound, run, result } of subjects) {
    // What another subject left there is no result.
    result().fill(Number.NaN);
    await run();
    const { maximum, at } = judge.accuracyOf(result());
    if (!(maximum <= bound)) throw new Error(`${name}: ${maximum} ULP at x = ${at}, more than ${bound}`);
    errors[name] = maximum;
  }
  const seconds = await measure(subjects, () => [], { rounds, time });
  return { seconds: Object.fromEntries(seconds), errors };
}
