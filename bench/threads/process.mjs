/**
 * Run in a process of its own, by any runtime that has the package's threads: times of the synchronous call and of `async`, as
 * one line of JSON. The argument is a `Task` as JSON.
 */
import { createLogistic } from 'sigmoid-wasm';
import { ARRAYS } from '../elements.mjs';
import { inputOf } from '../input.mjs';
import { median } from '../median.mjs';

/**
 * @typedef {import('../elements.mjs').ElementType} ElementType
 * @typedef {import('../elements.mjs').Elements} Elements
 *
 * @typedef {object} Task
 * @property {import('../functions.mjs').FunctionName} function that is called
 * @property {ElementType} type of the elements
 * @property {number} threads
 * @property {number[]} sizes elements
 * @property {number} [time] milliseconds for each of the four measurements of a kind and size
 * @property {string} [first] 'synchronous' or 'async': only the first call of the process, of the first size
 *
 * @typedef {object} Times seconds a call, medians
 * @property {string} kind
 * @property {number} size
 * @property {{ synchronous: number, async: number }} alternating one call of each in turn
 * @property {{ synchronous: number, async: number }} row many calls of one after the other
 * @property {number} wait the longest that a timer of 1 ms waits during calls
 * @property {number} idleWait and while there are none
 */

const LEAST_ROUNDS = 7;
/** Calls during which a timer is watched. */
const CALLS = 5;

/** @type {Record<string, (type: ElementType, length: number, f: import('sigmoid-wasm').LogisticFunction) => Elements>} */
const KINDS = {
  allocated: (type, length, f) => f.alloc(length, type),
  'shared by the user': (type, length) => new ARRAYS[type](new SharedArrayBuffer(ARRAYS[type].BYTES_PER_ELEMENT * length)),
  plain: (type, length) => new ARRAYS[type](length),
};

/** Seconds that a call takes. @param {() => unknown} run */
async function time(run) {
  const begin = performance.now();
  await run();
  return (performance.now() - begin) / 1000;
}

/** Medians of the times of calls in turn. @param {number} milliseconds for each @param {(() => unknown)[]} runs */
async function timesOf(milliseconds, ...runs) {
  /** @type {number[][]} */
  const times = runs.map(() => []);
  const ends = performance.now() + milliseconds * runs.length;
  for (let round = 0; round < LEAST_ROUNDS || performance.now() < ends; round++) {
    for (const [i, run] of runs.entries()) times[i].push(await time(run));
  }
  return times.map(median);
}

/** The longest that a timer of 1 ms waits while `run` is called, in milliseconds. @param {() => Promise<unknown>} run */
async function longestWait(run) {
  let longest = 0;
  let last = performance.now();
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(tick, 1);
  for (let i = 0; i < CALLS; i++) await run();
  tick();
  clearInterval(timer);
  return longest;
}

/** @param {Elements} result @param {Elements} expected */
function verify(result, expected) {
  const wrong = result.findIndex((value, i) => !Object.is(value, expected[i]));
  if (wrong >= 0) throw new Error(`element ${wrong} of ${result.length} is ${result[wrong]}, not ${expected[wrong]}`);
}

/** @param {Task} task */
async function measureAll({ function: of, type, threads, sizes, time = 0 }) {
  const f = createLogistic({ backend: 'wasm', threads })[of];
  // Until the workers are there.
  const [from, to] = [f.alloc(1_000_000, type), f.alloc(1_000_000, type)];
  for (const ends = performance.now() + 300; performance.now() < ends; ) await f.async(from, to);
  /** @type {Times[]} */
  const rows = [];
  for (const [kind, make] of Object.entries(KINDS)) {
    for (const size of sizes) {
      const [x, out, expected] = [make(type, size, f), make(type, size, f), new ARRAYS[type](size)];
      x.set(inputOf(of, size, type));
      f(x, expected);
      const synchronous = () => f(x, out);
      const asynchronous = () => f.async(x, out);
      await asynchronous();
      verify(out, expected);
      const [alternatingSync, alternatingAsync] = await timesOf(time, synchronous, asynchronous);
      const [rowAsync] = await timesOf(time, asynchronous);
      const [rowSync] = await timesOf(time, synchronous);
      const idleWait = await longestWait(() => new Promise((resolve) => setTimeout(resolve, 20)));
      const wait = await longestWait(asynchronous);
      verify(out, expected);
      rows.push({
        ...{ kind, size, wait, idleWait },
        alternating: { synchronous: alternatingSync, async: alternatingAsync },
        row: { synchronous: rowSync, async: rowAsync },
      });
    }
  }
  return rows;
}

/** Seconds of the first call of this process, on ordinary arrays. @param {Task} task */
async function measureFirst({ function: of, type, threads, sizes: [size], first }) {
  const [x, out] = [inputOf(of, size, type), new ARRAYS[type](size).fill(1)];
  const f = createLogistic({ backend: 'wasm', threads })[of];
  return await time(first === 'async' ? () => f.async(x, out) : () => f(x, out));
}

const task = /** @type {Task} */ (JSON.parse(process.argv[2]));
console.log(JSON.stringify(await (task.first ? measureFirst(task) : measureAll(task))));
