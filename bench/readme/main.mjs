/**
 * Measures σ in every host of the README, all in turn, and writes the block of its figures.
 *
 *     npm run bench:readme -- [--file README.md] [--passes 5] [--size 1000000] [--hosts node-20,chromium,python]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { integerOf, readOptions, textOf } from '../../scripts/options.mjs';
import { environment } from '../report.mjs';
import { digestOfCode, withBlock } from './block.mjs';
import { sourcesOf } from './hosts.mjs';
import { blockOf } from './table.mjs';

/** Rounds within a pass, and milliseconds for a subject in each: a pass over all hosts takes half a minute. */
const ROUNDS = 3;
const TIME = 40;
const README = fileURLToPath(new URL('../../README.md', import.meta.url));

/** Of the sources, which are listed further below. @param {string} text */
const namesIn = (text) => text.split(',');

const {
  file,
  passes,
  size,
  hosts: asked,
} = readOptions({
  command: 'npm run bench:readme',
  about: 'Measures σ in every host of the README, all in turn, and writes the block of its figures.',
  options: {
    file: { about: 'the document with the block', value: 'FILE', read: textOf, default: README },
    passes: { about: 'how often all hosts are measured in turn', value: 'N', read: integerOf(1, 1000), default: '5' },
    // See ../peers/measure.mjs.
    size: { about: 'elements of the arrays', value: 'N', read: integerOf(10_000), default: '1000000' },
    hosts: { about: 'hosts to measure, such as node-20,chromium,python; all by default', value: 'NAMES', read: namesIn },
  },
});
const sources = sourcesOf({ size, rounds: ROUNDS, time: TIME });
const ids = sources.map(({ id }) => id);
const chosen = asked ?? ids;
for (const id of chosen) {
  if (ids.includes(id)) continue;
  console.error(`--hosts expected some of ${ids.join(', ')}, got '${id}'; --help lists the options`);
  process.exit(2);
}

/** By the rows that sources fill. @type {Map<string, import('./table.mjs').Host>} */
const hosts = new Map(
  sources.flatMap(({ rows }) =>
    rows.map((name) => [name, { name, seconds: {}, errors: {}, starts: [], missing: 'not asked for' }]),
  ),
);
for (let pass = 1; pass <= passes; pass++) {
  for (const { id, measure } of sources.filter(({ id }) => chosen.includes(id))) {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kpass ${pass} of ${passes}: ${id}`);
    for (const [row, found] of Object.entries(await measure()))
      add(/** @type {import('./table.mjs').Host} */ (hosts.get(row)), found);
  }
}
if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');

/** What one pass found in a host: it is missing only where no pass found anything. @param {import('./table.mjs').Host} host @param {import('./hosts.mjs').Rows[string]} found */
function add(host, found) {
  if ('missing' in found) {
    if (host.missing !== undefined) host.missing = found.missing;
    return;
  }
  delete host.missing;
  host.name = found.name ?? host.name;
  for (const [subject, seconds] of Object.entries(found.seconds)) {
    host.seconds[subject] = [...(host.seconds[subject] ?? []), ...seconds];
  }
  Object.assign(host.errors, found.errors);
  host.starts.push(...(found.starts ?? []));
}

const { processor, cores, platform } = environment();
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const date = new Date().toISOString().slice(0, 10);
const block = blockOf([...hosts.values()], { size, passes, processor, cores, platform, version, date });
writeFileSync(file, withBlock(readFileSync(file, 'utf8'), await digestOfCode(), block));
console.log(block);
