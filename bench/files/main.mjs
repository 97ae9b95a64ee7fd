/**
 * Measures the command from file to file: 10 M doubles as .f64 and .npy, beside `cp`, Node's start, and NumPy's load, σ and save.
 * Whole processes in turn, medians; the results are compared with those of the package.
 *
 *     npm run bench:files -- --runs 15 --large
 *
 * `--large` computes a file of 8 GB too, which takes no place on the disk, to show the memory that it needs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sigmoid } from 'sigmoid-wasm';
import { integerOf, readOptions } from '../../scripts/options.mjs';
import { median } from '../median.mjs';

const { runs, large } = readOptions({
  command: 'npm run bench:files',
  about: "Measures the command from file to file, beside cp, Node's start and NumPy.",
  options: {
    runs: { about: 'rounds in which all are measured in turn', value: 'N', read: integerOf(1, 1000), default: '9' },
    large: { about: 'measures the memory for a file of 8 GB too' },
  },
});
const program = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
const COUNT = 10_000_000;

const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-files-'));
/** @param {string} name */
const file = (name) => join(folder, name);

// What OPENBLAS_… say can be wrong for this processor, and then NumPy does not start.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('OPENBLAS_')));
const NUMPY = 'import sys, numpy as np\nx = np.load(sys.argv[1])\nnp.save(sys.argv[2], 1 / (1 + np.exp(-x)))';
/** Debian's Python has Debian's NumPy, which another that comes first on the PATH may lack. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import numpy'], { env: environment }).status === 0,
);

/** @type {Record<string, string[]>} */
const subjects = {
  cp: ['cp', file('x.f64'), file('out.copy')],
  "Node's start": [process.execPath, '-e', '0'],
  'sigmoid-wasm, .f64': [process.execPath, program, file('x.f64'), '-o', file('out.f64')],
  'sigmoid-wasm, .npy': [process.execPath, program, file('x.npy'), '-o', file('out.npy')],
  ...(python && { NumPy: [python, '-c', NUMPY, file('x.npy'), file('out.numpy.npy')] }),
};

/** Milliseconds of a whole process. @param {string[]} line */
function timeOf([command, ...args]) {
  for (const name of ['out.copy', 'out.f64', 'out.npy', 'out.numpy.npy']) rmSync(file(name), { force: true });
  const began = performance.now();
  const { status, stderr } = spawnSync(/** @type {string} */ (command), args, { env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return performance.now() - began;
}

/**
 * Megabytes at the peak of the program. Linux counts, in `maxRSS`, what the process had before it became this program.
 *
 * @param {string[]} args
 */
function peakOf(args) {
  const hook = file('hook.cjs');
  const status = existsSync('/proc/self/status')
    ? "/VmHWM:\\s*(\\d+)/.exec(fs.readFileSync('/proc/self/status'))[1]"
    : undefined;
  const peak = status ?? 'String(process.resourceUsage().maxRSS)';
  writeFileSync(
    hook,
    `const fs = require('fs'); process.on('exit', () => fs.writeFileSync(${JSON.stringify(file('peak'))}, ${peak}));`,
  );
  const ended = spawnSync(process.execPath, ['--require', hook, program, ...args], { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(`the program ended with ${ended.status}: ${ended.stderr}`);
  return Math.round(Number(readFileSync(file('peak'), 'utf8')) / 1024);
}

/** @param {string} name @param {Float64Array} expected of which the file ends */
function verify(name, expected) {
  const bytes = readFileSync(file(name)).subarray(-expected.byteLength);
  if (!bytes.equals(new Uint8Array(expected.buffer)))
    throw new Error(`the results in ${name} differ from those of the package`);
}

try {
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} cores, ${cpus()[0]?.model}: writing ${COUNT * 8} bytes`,
  );
  const x = Float64Array.from({ length: COUNT }, () => 20 * Math.random() - 10);
  writeFileSync(file('x.f64'), x);
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${COUNT},), }`.padEnd(117);
  writeFileSync(
    file('x.npy'),
    Buffer.concat([Buffer.from(`\x93NUMPY\x01\0\x76\0${header}\n`, 'latin1'), new Uint8Array(x.buffer)]),
  );
  const expected = sigmoid(x);

  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let run = 0; run <= runs; run++) {
    process.stderr.write(`round ${run} of ${runs}\r`);
    for (const [name, line] of Object.entries(subjects)) {
      const time = timeOf(line);
      // The first round fills caches.
      if (run > 0) times[name]?.push(time);
      if (name.endsWith('.f64')) verify('out.f64', expected);
      if (name.endsWith('.npy')) verify('out.npy', expected);
    }
  }
  const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
  const limit = /** @type {number} */ (medians.cp) + /** @type {number} */ (medians["Node's start"]);
  console.log(`\n${'median of whole processes'.padEnd(28)}${'ms'.padStart(8)}${"of cp and Node's start".padStart(26)}`);
  for (const [name, time] of Object.entries(medians)) {
    console.log(`${name.padEnd(28)}${time.toFixed(1).padStart(8)}${(time / limit).toFixed(2).padStart(26)}`);
  }
  if (!python) console.log('NumPy: not measured, since no python3 has it');
  rmSync(file('out.npy'), { force: true });
  console.log(`\npeak of memory at ${COUNT * 8} bytes: ${peakOf([file('x.npy'), '-o', file('out.npy')])} MB`);
  if (large) {
    writeFileSync(file('large.f64'), '');
    truncateSync(file('large.f64'), 8e9);
    console.log(`peak of memory at 8,000,000,000 bytes: ${peakOf([file('large.f64'), '-o', '/dev/null'])} MB`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
