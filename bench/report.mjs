/** From measurements to rows, and from rows to a table. */
import { cpus } from 'node:os';
import { summaryOf } from './measure.mjs';
import { naiveOf } from './naive.mjs';

/**
 * @typedef {object} Row
 * @property {import('./functions.mjs').FunctionName} function
 * @property {string} name
 * @property {import('./elements.mjs').ElementType} type
 * @property {number} size elements
 * @property {number} rate elements/s, the median
 * @property {number} bandwidth bytes/s read and written
 * @property {number} ratio to the naive loop of the same function over the same type
 * @property {number} [ulp] maximum error in ULP of the type
 * @property {number} [at] the x where it is
 * @property {number} [misrounded] share of results that are not the nearest of the type
 */

/**
 * The accuracy of what a subject computed.
 *
 * @param {{ name: string, bound?: number }} subject @param {import('./accuracy.mjs').Judge} judge @param {ArrayLike<number>} result
 * @throws Error if it is worse than the subject's bound: a wrong result is not worth timing
 */
export function verify({ name, bound }, judge, result) {
  if (bound === undefined) return {};
  // At ½ ULP the question is not how far, but whether another number is nearer.
  const wrong = bound === 0.5 ? judge.misroundedAt(result) : undefined;
  if (wrong !== undefined) throw new Error(`${judge.function}, ${name}: not the nearest number at x = ${wrong}`);
  const { maximum, at, misrounded } = judge.accuracyOf(result);
  if (!(maximum <= bound)) throw new Error(`${judge.function}, ${name}: ${maximum} ULP at x = ${at}, more than ${bound}`);
  return { ulp: maximum, at, misrounded };
}

/**
 * @typedef {{ ulp?: number, at?: number, misrounded?: number }} Verified
 *
 * @param {Pick<Row, 'function' | 'name' | 'type'> & { accuracy: Verified }} subject
 * @param {import('./elements.mjs').Elements} x what it was measured over
 * @param {Map<string, number[]>} rounds of all subjects, the naive loop among them
 * @returns {Row}
 */
export function rowOf({ function: of, name, type, accuracy }, x, rounds) {
  const size = x.length;
  const { time, ratio } = summaryOf(rounds, name, naiveOf(type));
  return { function: of, name, type, size, rate: size / time, bandwidth: (2 * x.byteLength) / time, ratio, ...accuracy };
}

/** @param {Row[]} rows */
export function tableOf(rows) {
  const cells = rows.map(({ name, rate, bandwidth, ratio, ulp, misrounded }) => [
    name,
    (rate / 1e6).toFixed(rate < 1e7 ? 1 : 0),
    (bandwidth / 1e9).toFixed(2),
    `${ratio.toFixed(2)}×`,
    ulp === undefined ? '' : ulp >= 1000 ? ulp.toExponential(1) : ulp.toFixed(3),
    misrounded === undefined ? '' : `${(misrounded * 100).toFixed(2)} %`,
  ]);
  const table = [['', 'M elements/s', 'GB/s', 'to naive', 'max ULP', 'misrounded'], ...cells];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n');
}

/** The machine and the runtime, as they name themselves. */
export function environment() {
  const { versions } = process;
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    platform: `${process.platform} ${process.arch}`,
    runtime: `Node ${versions.node}, V8 ${versions.v8}`,
  };
}
