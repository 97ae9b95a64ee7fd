/**
 * Compiles assembly/ to the kernel, inlines it, and compiles src/ to dist/. Does nothing where neither what is read nor what is
 * written has changed since the last build.
 *
 *     npm run build
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { digestOfBuild, namesOfBinaries } from './build-digest.mjs';
import { readNoOptions } from './options.mjs';

readNoOptions('npm run build', 'Compiles assembly/ to the kernel and src/ to dist/, if anything has changed.');
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const require = createRequire(import.meta.url);

const names = namesOfBinaries('.');
/** What there was when a build ended. */
const DIGEST = 'build/digest';

const begin = performance.now();
/** Says what is done next, and after how long. @param {string} step */
const say = (step) => console.log(`build: ${((performance.now() - begin) / 1000).toFixed(1).padStart(4)} s  ${step}`);

/**
 * Compiles `entry` of assembly/ to build/`name`.wasm.
 *
 * @param {import('assemblyscript/asc')} asc @param {string} name @param {string} entry
 */
async function compile(asc, name, entry) {
  say(`the kernel ${entry}`);
  const out = `build/${name}.wasm`;
  const { error, stderr } = await asc.main([
    ...[entry, '--target', 'release', '--outFile', out, '--textFile', `build/${name}.wat`],
  ]);
  if (error !== null) throw new Error(`${entry} does not compile\n${stderr}`);
  process.stderr.write(stderr.toString());
  const kernel = readFileSync(out);
  // Behind the name of the imported memory: the kind of import, and whether its limits are those of a shared memory.
  const sharedFlag = kernel.indexOf('\x06memory') + 8;
  if (kernel[sharedFlag] !== 1) throw new Error(`${out} does not import an ordinary memory with a maximum`);
  const pages = JSON.parse(readFileSync('asconfig.json', 'utf8')).options.initialMemory;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(kernel), { env: { memory, nearestSigmoid: Number } });
  if (/** @type {WebAssembly.Global} */ (exports.heapAddress).value > pages * 65536) {
    throw new Error('the tables need more memory than "initialMemory" of asconfig.json gives them');
  }
  return { hex: kernel.toString('hex'), sharedFlag, pages };
}

async function compileKernels() {
  say('the compiler of AssemblyScript is loaded');
  const asc = await import('assemblyscript/asc');
  await compile(asc, 'kernel', 'assembly/index.ts');
  for (const name of names) {
    const { hex, sharedFlag, pages } = await compile(asc, name, `assembly/${name}/index.ts`);
    writeFileSync(
      `src/generated/${name}.ts`,
      `// Generated from assembly/${name}/ and asconfig.json by scripts/build.mjs.
export const binary = { hex: '${hex}', sharedFlag: ${sharedFlag}, pages: ${pages} };
`,
    );
  }
}

/** The worker script, which dist/ has as a file and as a string. @param {import('esbuild')} esbuild */
async function bundleWorker({ build }) {
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
  return worker;
}

async function bundle() {
  say('the bundles dist/*.js');
  const esbuild = await import('esbuild');
  const worker = await bundleWorker(esbuild);
  await esbuild.build({
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
  await esbuild.build({
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
  await bundleCommand(esbuild);
}

/**
 * One file of CommonJS: Node starts it 7 ms sooner than modules, of the 20 ms that the command has beside Node's own start.
 *
 * @param {import('esbuild')} esbuild
 */
async function bundleCommand({ build }) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
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
}

/** Runs the compiler with this Node, whatever the shell and the PATH are. */
function declareTypes() {
  say('the types dist/*.d.ts');
  const tsc = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: ['ignore', 'inherit', 'inherit'] });
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
}

if (existsSync(DIGEST) && readFileSync(DIGEST, 'utf8') === digestOfBuild('.')) {
  say('nothing has changed since the last build');
} else {
  for (const folder of ['src/generated', 'dist']) rmSync(folder, { recursive: true, force: true });
  rmSync(DIGEST, { force: true });
  for (const folder of ['src/generated', 'dist', 'build']) mkdirSync(folder, { recursive: true });
  await compileKernels();
  await bundle();
  declareTypes();
  writeFileSync(DIGEST, digestOfBuild('.'));
  say('done');
}
