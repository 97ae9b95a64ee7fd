/** Compiles assembly/ to the kernel, inlines it, and compiles src/ to dist/. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const require = createRequire(import.meta.url);

/**
 * Runs a package's command with this Node, whatever the shell and the PATH are.
 *
 * @param {string} name @param {string} command @param {string[]} args
 */
function run(name, command, ...args) {
  const manifest = require.resolve(`${name}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const script = fileURLToPath(new URL(typeof bin === 'string' ? bin : bin[command], `file://${manifest}`));
  execFileSync(process.execPath, [script, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
}

mkdirSync('build', { recursive: true });
mkdirSync('src/generated', { recursive: true });
run('assemblyscript', 'asc', '--target', 'release');
const kernel = readFileSync('build/kernel.wasm');
// In hex, since gzip finds what repeats there: a sixth smaller, gzipped, than in base64.
writeFileSync(
  'src/generated/kernel-bytes.ts',
  `// Generated from assembly/ by scripts/build.mjs.\nexport const kernelHex = '${kernel.toString('hex')}';\n`,
);

const { outputFiles } = await build({
  entryPoints: ['src/runtime/threads/worker.ts'],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  external: ['node:worker_threads'],
  write: false,
});
const worker = outputFiles[0].text;
writeFileSync(
  'src/generated/worker-source.ts',
  `// Generated from worker.ts by scripts/build.mjs.\nexport const workerSource = ${JSON.stringify(worker)};\n`,
);

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { index: 'src/api/index.ts', ts: 'src/api/ts.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'shared-[hash]',
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
});
copyFileSync('build/kernel.wasm', 'dist/kernel.wasm');
writeFileSync('dist/worker.js', worker);
run('typescript', 'tsc', '-p', 'tsconfig.build.json');
for (const name of ['index', 'ts', 'types']) {
  const declarations = readFileSync(`build/types/src/api/${name}.d.ts`, 'utf8');
  writeFileSync(`dist/${name}.d.ts`, declarations.replaceAll("./types.ts'", "./types.js'"));
}
