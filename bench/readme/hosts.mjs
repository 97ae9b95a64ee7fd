/** Where σ is measured for the README: Nodes, browsers, and the libraries of Python. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judgeOf } from '../accuracy.mjs';
import { findBrowser, missingBrowser } from '../browsers.mjs';
import { uniformInput } from '../input.mjs';
import { openNative } from '../peers/native.mjs';
import { buildFiles, visit } from './visit.mjs';

/**
 * @typedef {import('./host.mjs').Task} Task
 *
 * @typedef {import('./host.mjs').Measured & { name?: string, starts?: Start[] }} Pass what one pass found, and its name with a version
 * @typedef {{ import: number, first: number }} Start milliseconds
 *
 * @typedef {object} Source
 * @property {string} id
 * @property {string[]} rows that it fills
 * @property {() => Rows | Promise<Rows>} measure one pass. @throws Error if a result is wrong
 *
 * @typedef {Record<string, Pass | { missing: string }>} Rows
 */

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const NODES = [20, 22, 24, 26];
const BROWSERS = /** @type {const} */ (['Chromium', 'Firefox']);
/** Processes of a Node in each pass that import the package and call it once. */
const STARTS = 3;

/** @param {string} command @param {string} script @param {string} argument */
const jsonFrom = (command, script, argument) =>
  JSON.parse(execFileSync(command, [here(script), argument], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));

/** The executable of a Node: what `npm ci --prefix bench/nodes` installs, or else the one that runs this. @param {number} major */
function nodeOf(major) {
  const installed = here(`../nodes/node_modules/node-${major}/bin/node`);
  if (existsSync(installed) && spawnSync(installed, ['--version']).status === 0) return installed;
  return Number.parseInt(process.versions.node, 10) === major ? process.execPath : undefined;
}

/** @param {number} major @param {Task} task @returns {Source} */
function nodeSource(major, task) {
  const row = `Node ${major}`;
  const command = nodeOf(major);
  return {
    id: `node-${major}`,
    rows: [row],
    measure() {
      if (command === undefined) return { [row]: { missing: 'there is none in bench/nodes' } };
      const starts = Array.from({ length: STARTS }, () => jsonFrom(command, '../first-call.mjs', 'auto'));
      return { [row]: { ...jsonFrom(command, 'process.mjs', JSON.stringify(task)), starts } };
    },
  };
}

/** @param {typeof BROWSERS[number]} browser @param {Task} task @param {() => ReturnType<typeof buildFiles>} files @returns {Source} */
function browserSource(browser, task, files) {
  const executable = findBrowser(browser);
  return {
    id: browser.toLowerCase(),
    rows: [browser],
    async measure() {
      if (executable === undefined) return { [browser]: { missing: missingBrowser(browser) } };
      const visited = await visit(browser, executable, await files(), task).catch((error) => ({ missing: error.message }));
      if ('missing' in visited) return { [browser]: visited };
      if ('error' in visited) throw new Error(`${browser}: ${visited.error}`);
      const [, major = ''] = /(?:Chrome|Firefox)\/(\d+)/.exec(visited.agent) ?? [];
      return { [browser]: { ...visited, name: `${browser} ${major}`.trim() } };
    },
  };
}

const LIBRARIES = { NumPy: 'numpy', SciPy: 'scipy', PyTorch: 'torch' };

/** The column in which a subject of ../peers/native.py stands. @type {[RegExp, import('./host.mjs').SubjectName][]} */
const PYTHON_SUBJECTS = [
  [/^(NumPy), (.*) in place$/, 'reused'],
  [/^(SciPy) (.*)$/, 'reused'],
  [/^(PyTorch) (.*), 1 thread$/, 'reused'],
  [/^(PyTorch) (.*), 2 threads$/, 'threads'],
];

/** @param {number} size @returns {Source} */
function pythonSource(size) {
  const inputs = { float64: uniformInput(size), float32: uniformInput(size, 'float32') };
  const rows = Object.keys(LIBRARIES);
  const judge = judgeOf('sigmoid', inputs.float64);
  /** @type {ReturnType<typeof openNative> | null} */
  let native = null;
  return {
    id: 'python',
    rows,
    measure() {
      if (native === null) native = openNative('sigmoid', inputs);
      if (native === undefined) return Object.fromEntries(rows.map((row) => [row, { missing: 'no python3 imports numpy' }]));
      const { times, versions, skipped } = native.round();
      /** @type {Rows} */
      const found = {};
      for (const [library, module] of Object.entries(LIBRARIES)) {
        /** @type {Pass} */
        const pass = { seconds: {}, errors: {} };
        for (const [pattern, subject] of PYTHON_SUBJECTS) {
          for (const { name, type, seconds, file } of times) {
            const [, of, expression] = pattern.exec(name) ?? [];
            if (type !== 'float64' || of !== library) continue;
            pass.name = `${library} ${/^\d+\.\d+/.exec(versions[module])?.[0]} \`${expression}\``;
            pass.seconds[subject] = [seconds];
            pass.errors[subject] = judge.accuracyOf(native.result(file, 'float64')).maximum;
          }
        }
        found[library] = pass.name === undefined ? { missing: skipped[module] ?? 'it computes no σ' } : pass;
      }
      return found;
    },
  };
}

/** All of them, in the order of their rows. @param {Task} task */
export function sourcesOf(task) {
  /** @type {ReturnType<typeof buildFiles> | undefined} */
  let files;
  const built = () => {
    files ??= buildFiles();
    return files;
  };
  return [
    ...NODES.map((major) => nodeSource(major, task)),
    ...BROWSERS.map((browser) => browserSource(browser, task, built)),
    pythonSource(task.size),
  ];
}
