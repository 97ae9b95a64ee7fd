/**
 * Lays the package out in build/package, from where it is published: the files that npm would pack, with what the address of the
 * project adds to package.json and to the README's links. The work tree itself is never changed.
 *
 *     npm run release:stage
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNoOptions } from '../options.mjs';
import { addressOf } from './address.mjs';
import { absoluteLinks } from './readme-links.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** @typedef {{ version: string, repository?: { url?: string } }} Manifest */

/** As it is published: without what only the repository can use. @param {Manifest & Record<string, unknown>} manifest */
export function publishedManifest(manifest) {
  const { scripts, devDependencies, allowScripts, ...published } = manifest;
  const { homepage, bugs } = addressOf(manifest);
  return { ...published, homepage, bugs: { url: bugs } };
}

/** The README of a version shows the files of that version. @param {string} readme @param {Manifest} manifest */
export function publishedReadme(readme, manifest) {
  const address = addressOf(manifest);
  const tag = `v${manifest.version}`;
  return absoluteLinks(readme, { pages: address.pages(tag), raw: address.raw(tag) });
}

/** Paths of the files that npm packs. @returns {string[]} */
function packedFiles() {
  const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [{ files }] = /** @type {{ files: { path: string }[] }[]} */ (Object.values(JSON.parse(listing)));
  return files.map(({ path }) => path);
}

/** @param {string} folder which is emptied first @param {Manifest & Record<string, unknown>} manifest package.json */
export function stage(folder, manifest) {
  const readme = publishedReadme(readFileSync(join(root, 'README.md'), 'utf8'), manifest);
  const published = publishedManifest(manifest);
  rmSync(folder, { recursive: true, force: true });
  for (const path of packedFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  writeFileSync(join(folder, 'README.md'), readme);
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  readNoOptions('npm run release:stage', 'Lays the package out in build/package as it is published.');
  stage(join(root, 'build/package'), JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
}
