/** The block of a document that `npm run bench:readme` writes, and from which kernel its figures are. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Digits that are written of a digest. */
const DIGITS = 16;

const BLOCK = /^<!-- figures(?: of ([0-9a-f]+))?[^\n]*-->\n(.*?)^<!-- \/figures -->$/ms;

/**
 * Names what the figures are of: the kernel of σ as it is compiled, and its fallback in TypeScript without comments and layout.
 *
 * @throws Error where the package is not built
 */
export async function digestOfCode() {
  const { outputFiles } = await build({
    entryPoints: [here('../../src/functions/sigmoid/index.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const digest = createHash('sha256')
    .update(readFileSync(here('../../build/sigmoid.wasm')))
    .update(outputFiles[0].text);
  return digest.digest('hex').slice(0, DIGITS);
}

/** What the block of a document was made from; undefined if there is none, or an empty one. @param {string} markdown */
export const digestIn = (markdown) => BLOCK.exec(markdown)?.[1];

/**
 * The document with other contents of its block.
 *
 * @param {string} markdown @param {string} digest @param {string} contents
 * @throws Error if it has no block
 */
export function withBlock(markdown, digest, contents) {
  if (!BLOCK.test(markdown)) throw new Error('the document has no block <!-- figures --> … <!-- /figures -->');
  const block = `<!-- figures of ${digest}, written by npm run bench:readme -->\n${contents.trimEnd()}\n<!-- /figures -->`;
  return markdown.replace(BLOCK, () => block);
}
