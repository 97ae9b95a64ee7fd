/**
 * σ by other libraries, next to every row of ../main.mjs and in turn with them: throughput and accuracy.
 *
 *     npm run bench:peers -- [--size 1000000] [--json FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { uniformInput } from '../input.mjs';
import { summaryOf } from '../measure.mjs';
import { environment, tableOf, verify } from '../report.mjs';
import { NAIVE, ON_ALL_CORES, SUBJECTS } from '../subjects.mjs';
import { measure } from './measure.mjs';
import { openNative } from './native.mjs';

/**
 * @typedef {object} Peer what each module of `PEERS` exports by default
 * @property {string} name
 * @property {number} [bytes] read and written for an element, 16 if not given
 * @property {(x: Float64Array) => Prepared | Promise<Prepared>} prepare
 *
 * @typedef {object} Prepared
 * @property {() => unknown} run computes; may return a promise
 * @property {() => ArrayLike<number>} result what `run` computed
 */

const PEERS = ['stdlib', 'numpy-ts', 'onnxruntime', 'tfjs'];
/** ULP within which a result is σ as well as Math.exp can give it; rows beyond are marked. */
const NAIVE_ULP = 3;
/** No bound is asked of others' code: its accuracy is shown. */
const UNBOUNDED = Number.POSITIVE_INFINITY;
/** See measure.mjs. */
const LEAST_SIZE = 10_000;

const { values } = parseArgs({
  options: { size: { type: 'string', default: '1000000' }, json: { type: 'string' } },
});
const size = Number(values.size);
if (!Number.isInteger(size) || size < LEAST_SIZE) {
  throw new RangeError(`--size expected an integer of ${LEAST_SIZE} or more, got '${values.size}'`);
}

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

const x = uniformInput(size);

/** @param {Peer & { bound?: number }} subject */
async function prepare(subject) {
  const { run, result } = await subject.prepare(x);
  await run();
  return { name: subject.name, bytes: subject.bytes, run, accuracy: verify(subject, x, result()) };
}

/** Reasons, by what is absent. @type {Record<string, string>} */
const skipped = {};
const prepared = [];
for (const subject of [...SUBJECTS, ON_ALL_CORES]) prepared.push(await prepare(subject));
for (const peer of PEERS) {
  try {
    const { default: subject } = await import(`./${peer}.mjs`);
    prepared.push(await prepare({ ...subject, bound: UNBOUNDED }));
  } catch (error) {
    skipped[peer] = String(error);
  }
}

const native = openNative(x);
if (native === undefined) skipped['NumPy, SciPy, PyTorch'] = 'no python3 imports numpy';
/** @type {import('./native.mjs').Round} */
let round = { versions: {}, skipped: {}, seconds: {} };
const rounds = await measure(prepared, () => {
  if (native !== undefined) round = native.round();
  return round.seconds;
});
const computed = Object.keys(round.seconds).map((name) => ({
  name,
  bytes: undefined,
  accuracy: verify({ name, bound: UNBOUNDED }, x, native?.result(name) ?? []),
}));
Object.assign(skipped, round.skipped);

const rows = [...prepared, ...computed].map(({ name, bytes = 16, accuracy }) => {
  const { time, ratio } = summaryOf(rounds, name, NAIVE);
  return { name, size, rate: size / time, bandwidth: (bytes * size) / time, ratio, ...accuracy };
});

const { version } = readJson('../../package.json');
const versions = { ...readJson('package.json').dependencies, ...round.versions };
const where = environment();
console.log(`sigmoid-wasm ${version} on ${where.runtime}\n${where.processor}, ${where.cores} cores, ${where.platform}`);
for (const [name, value] of Object.entries(versions)) console.log(`${name} ${value}`);
console.log(
  `\nσ over x uniform in [−10, 10), ${size.toLocaleString('en')} elements; medians; accuracy against a reference of 95 bits`,
);
console.log(tableOf(rows.map((row) => ((row.ulp ?? 0) > NAIVE_ULP ? { ...row, name: `${row.name} (!)` } : row))));
console.log(`(!) more than ${NAIVE_ULP} ULP from σ`);
for (const [name, reason] of Object.entries(skipped)) console.log(`skipped: ${name}: ${reason}`);

if (values.json) writeFileSync(values.json, `${JSON.stringify({ version, ...where, versions, skipped, rows }, null, 2)}\n`);
