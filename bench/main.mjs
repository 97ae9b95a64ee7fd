/**
 * σ over arrays of several sizes on every backend, and the functions around it over the largest: throughput and accuracy, each
 * result verified before it is timed. Without options it takes half a minute at most, for a first look.
 *
 *     npm run bench -- [--full] [--function softplus] [--sizes 16,1000,1000000] [--rounds 7] [--json FILE]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { choiceOf, integerOf, integersOf, readOptions, textOf } from '../scripts/options.mjs';
import { judgeOf } from './accuracy.mjs';
import { TYPES } from './elements.mjs';
import { domainOf, FUNCTION_NAMES, FUNCTIONS } from './functions.mjs';
import { inputOf } from './input.mjs';
import { FULL_ROUNDS, measure } from './measure.mjs';
import { median } from './median.mjs';
import { naiveOf } from './naive.mjs';
import { openProgress } from './progress.mjs';
import { environment, rowOf, tableOf, verify } from './report.mjs';
import { SIGMOID_GROUPS, subjectsOf } from './subjects.mjs';

const QUICK_SIZES = [1_000_000];
const FULL_SIZES = [16, 1000, 1_000_000];
/** Enough for a median that no single slow moment decides. */
const QUICK_ROUNDS = 3;

const values = readOptions({
  command: 'npm run bench',
  about: 'Measures throughput and accuracy of every function on every backend, over 1,000,000 doubles.',
  options: {
    full: { about: `measure float32 too, σ over ${FULL_SIZES.join(', ')} elements, and ${FULL_ROUNDS} rounds` },
    function: { value: 'NAME', about: `only one of ${FUNCTION_NAMES.join(', ')}`, read: choiceOf(FUNCTION_NAMES) },
    sizes: {
      value: 'N,…',
      about: 'lengths of the arrays, of which other functions than σ get the largest',
      read: integersOf(1),
    },
    rounds: { value: 'N', about: `how often everything is measured (default: ${QUICK_ROUNDS})`, read: integerOf(1) },
    json: { value: 'FILE', about: 'write the results', read: textOf },
  },
});
const functions = values.function === undefined ? FUNCTION_NAMES : [values.function];
const sizes = values.sizes ?? (values.full ? FULL_SIZES : QUICK_SIZES);
const rounds = values.rounds ?? (values.full ? FULL_ROUNDS : QUICK_ROUNDS);
const types = values.full ? TYPES : TYPES.slice(0, 1);
const progress = openProgress();

/** @param {import('./elements.mjs').ElementType} type @param {number} size */
async function sigmoidRows(type, size) {
  const naive = SIGMOID_GROUPS[type].flat().filter(({ name }) => name === naiveOf(type));
  /** @type {import('./report.mjs').Row[]} */
  const rows = [];
  for (const group of SIGMOID_GROUPS[type]) rows.push(...(await rowsOf([...new Set([...group, ...naive])], size)));
  return rows.filter(({ name }, i) => rows.findIndex((row) => row.name === name) === i);
}

/** @param {import('./subjects.mjs').Subject[]} subjects of one function and type, the naive loop among them @param {number} size */
async function rowsOf(subjects, size) {
  const [{ function: of, type }] = subjects;
  const what = `${of}, ${size.toLocaleString('en')} elements of ${type}`;
  const x = inputOf(of, size, type);
  const judge = judgeOf(of, x);
  const prepared = subjects.map((subject) => {
    progress.say(`${what}: verifying ${subject.name}`);
    const { run, result } = subject.prepare(x);
    run();
    return { ...subject, run, accuracy: verify(subject, judge, result()) };
  });
  const times = await measure(prepared, rounds, (round) => progress.say(`${what}: round ${round} of ${rounds}`));
  progress.end();
  return prepared.map((subject) => rowOf(subject, x, times));
}

/** Medians over several fresh processes, in milliseconds. @param {'wasm' | 'ts'} backend */
function firstCall(backend) {
  const script = fileURLToPath(new URL('first-call.mjs', import.meta.url));
  const runs = Array.from({ length: rounds }, () =>
    JSON.parse(execFileSync(process.execPath, [script, backend], { encoding: 'utf8' })),
  );
  return {
    backend,
    import: median(runs.map((run) => run.import)),
    first: median(runs.map((run) => run.first)),
    second: median(runs.map((run) => run.second)),
  };
}

const where = environment();
const version = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
console.log(`sigmoid-wasm ${version} on ${where.runtime}\n${where.processor}, ${where.cores} cores, ${where.platform}`);
console.log('Medians; every result verified against a reference of 95 bits');
console.log(
  'Ratios are to the naive loop over the same type, errors in ULP of that type; misrounded are results that are not the nearest',
);

if (!values.full) console.log('`-- --full` measures float32 and other sizes too, and longer');

/** @type {import('./report.mjs').Row[]} */
const rows = [];
/** @param {import('./functions.mjs').FunctionName} of @param {string} elements @param {import('./report.mjs').Row[]} measured */
function report(of, elements, measured) {
  const { formula, usual } = FUNCTIONS[of];
  console.log(`\n${formula}: ${elements}, ${domainOf(of)}\nnaive loop: ${usual}\n${tableOf(measured)}`);
  rows.push(...measured);
}

async function reportSigmoid() {
  for (const type of types) {
    for (const size of sizes)
      report('sigmoid', `${size.toLocaleString('en')} elements of ${type}`, await sigmoidRows(type, size));
  }
}

/** @param {import('./functions.mjs').FunctionName} of */
async function reportBesides(of) {
  const largest = Math.max(...sizes);
  const measured = [];
  for (const type of types) measured.push(...(await rowsOf(subjectsOf(of, type), largest)));
  report(of, `${largest.toLocaleString('en')} elements`, measured);
}

for (const of of functions) await (of === 'sigmoid' ? reportSigmoid() : reportBesides(of));

console.log();
progress.say('the first calls of new processes');
const starts = [firstCall('wasm'), firstCall('ts')];
progress.end();
for (const { backend, import: load, first, second } of starts) {
  const milliseconds = [load, first, second].map((time) => time.toFixed(2));
  console.log(
    `${backend}: import ${milliseconds[0]} ms, first call ${milliseconds[1]} ms, second ${milliseconds[2]} ms (1,000 elements)`,
  );
}

if (values.json) writeFileSync(values.json, `${JSON.stringify({ version, ...where, rows, starts }, null, 2)}\n`);
