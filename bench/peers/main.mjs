/**
 * σ by other libraries, next to every row of ../main.mjs and in turn with them: throughput and accuracy.
 *
 *     npm run bench:peers -- [--size 1000000] [--json FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { TYPES } from '../elements.mjs';
import { uniformInput } from '../input.mjs';
import { summaryOf } from '../measure.mjs';
import { environment, tableOf, verify } from '../report.mjs';
import { naiveOf, ON_ALL_CORES, SUBJECTS } from '../subjects.mjs';
import { measure } from './measure.mjs';
import { openNative } from './native.mjs';

/**
 * @typedef {import('../elements.mjs').ElementType} ElementType
 * @typedef {import('../elements.mjs').Elements} Elements
 *
 * @typedef {object} Peer each module of `PEERS` exports an array of them by default
 * @property {string} name
 * @property {ElementType} type of the elements of its x
 * @property {(x: Elements) => Prepared | Promise<Prepared>} prepare
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

const inputs = { float64: uniformInput(size), float32: uniformInput(size, 'float32') };

/** @param {Peer & { bound?: number }} subject */
async function prepare(subject) {
  const x = inputs[subject.type];
  const { run, result } = await subject.prepare(x);
  await run();
  return { ...subject, run, accuracy: verify(subject, x, result()) };
}

/** Reasons, by what is absent. @type {Record<string, string>} */
const skipped = {};
const prepared = [];
for (const subject of [...SUBJECTS, ...ON_ALL_CORES]) prepared.push(await prepare(subject));
for (const peer of PEERS) {
  try {
    const { default: subjects } = await import(`./${peer}.mjs`);
    for (const subject of subjects) prepared.push(await prepare({ ...subject, bound: UNBOUNDED }));
  } catch (error) {
    skipped[peer] = String(error);
  }
}

const native = openNative(inputs);
if (native === undefined) skipped['NumPy, SciPy, PyTorch'] = 'no python3 imports numpy';
/** @type {import('./native.mjs').Round} */
let round = { versions: {}, skipped: {}, times: [] };
const rounds = await measure(prepared, () => {
  if (native !== undefined) round = native.round();
  return round.times;
});
const computed = round.times.map(({ name, type }) => ({
  name,
  type,
  accuracy: verify({ name, bound: UNBOUNDED }, inputs[type], native?.result(name, type) ?? []),
}));
Object.assign(skipped, round.skipped);

const all = [...prepared, ...computed];
const rows = TYPES.flatMap((type) => all.filter((subject) => subject.type === type)).map(({ name, type, accuracy }) => {
  const { time, ratio } = summaryOf(rounds, name, naiveOf(type));
  return { name, type, size, rate: size / time, bandwidth: (2 * inputs[type].byteLength) / time, ratio, ...accuracy };
});

const { version } = readJson('../../package.json');
const versions = { ...readJson('package.json').dependencies, ...round.versions };
const where = environment();
console.log(`sigmoid-wasm ${version} on ${where.runtime}\n${where.processor}, ${where.cores} cores, ${where.platform}`);
for (const [name, value] of Object.entries(versions)) console.log(`${name} ${value}`);
console.log(
  `\nσ over x uniform in [−10, 10), ${size.toLocaleString('en')} elements; medians; accuracy against a reference of 95 bits`,
);
console.log('Ratios are to the naive loop over the same type, errors in ULP of that type');
console.log(tableOf(rows.map((row) => ((row.ulp ?? 0) > NAIVE_ULP ? { ...row, name: `${row.name} (!)` } : row))));
console.log(`(!) more than ${NAIVE_ULP} ULP from σ`);
for (const [name, reason] of Object.entries(skipped)) console.log(`skipped: ${name}: ${reason}`);

if (values.json) writeFileSync(values.json, `${JSON.stringify({ version, ...where, versions, skipped, rows }, null, 2)}\n`);
