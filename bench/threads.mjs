/**
 * `async` on 1 … N threads against the synchronous call, from call to result: throughput, scaling, and from which size on
 * workers win. Draws the picture in the README.
 *
 *     npm run bench:threads -- [--sizes 100000,1000000,16000000] [--threads N] [--svg FILE] [--json FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { createSigmoid } from 'sigmoid-wasm';
import { drawScaling } from './chart/scaling.mjs';
import { uniformInput } from './input.mjs';
import { median } from './measure.mjs';
import { environment, tableOf, verify } from './report.mjs';
import { naive } from './subjects.mjs';

const ROUNDS = 15;
/** Milliseconds for a subject in a round. */
const TIME = 40;
/** Calls during which a timer is watched. */
const CALLS = 5;

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100000,1000000,16000000' },
    threads: { type: 'string', default: String(availableParallelism()) },
    svg: { type: 'string' },
    json: { type: 'string' },
  },
});
/** @param {string} name @param {string} text */
function positive(name, text) {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} expected positive integers, got '${text}'`);
  return value;
}
const sizes = values.sizes.split(',').map((text) => positive('sizes', text));
const threads = Array.from({ length: positive('threads', values.threads) }, (_, i) => i + 1);

/** @typedef {(sigmoid: import('sigmoid-wasm').Sigmoid, length: number) => Float64Array} Make */
/** @type {Record<string, Make>} */
const KINDS = {
  allocated: (sigmoid, length) => sigmoid.alloc(length),
  'shared by the user': (_, length) => new Float64Array(new SharedArrayBuffer(8 * length)),
  plain: (_, length) => new Float64Array(length),
};

const instances = threads.map((count) => createSigmoid({ backend: 'wasm', threads: count }));
for (const sigmoid of instances) {
  await sigmoid.async(sigmoid.alloc(1_000_000));
  await new Promise((resolve) => setTimeout(resolve, 300));
}

/** Seconds a call of each subject in each round, in turn. @param {{ run: () => unknown }[]} subjects */
async function measure(subjects) {
  /** @type {number[][]} */
  const seconds = subjects.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { run }] of subjects.entries()) {
      const times = [];
      for (const end = performance.now() + TIME; performance.now() < end || times.length === 0; ) {
        const begin = performance.now();
        await run();
        times.push((performance.now() - begin) / 1000);
      }
      seconds[i].push(median(times));
    }
  }
  return seconds;
}

/** How many times faster one is than the other, within a round. @param {number[]} one @param {number[]} other */
const ratioOf = (one, other) => median(one.map((time, round) => other[round] / time));

/** The longest that a timer of 1 ms of the calling thread waits during calls, in milliseconds. @param {() => unknown} run */
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

/** Rows for arrays of one kind and size: the naive loop, the synchronous call, and each number of threads. @param {string} kind @param {number} size */
async function rowsFor(kind, size) {
  const make = KINDS[kind];
  const given = uniformInput(size);
  /**
   * @param {string} name @param {import('sigmoid-wasm').Sigmoid} sigmoid
   * @param {(x: Float64Array, out: Float64Array) => unknown} compute
   */
  const prepare = (name, sigmoid, compute) => {
    const x = make(sigmoid, size);
    const out = make(sigmoid, size);
    x.set(given);
    return { name, bound: name.startsWith('naive') ? 3 : 0.53, out, run: () => compute(x, out) };
  };
  const subjects = [
    prepare('naive loop', instances[0], naive),
    prepare('synchronous', instances[0], (x, out) => instances[0](x, out)),
    ...instances.map((sigmoid, i) =>
      prepare(`async, ${threads[i]} thread${i ? 's' : ''}`, sigmoid, (x, out) => sigmoid.async(x, out)),
    ),
  ];
  /** @type {ReturnType<typeof verify>[]} */
  const accuracies = [];
  for (const subject of subjects) {
    await subject.run();
    accuracies.push(verify(subject, given.subarray(0, 1_000_000), subject.out));
  }
  const seconds = await measure(subjects);
  /** @type {number[]} */
  const waits = [];
  for (const { run } of subjects.slice(2)) waits.push(await longestWait(run));
  return subjects.map(({ name }, i) => ({
    name,
    kind,
    size,
    rate: size / median(seconds[i]),
    bandwidth: (16 * size) / median(seconds[i]),
    ratio: ratioOf(seconds[i], seconds[0]),
    toSynchronous: ratioOf(seconds[i], seconds[1]),
    efficiency: i < 2 ? undefined : ratioOf(seconds[i], seconds[2]) / threads[i - 2],
    longestWait: waits[i - 2],
    ...accuracies[i],
  }));
}

/** The least size, of powers of 2, from which on all threads are faster than the synchronous call. @param {string} kind */
async function crossover(kind) {
  const sigmoid = instances[instances.length - 1];
  let least = Number.POSITIVE_INFINITY;
  for (let size = 2 ** 22; size >= 2 ** 15; size /= 2) {
    const x = KINDS[kind](sigmoid, size);
    const out = KINDS[kind](sigmoid, size);
    const [synchronous, asynchronous] = await measure([{ run: () => sigmoid(x, out) }, { run: () => sigmoid.async(x, out) }]);
    if (ratioOf(asynchronous, synchronous) <= 1) break;
    least = size;
  }
  return least;
}

const where = environment();
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
console.log(`sigmoid-wasm ${version} on ${where.runtime}\n${where.processor}, ${where.cores} cores, ${where.platform}`);
console.log('σ from call to result, workers started before; medians; every result verified\n');

const rows = [];
for (const kind of Object.keys(KINDS)) {
  for (const size of sizes) {
    const sized = await rowsFor(kind, size);
    console.log(`${size.toLocaleString('en')} elements, ${kind}\n${tableOf(sized)}`);
    for (const { name, efficiency, toSynchronous, longestWait } of sized.slice(2)) {
      console.log(
        `${name}: ${toSynchronous.toFixed(2)}× the synchronous call, efficiency ${(100 * /** @type {number} */ (efficiency)).toFixed(0)} %, ` +
          `a 1 ms timer waits up to ${longestWait.toFixed(1)} ms`,
      );
    }
    console.log();
    rows.push(...sized);
  }
}
/** @type {Record<string, number>} */
const crossovers = {};
for (const kind of Object.keys(KINDS)) {
  crossovers[kind] = await crossover(kind);
  const from = Number.isFinite(crossovers[kind]) ? `from ${crossovers[kind].toLocaleString('en')} elements on` : 'at no size';
  console.log(`${kind}: ${threads.at(-1)} threads win ${from}`);
}

if (values.svg) writeFileSync(values.svg, await drawScaling(rows, where));
if (values.json) writeFileSync(values.json, `${JSON.stringify({ version, ...where, rows, crossovers }, null, 2)}\n`);
await Promise.all(instances.map((sigmoid) => sigmoid[Symbol.asyncDispose]()));
