/** Compiles assembly/ to the kernel, inlines it, and compiles src/ to dist/. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** Compiles `entry` of assembly/ to build/`name`.wasm. @param {string} name @param {string} entry */
function compile(name, entry) {
  const out = `build/${name}.wasm`;
  run('assemblyscript', 'asc', entry, '--target', 'release', '--outFile', out, '--textFile', `build/${name}.wat`);
  const kernel = readFileSync(out);
  // Behind the name of the imported memory: the kind of import, and whether its limits are those of a shared memory.
  const sharedFlag = kernel.indexOf('\x06memory') + 8;
  if (kernel[sharedFlag] !== 1) throw new Error(`${out} does not import an ordinary memory with a maximum`);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory, nearestSigmoid: Number } });
  if (/** @type {WebAssembly.Global} */ (exports.heapAddress).value > pages * 65536) {
    throw new Error('the tables need more memory than "initialMemory" of asconfig.json gives them');
  }
  return { hex: kernel.toString('hex'), sharedFlag, pages };
}

rmSync('src/generated', { recursive: true, force: true });
mkdirSync('src/generated', { recursive: true });
mkdirSync('build', { recursive: true });
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const pages = JSON.parse(readFileSync('asconfig.json', 'utf8')).options.initialMemory;
compile('kernel', 'assembly/index.ts');
/** Folders of assembly/ with a binary of their own: a bundle holds those of the functions that it uses. */
const names = readdirSync('assembly').filter((name) => existsSync(`assembly/${name}/index.ts`));
for (const name of names) {
  const binary = compile(name, `assembly/${name}/index.ts`);
  writeFileSync(
    `src/generated/${name}.ts`,
    `// Generated from assembly/${name}/ and asconfig.json by scripts/build.mjs.
export const binary = { hex: '${binary.hex}', sharedFlag: ${binary.sharedFlag}, pages: ${binary.pages} };
`,
  );
}

const { outputFiles } = await build({
  entryPoints: ['src/api/worker.ts'],
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
  `// Generated from src/api/worker.ts by scripts/build.mjs.
export const workerSource = ${JSON.stringify(worker)};
`,
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
await build({
  entryPoints: { stream: 'src/stream/web.ts', 'stream-node': 'src/stream/node.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'shared-[hash]',
  format: 'esm',
  target: 'es2022',
  platform: 'node',
  logLevel: 'warning',
});
// One file of CommonJS: Node starts it 7 ms sooner than modules, of the 20 ms that the command has beside Node's own start.
await build({
  entryPoints: ['cli/main.ts'],
  outfile: 'dist/cli.cjs',
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  format: 'cjs',
  target: 'es2022',
  platform: 'node',
  external: ['papaparse', 'apache-arrow'],
  define: { VERSION: JSON.stringify(version) },
  logLevel: 'warning',
});
chmodSync('dist/cli.cjs', 0o755);
copyFileSync('build/kernel.wasm', 'dist/kernel.wasm');
writeFileSync('dist/worker.js', worker);
run('typescript', 'tsc', '-p', 'tsconfig.build.json');
for (const name of ['index', 'ts', 'types']) {
  const declarations = readFileSync(`build/types/src/api/${name}.d.ts`, 'utf8');
  writeFileSync(`dist/${name}.d.ts`, declarations.replaceAll("./types.ts'", "./types.js'"));
}
for (const [name, from] of [
  ['stream', 'web'],
  ['stream-node', 'node'],
  ['stream-types', 'types'],
]) {
  const declarations = readFileSync(`build/types/src/stream/${from}.d.ts`, 'utf8');
  writeFileSync(
    `dist/${name}.d.ts`,
    declarations.replaceAll("./types.ts'", "./stream-types.js'").replaceAll("./web.ts'", "./stream.js'"),
  );
}
