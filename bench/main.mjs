/**
 * σ over arrays of several sizes on every backend: throughput and accuracy, each result verified before it is timed.
 *
 *     npm run bench -- [--sizes 16,1000,1000000] [--json FILE]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { TYPES } from './elements.mjs';
import { uniformInput } from './input.mjs';
import { measure, summaryOf } from './measure.mjs';
import { median } from './median.mjs';
import { environment, tableOf, verify } from './report.mjs';
import { GROUPS, naiveOf, SUBJECTS } from './subjects.mjs';

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '16,1000,1000000' }, json: { type: 'string' } },
});
const sizes = values.sizes.split(',').map((text) => {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1) throw new RangeError(`--sizes expected positive integers, got '${text}'`);
  return size;
});

/** @param {import('./elements.mjs').ElementType} type @param {number} size @returns {Promise<import('./report.mjs').Row[]>} */
async function rowsFor(type, size) {
  const x = uniformInput(size, type);
  const naive = SUBJECTS.filter(({ name }) => name === naiveOf(type));
  /** @type {import('./report.mjs').Row[]} */
  const rows = [];
  for (const group of GROUPS[type]) rows.push(...(await rowsOf([...new Set([...group, ...naive])], x)));
  return rows.filter(({ name }, i) => rows.findIndex((row) => row.name === name) === i);
}

/** @param {import('./subjects.mjs').Subject[]} subjects of one type, the naive loop among them @param {import('./elements.mjs').Elements} x */
async function rowsOf(subjects, x) {
  const size = x.length;
  const prepared = subjects.map((subject) => {
    const { run, result } = subject.prepare(x);
    run();
    return { ...subject, run, accuracy: verify(subject, x, result()) };
  });
  const rounds = await measure(prepared);
  return prepared.map(({ name, type, accuracy }) => {
    const { time, ratio } = summaryOf(rounds, name, naiveOf(type));
    return { name, type, size, rate: size / time, bandwidth: (2 * x.byteLength) / time, ratio, ...accuracy };
  });
}

/** Medians over several fresh processes, in milliseconds. @param {'wasm' | 'ts'} backend */
function firstCall(backend) {
  const script = fileURLToPath(new URL('first-call.mjs', import.meta.url));
  const runs = Array.from({ length: 7 }, () =>
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
console.log('σ over x uniform in [−10, 10); medians; every result verified against a reference of 95 bits');
console.log('Ratios are to the naive loop over the same type, errors in ULP of that type\n');

const rows = [];
for (const type of TYPES) {
  for (const size of sizes) {
    const sized = await rowsFor(type, size);
    console.log(`${size.toLocaleString('en')} elements of ${type}\n${tableOf(sized)}\n`);
    rows.push(...sized);
  }
}

const starts = [firstCall('wasm'), firstCall('ts')];
for (const { backend, import: load, first, second } of starts) {
  const milliseconds = [load, first, second].map((time) => time.toFixed(2));
  console.log(
    `${backend}: import ${milliseconds[0]} ms, first call ${milliseconds[1]} ms, second ${milliseconds[2]} ms (1,000 elements)`,
  );
}

if (values.json) writeFileSync(values.json, `${JSON.stringify({ version, ...where, rows, starts }, null, 2)}\n`);
