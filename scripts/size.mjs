/**
 * The size of what a bundle holds that imports functions of 'sigmoid-wasm', minified and gzipped: the code, their kernels in it, and
 * each script beside it that it names by URL. Ends with code 1 above the limits.
 *
 *     npm run size
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readNoOptions } from './options.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = resolve(root, JSON.parse(readFileSync(`${root}package.json`, 'utf8')).exports['.'].default);

/** The most bytes that imports may cost: of σ alone, and of all functions. */
export const LIMITS = [
  { names: ['sigmoid'], limit: 29 * 1024 },
  { names: ['sigmoid', 'sigmoidDerivative', 'softplus', 'logSigmoid', 'logit'], limit: 40 * 1024 },
];

/** What `new URL('…', import.meta.url)` names: workers, which a bundler keeps as files of their own. */
const NAMED_BY_URL = /new URL\(\s*["'`](\.[^"'`]*\.m?js)["'`]\s*,\s*import\.meta\.url\s*\)/g;

/** Bytes of a bundle that imports so much, minified and gzipped. @param {string[]} names */
export async function gzippedSize(names) {
  return sizeOf({ contents: `export { ${names.join(', ')} } from ${JSON.stringify(entry)}`, resolveDir: root }, new Set());
}

/** @param {import('esbuild').StdinOptions} stdin @param {Set<string>} seen scripts that are counted already @returns {Promise<number>} */
async function sizeOf(stdin, seen) {
  const { outputFiles } = await build({
    stdin,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    write: false,
  });
  const [{ contents, text }] = outputFiles;
  let total = gzipSync(contents, { level: 9 }).length;
  for (const [, named] of text.matchAll(NAMED_BY_URL)) {
    const path = resolve(dirname(entry), named);
    if (seen.has(path)) continue;
    seen.add(path);
    total += await sizeOf({ contents: readFileSync(path, 'utf8'), resolveDir: dirname(path) }, seen);
  }
  return total;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  readNoOptions('npm run size', 'Checks how many bytes a bundle holds that imports functions of the package.');
  for (const { names, limit } of LIMITS) {
    const total = await gzippedSize(names);
    console.log(
      `${names.join(', ')}: ${total.toLocaleString('en')} bytes minified and gzipped, of ${limit.toLocaleString('en')} allowed`,
    );
    if (total > limit) process.exitCode = 1;
  }
}
