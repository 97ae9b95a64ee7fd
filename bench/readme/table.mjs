/** From what hosts measured to the text of the block. */
import { summaryOf } from '../measure.mjs';
import { median } from '../median.mjs';

/**
 * @typedef {import('./host.mjs').SubjectName} SubjectName
 *
 * @typedef {object} Host
 * @property {string} name as its row is called
 * @property {string} [missing] why nothing was measured
 * @property {Record<string, number[]>} seconds a call of each subject, in each round of all passes
 * @property {Partial<Record<SubjectName, number>>} errors the largest, in ULP
 * @property {import('./hosts.mjs').Start[]} starts
 *
 * @typedef {{ size: number, passes: number, processor: string, cores: number, platform: string, version: string, date: string }} About
 */

/** @type {[SubjectName, string][]} */
const COLUMNS = [
  ['loop', 'the loop'],
  ['allocated', 'allocated arrays'],
  ['reused', 'any arrays'],
  ['fresh', 'a new result'],
  ['threads', 'two threads'],
  ['typescript', 'TypeScript'],
  ['number', 'one number a call'],
];

/** @param {number} seconds @param {number} size */
function millionsOf(seconds, size) {
  const rate = size / seconds / 1e6;
  return rate < 10 ? rate.toFixed(1) : rate.toFixed(0);
}

/** @param {Host} host @param {SubjectName} subject @param {number} size */
function cell({ seconds }, subject, size) {
  if (seconds[subject] === undefined) return '';
  const rounds = new Map(Object.entries(seconds));
  if (subject === 'loop' || seconds.loop === undefined) return millionsOf(median(seconds[subject]), size);
  const { time, ratio } = summaryOf(rounds, subject, 'loop');
  return `${millionsOf(time, size)} (${ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0)})`;
}

/** Import and first call. @param {Host} host */
function startOf({ starts }) {
  if (starts.length === 0) return '';
  return `${median(starts.map((start) => start.import + start.first)).toFixed(0)} ms`;
}

/** @param {Host} host @param {number} size */
function rowOf(host, size) {
  if (host.missing !== undefined) return [host.name, 'not measured', ...COLUMNS.map(() => '')];
  return [host.name, ...COLUMNS.map(([subject]) => cell(host, subject, size)), startOf(host)];
}

/** @param {Host[]} hosts */
function errorsOf(hosts) {
  const measured = hosts.filter(({ missing }) => missing === undefined);
  const ours = measured.flatMap(({ seconds, errors }) =>
    seconds.loop === undefined ? [] : Object.entries(errors).flatMap(([name, error]) => (name === 'loop' ? [] : [error])),
  );
  const loops = measured.flatMap(({ errors }) => errors.loop ?? []);
  /** @param {number[]} errors */
  const largest = (errors) => Math.max(...errors).toFixed(2);
  const others = measured.flatMap(({ name, seconds, errors }) =>
    seconds.loop === undefined ? [`${largest(Object.values(errors))} for ${name}`] : [],
  );
  const parts = ours.length === 0 ? others : [`${largest(ours)} for sigmoid-wasm`, `${largest(loops)} for the loop`, ...others];
  return parts.length === 0 ? '' : `The largest error at these points, in ULP, is ${listOf(parts)}.`;
}

/** Why hosts are missing, each reason once. @param {Host[]} hosts */
function missingOf(hosts) {
  /** @type {Map<string, string[]>} */
  const names = new Map();
  for (const { name, missing } of hosts) if (missing !== undefined) names.set(missing, [...(names.get(missing) ?? []), name]);
  const parts = [...names].map(([reason, names]) => `${listOf(names)} (${reason})`);
  return parts.length === 0 ? '' : `Not measured: ${parts.join('; ')}.`;
}

/** @param {string[]} parts */
const listOf = (parts) => [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' and ');

/** @param {Host[]} hosts @param {About} about @returns {string} Markdown */
export function blockOf(hosts, { size, passes, processor, cores, platform, version, date }) {
  const header = ['', ...COLUMNS.map(([, heading]) => heading), 'first call'];
  /** @param {string[]} cells */
  const line = (cells) => `|${cells.map((cell) => (cell === '' ? ' |' : ` ${cell} |`)).join('')}`;
  const rule = `|---|${'--:|'.repeat(header.length - 1)}`;
  const table = [line(header), rule, ...hosts.map((host) => line(rowOf(host, size)))];
  const paragraphs = [
    `Million elements per second, over ${size.toLocaleString('en')} doubles uniform in [−10, 10), and in parentheses how many times as fast as the loop in the same host:`,
    table.join('\n'),
    errorsOf(hosts),
    missingOf(hosts),
    `Medians of ${passes === 1 ? 'one pass' : `${passes} passes`} over all hosts in turn, in one run of \`npm run bench:readme\` of version ${version} on ${date}: ${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${platform}.`,
  ];
  return paragraphs.filter(Boolean).join('\n\n');
}
