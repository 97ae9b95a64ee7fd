/** Whether anything has changed since a build: a digest of all that the build reads and writes, by names and contents. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the build reads. The last file lists the versions of the tools that npm installed. */
const READ = [
  ...['assembly', 'math', 'src', 'cli', 'scripts/build.mjs', 'scripts/build-digest.mjs', 'asconfig.json', 'tsconfig.json'],
  ...['tsconfig.build.json', 'package.json', 'package-lock.json', 'node_modules/.package-lock.json'],
];

/** Folders of assembly/ with a binary of their own: a bundle holds those of the functions that it uses. @param {string} root */
export function namesOfBinaries(root) {
  return readdirSync(join(root, 'assembly')).filter((name) => existsSync(join(root, 'assembly', name, 'index.ts')));
}

/** The digest of a folder that has been built; of src/, what was generated is among what is written. @param {string} root */
export function digestOfBuild(root) {
  const binaries = ['kernel', ...namesOfBinaries(root)].flatMap((name) => [`build/${name}.wasm`, `build/${name}.wat`]);
  const hash = createHash('sha256').update(process.version);
  for (const path of [...READ, 'dist', ...binaries].flatMap((path) => filesOf(root, path))) {
    const file = join(root, path);
    const contents = existsSync(file) ? readFileSync(file) : undefined;
    hash.update(`\0${path}\0${contents?.length ?? 'absent'}\0`);
    if (contents !== undefined) hash.update(contents);
  }
  return hash.digest('hex');
}

/** All files of a folder, in an order that every system has; another path is that of one file. @param {string} root @param {string} path @returns {string[]} */
function filesOf(root, path) {
  const there = join(root, path);
  if (!existsSync(there) || !statSync(there).isDirectory()) return [path];
  return readdirSync(there)
    .sort()
    .flatMap((name) => filesOf(root, `${path}/${name}`));
}
