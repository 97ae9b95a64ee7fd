/**
 * Whether this version may be published: the project has an address, the CHANGELOG a date for the version, and the tag, if one
 * is given, is the version's.
 *
 *     npm run release:check -- [v1.2.3]
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../options.mjs';
import { addressOf } from './address.mjs';

/**
 * @param {{ version: string, repository?: { url?: string } }} manifest package.json
 * @param {string} changelog
 * @param {string} [tag]
 * @returns {string[]} what is wrong, a line each
 */
export function problemsOf(manifest, changelog, tag) {
  const { version } = manifest;
  const problems = [];
  try {
    addressOf(manifest);
  } catch (error) {
    problems.push(/** @type {Error} */ (error).message);
  }
  const heading = changelog.split('\n').find((line) => line.startsWith(`## ${version} `));
  if (heading === undefined || !/ \d{4}-\d\d-\d\d$/.test(heading)) {
    problems.push(`CHANGELOG.md expected '## ${version} – ' and a date, got '${heading ?? 'no such heading'}'`);
  }
  if (tag !== undefined && tag !== `v${version}`) {
    problems.push(`the tag expected v${version}, the version in package.json, got '${tag}'`);
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { argument } = readOptions({
    command: 'npm run release:check',
    about: 'Checks whether this version may be published, under this tag if one is given.',
    options: {},
    argument: 'v1.2.3',
  });
  const root = new URL('../../', import.meta.url);
  const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const problems = problemsOf(manifest, readFileSync(new URL('CHANGELOG.md', root), 'utf8'), argument);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
