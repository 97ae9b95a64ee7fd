/** Builds the page into build/web: files that any static host serves. Prints what they weigh, and fails if that is too much. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readNoOptions } from '../../scripts/options.mjs';
import { LIMITS } from '../../scripts/size.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const library = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
const out = fileURLToPath(new URL('../../build/web/', import.meta.url));

/** Bytes, gzipped: of all that a visit can load, and of the library in it. */
const MOST_PAGE = 200_000;
const MOST_LIBRARY = Math.max(...LIMITS.map(({ limit }) => limit));

const { name, version, repository } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** @type {Record<string, string>} Where links lead, by what stands between braces in index.html. */
const LINKS = { repository: home, docs: `${home}#readme`, npm: `https://www.npmjs.com/package/${name}` };

/** @typedef {import('esbuild').Metafile} Metafile */

const shared = {
  bundle: true,
  minify: true,
  format: /** @type {const} */ ('esm'),
  target: 'es2022',
  logLevel: /** @type {const} */ ('warning'),
  absWorkingDir: here,
  alias: { 'sigmoid-wasm': library },
  define: { PACKAGE_VERSION: JSON.stringify(version) },
};

async function buildPage() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { metafile } = await build({
    ...shared,
    metafile: true,
    entryPoints: {
      main: 'main.ts',
      style: 'style.css',
      'speed-worker': 'speed/worker.ts',
      'data-worker': 'own-data/worker.ts',
    },
    splitting: true,
    chunkNames: 'shared-[hash]',
    outdir: out,
  });
  cpSync(`${here}icon.svg`, `${out}icon.svg`);
  writeFileSync(`${out}index.html`, withPreloads(withLinks(readFileSync(`${here}index.html`, 'utf8')), metafile));

  const files = readdirSync(out);
  const content = createHash('sha256');
  for (const name of files) content.update(name).update(readFileSync(`${out}${name}`));
  await build({
    ...shared,
    entryPoints: ['service-worker.js'],
    outdir: out,
    define: {
      FILES: JSON.stringify(['./', ...files.map((name) => `./${name}`)]),
      VERSION: JSON.stringify(content.digest('hex').slice(0, 16)),
    },
  });
  return weigh();
}

/** @param {string} page @throws Error if the page names a link that there is not */
function withLinks(page) {
  return page.replace(/\{\{(\w+)\}\}/g, (_, link) => {
    const address = LINKS[link];
    if (address === undefined)
      throw new Error(`index.html has a link to ${link}, which is none of ${Object.keys(LINKS).join(', ')}`);
    return address;
  });
}

/** Lets the browser load what main.js imports together with it, not after it. @param {string} page @param {Metafile} metafile */
function withPreloads(page, metafile) {
  const main = Object.entries(metafile.outputs).find(([name]) => basename(name) === 'main.js')?.[1];
  const links = main?.imports.map(({ path }) => `<link rel="modulepreload" href="./${basename(path)}">`) ?? [];
  return page.replace('</head>', `${links.join('')}</head>`);
}

async function weigh() {
  const page = readdirSync(out).reduce((sum, name) => sum + gzipSync(readFileSync(`${out}${name}`)).length, 0);
  const alone = await build({ ...shared, entryPoints: [library], write: false });
  return { page, library: gzipSync(alone.outputFiles[0].contents).length };
}

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  readNoOptions('npm run build:web', 'Builds the page into build/web.');
  const { page, library } = await buildPage();
  console.log(`build/web: ${kilobytes(page)} gzipped of at most ${kilobytes(MOST_PAGE)}`);
  console.log(`the library in it: ${kilobytes(library)} gzipped of at most ${kilobytes(MOST_LIBRARY)}`);
  if (page > MOST_PAGE || library > MOST_LIBRARY) throw new Error('too heavy');
}
