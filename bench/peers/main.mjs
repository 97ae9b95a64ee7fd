/**
 * Each function by other libraries, next to every row of ../main.mjs and in turn with them: throughput and accuracy.
 *
 *     npm run bench:peers -- [--function softplus] [--size 1000000] [--json FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { choiceOf, integerOf, readOptions, textOf } from '../../scripts/options.mjs';
import { judgeOf } from '../accuracy.mjs';
import { TYPES } from '../elements.mjs';
import { domainOf, FUNCTION_NAMES, FUNCTIONS } from '../functions.mjs';
import { inputOf } from '../input.mjs';
import { openProgress } from '../progress.mjs';
import { environment, rowOf, tableOf, verify } from '../report.mjs';
import { onAllCores, SUBJECTS } from '../subjects.mjs';
import { measure, ROUNDS } from './measure.mjs';
import { openNative } from './native.mjs';

/**
 * @typedef {import('../elements.mjs').ElementType} ElementType
 * @typedef {import('../elements.mjs').Elements} Elements
 * @typedef {import('../functions.mjs').FunctionName} FunctionName
 *
 * @typedef {object} Peer each module of `PEERS` exports an array of them by default
 * @property {FunctionName} function what it computes
 * @property {string} name unlike that of any other of the same function
 * @property {ElementType} type of the elements of its x
 * @property {(x: Elements) => Prepared | Promise<Prepared>} prepare
 *
 * @typedef {object} Prepared
 * @property {() => unknown} run computes; may return a promise
 * @property {() => ArrayLike<number>} result what `run` computed
 */

const PEERS = ['stdlib', 'numpy-ts', 'onnxruntime', 'tfjs'];
/** ULP within which a result is as good as the functions of an engine can make it; rows beyond are marked. */
const NAIVE_ULP = 3;
/** No bound is asked of others' code: its accuracy is shown. */
const UNBOUNDED = Number.POSITIVE_INFINITY;
/** See measure.mjs. */
const LEAST_SIZE = 10_000;

const values = readOptions({
  command: 'npm run bench:peers',
  about: 'Measures each function by other libraries too. This takes some minutes.',
  options: {
    function: { value: 'NAME', about: `only one of ${FUNCTION_NAMES.join(', ')}`, read: choiceOf(FUNCTION_NAMES) },
    size: { value: 'N', about: 'length of the arrays', read: integerOf(LEAST_SIZE), default: '1000000' },
    json: { value: 'FILE', about: 'write the results', read: textOf },
  },
});
const functions = values.function === undefined ? FUNCTION_NAMES : [values.function];
const { size } = values;

/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

const { version } = readJson('../../package.json');
const where = environment();
console.log(`sigmoid-wasm ${version} on ${where.runtime}\n${where.processor}, ${where.cores} cores, ${where.platform}`);
console.log('Medians; accuracy against a reference of 95 bits');
console.log('Ratios are to the naive loop over the same type, errors in ULP of that type');

const progress = openProgress();

/** Reasons, by what is absent. @type {Record<string, string>} */
const skipped = {};
/** @type {Record<string, string>} */
const versions = readJson('package.json').dependencies;

/** @type {Peer[]} */
const peers = [];
for (const peer of PEERS) {
  try {
    peers.push(...(await import(`./${peer}.mjs`)).default);
  } catch (error) {
    skipped[peer] = String(error);
  }
}

/** What each library of Python makes of a function, round by round. @param {FunctionName} of @param {Record<ElementType, Elements>} inputs */
function openPython(of, inputs) {
  const native = openNative(of, inputs);
  if (native === undefined) skipped['NumPy, SciPy, PyTorch'] = 'no python3 imports numpy';
  /** @type {import('./native.mjs').Round} */
  let last = { versions: {}, skipped: {}, times: [] };
  return {
    round() {
      if (native !== undefined) last = native.round();
      return last.times;
    },
    results() {
      Object.assign(versions, last.versions);
      Object.assign(skipped, last.skipped);
      return last.times.map(({ name, type, file }) => ({ name, type, result: native?.result(file, type) ?? [] }));
    },
  };
}

/** Of all subjects of a function. @param {FunctionName} of @returns {Promise<import('../report.mjs').Row[]>} */
async function rowsOf(of) {
  const inputs = { float64: inputOf(of, size, 'float64'), float32: inputOf(of, size, 'float32') };
  const judges = { float64: judgeOf(of, inputs.float64), float32: judgeOf(of, inputs.float32) };
  /** @param {Peer & { bound?: number }} subject */
  async function prepare(subject) {
    progress.say(`${of}: verifying ${subject.name}`);
    const { run, result } = await subject.prepare(inputs[subject.type]);
    await run();
    return { ...subject, run, accuracy: verify(subject, judges[subject.type], result()) };
  }

  const prepared = [];
  for (const subject of [...SUBJECTS[of], ...onAllCores(of)]) prepared.push(await prepare(subject));
  for (const peer of peers.filter((peer) => peer.function === of)) {
    try {
      prepared.push(await prepare({ ...peer, bound: UNBOUNDED }));
    } catch (error) {
      skipped[`${of} by ${peer.name}`] = String(error);
    }
  }
  const python = openPython(of, inputs);
  const rounds = await measure(prepared, python.round, {
    onRound: (round) => progress.say(`${of}: round ${round} of ${ROUNDS}`),
  });
  progress.end();
  const computed = python.results().map(({ name, type, result }) => ({
    ...{ function: of, name, type },
    accuracy: verify({ name, bound: UNBOUNDED }, judges[type], result),
  }));
  const all = [...prepared, ...computed];
  return TYPES.flatMap((type) => all.filter((subject) => subject.type === type)).map((subject) =>
    rowOf(subject, inputs[subject.type], rounds),
  );
}

/** @type {import('../report.mjs').Row[]} */
const rows = [];
for (const of of functions) {
  const measured = await rowsOf(of);
  const { formula, usual } = FUNCTIONS[of];
  console.log(`\n${formula}: ${size.toLocaleString('en')} elements, ${domainOf(of)}\nnaive loop: ${usual}`);
  console.log(tableOf(measured.map((row) => ((row.ulp ?? 0) > NAIVE_ULP ? { ...row, name: `${row.name} (!)` } : row))));
  rows.push(...measured);
}
console.log(`(!) more than ${NAIVE_ULP} ULP from the exact value\n`);
for (const [name, value] of Object.entries(versions)) console.log(`${name} ${value}`);
for (const [name, reason] of Object.entries(skipped)) console.log(`skipped: ${name}: ${reason}`);

if (values.json) writeFileSync(values.json, `${JSON.stringify({ version, ...where, versions, skipped, rows }, null, 2)}\n`);
