/**
 * `async` against the synchronous call, from call to result, in many processes: systems place threads on cores as they like, for
 * seconds, so that one process tells little. Prints quantiles over the processes, the fixed cost of a call, the first call of a
 * process, and what a model says about more threads than there are; draws the picture in docs/threads.md.
 *
 *     npm run bench:threads -- [--function softplus] [--type float32] [--processes N] [--threads N] [--sizes 150000,1000000]
 *       [--command 'deno run -A'] [--svg FILE] [--json FILE]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { choiceOf, integerOf, integersOf, readOptions, textOf } from '../../scripts/options.mjs';
import { TYPES } from '../elements.mjs';
import { FUNCTION_NAMES, FUNCTIONS } from '../functions.mjs';
import { median } from '../median.mjs';
import { openProgress } from '../progress.mjs';
import { environment } from '../report.mjs';
import { fitModel, lineThrough, predict } from './model.mjs';

/** @typedef {import('./process.mjs').Times} Times */

/** Threads that the model is asked about. */
const MODELLED = [4, 8, 16];
/** Sizes of the first call of a process. */
const FIRST_SIZES = [1_000_000, 4_000_000];

const {
  function: of,
  type,
  ...values
} = readOptions({
  command: 'npm run bench:threads',
  about: 'Compares `async` with the synchronous call in many processes. This takes some minutes.',
  options: {
    function: {
      value: 'NAME',
      about: `one of ${FUNCTION_NAMES.join(', ')}`,
      read: choiceOf(FUNCTION_NAMES),
      default: 'sigmoid',
    },
    type: { value: 'TYPE', about: TYPES.join(' or '), read: choiceOf(TYPES), default: 'float64' },
    processes: { value: 'N', about: 'how many processes measure', read: integerOf(1), default: '9' },
    time: { value: 'N', about: 'milliseconds for each measurement', read: integerOf(1), default: '250' },
    threads: {
      ...{ value: 'N', about: 'the threads of `async`', read: integerOf(2) },
      default: String(Math.max(2, availableParallelism())),
    },
    sizes: {
      ...{ value: 'N,…', about: 'lengths of the arrays', read: integersOf(1) },
      default: '150000,400000,1000000,4000000,16000000',
    },
    command: { value: 'COMMAND', about: "another runtime, such as 'deno run -A'", read: textOf, default: process.execPath },
    svg: { value: 'FILE', about: 'draw a chart of the results', read: textOf },
    json: { value: 'FILE', about: 'write the results', read: textOf },
  },
});
const { processes, threads, sizes, time } = values;
const [command, ...args] = values.command.split(' ');
const script = fileURLToPath(new URL('process.mjs', import.meta.url));

/** What a new process measures. @param {import('./process.mjs').Task} task */
function measure(task) {
  return JSON.parse(
    execFileSync(command, [...args, script, JSON.stringify(task)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

/** The third best, the median, and the second worst, as far as there are so many. @param {number[]} ratios */
function quantiles(ratios) {
  const sorted = ratios.toSorted((a, b) => b - a);
  return {
    thirdBest: sorted[Math.min(2, sorted.length - 1)],
    median: median(ratios),
    secondWorst: sorted[Math.max(0, sorted.length - 2)],
  };
}

/** @param {number} ratio */
const times = (ratio) => `${ratio.toFixed(2)}×`;
/** @param {number} seconds */
const micro = (seconds) => `${(1e6 * seconds).toFixed(0)} µs`;
/** @param {number} size */
const elements = (size) => size.toLocaleString('en').padStart(10);

const where = environment();
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
console.log(
  `sigmoid-wasm ${version}, ${of}, ${type}, ${threads} threads, ${processes} processes of ${values.command === process.execPath ? where.runtime : values.command}`,
);
console.log(`${where.processor}, ${where.cores} cores, ${where.platform}; every result verified\n`);

const progress = openProgress();
progress.say(`0 of ${processes} processes`);
/** @type {Times[]} */
const rows = [];
for (let i = 0; i < processes; i++) {
  rows.push(...measure({ function: of, type, threads, sizes, time }));
  progress.say(`${i + 1} of ${processes} processes`);
}
progress.end();

const kinds = [...new Set(rows.map(({ kind }) => kind))];
const summary = kinds.flatMap((kind) =>
  sizes.map((size) => {
    const own = rows.filter((row) => row.kind === kind && row.size === size);
    /** @param {'alternating' | 'row'} order */
    const inOrder = (order) => ({
      ratio: quantiles(own.map((row) => row[order].synchronous / row[order].async)),
      synchronous: median(own.map((row) => row[order].synchronous)),
      async: median(own.map((row) => row[order].async)),
    });
    const wait = median(own.map(({ wait, idleWait }) => wait - idleWait));
    return { kind, size, alternating: inOrder('alternating'), row: inOrder('row'), wait };
  }),
);

console.log('How many times faster than the synchronous call: third best, median and second worst of the processes');
for (const kind of kinds) {
  console.log(`\n${kind}`);
  for (const { size, alternating, row, wait } of summary.filter((entry) => entry.kind === kind)) {
    const [one, other] = [alternating, row].map(({ ratio }) =>
      [ratio.thirdBest, ratio.median, ratio.secondWorst].map(times).join(' '),
    );
    console.log(
      `${elements(size)}  alternating ${one}  in a row ${other}  a timer waits ${wait.toFixed(1)} ms longer than in an idle process`,
    );
  }
}

console.log('\nTime of a call over its length: fixed cost and time of an element, by medians of calls in a row');
/** @type {Record<string, import('./model.mjs').Model>} */
const models = {};
for (const kind of kinds) {
  const own = summary.filter((entry) => entry.kind === kind);
  /** @param {'synchronous' | 'async'} way @returns {[number, number][]} */
  const points = (way) => own.map(({ size, row }) => [size, row[way]]);
  if (own.length < 2) continue;
  const line = lineThrough(points('async'));
  models[kind] = fitModel(points('synchronous'), points('async'), threads);
  console.log(
    `${kind}: ${micro(line.fixed)} and ${(1e9 * line.slope).toFixed(2)} ns, ${(1e9 * lineThrough(points('synchronous')).slope).toFixed(2)} ns synchronous`,
  );
}

console.log('\nModel, not a measurement (Amdahl plus fixed cost, from the above): times faster than the synchronous call');
for (const [kind, model] of Object.entries(models)) {
  for (const size of sizes) {
    const alone = predict({ ...model, fixed: 0 }, size, 1);
    console.log(
      `${elements(size)}  ${MODELLED.map((count) => `${count} threads ${times(alone / predict(model, size, count))}`).join('  ')}  ${kind}`,
    );
  }
}

console.log('\nThe first call of a process, on ordinary arrays: how many times as long as a synchronous one');
/** @type {{ size: number, ratio: number }[]} */
const first = [];
for (const size of FIRST_SIZES) {
  /** @type {{ synchronous: number[], async: number[] }} */
  const seconds = { synchronous: [], async: [] };
  for (let i = 0; i < processes; i++) {
    for (const way of /** @type {const} */ (['synchronous', 'async']))
      seconds[way].push(measure({ function: of, type, threads, sizes: [size], first: way }));
  }
  const ratio = median(seconds.async) / median(seconds.synchronous);
  first.push({ size, ratio });
  console.log(`${elements(size)}  ${times(ratio)}`);
}

const result = { version, ...where, function: of, type, threads, processes, summary, models, first };
if (values.svg) {
  const { drawScaling } = await import('../chart/scaling.mjs');
  writeFileSync(values.svg, await drawScaling(summary, { ...result, symbol: FUNCTIONS[of].symbol }));
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
