/**
 * The size of what `import 'sigmoid-wasm'` loads, minified and gzipped: the entry with its chunks, the kernel in them, and each
 * script beside it that it names by URL. Ends with code 1 above the limit.
 *
 *     npm run size
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const entry = resolve(root, JSON.parse(readFileSync(`${root}package.json`, 'utf8')).exports['.'].default);

/** Bytes: 28 KB. */
export const LIMIT = 28 * 1024;

/** What `new URL('…', import.meta.url)` names: workers, which a bundler keeps as files of their own. */
const NAMED_BY_URL = /new URL\(\s*["'`](\.[^"'`]*\.m?js)["'`]\s*,\s*import\.meta\.url\s*\)/g;

/**
 * Bytes of each script that the entry loads, minified and gzipped, by path.
 *
 * @param {string} [path] of a built script
 * @param {Map<string, number>} [sizes] of those that are measured already
 * @returns {Promise<Map<string, number>>}
 */
export async function gzippedSizes(path = entry, sizes = new Map()) {
  if (sizes.has(path)) return sizes;
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['node:*'],
    write: false,
  });
  const [{ contents, text }] = outputFiles;
  sizes.set(path, gzipSync(contents, { level: 9 }).length);
  for (const [, named] of text.matchAll(NAMED_BY_URL)) await gzippedSizes(resolve(dirname(path), named), sizes);
  return sizes;
}

/** @param {Map<string, number>} sizes */
export function totalOf(sizes) {
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = await gzippedSizes();
  const total = totalOf(sizes);
  for (const [path, size] of sizes) console.log(`${path.slice(root.length)}: ${size.toLocaleString('en')} bytes`);
  console.log(`${total.toLocaleString('en')} bytes minified and gzipped, of ${LIMIT.toLocaleString('en')} allowed`);
  if (total > LIMIT) process.exitCode = 1;
}
