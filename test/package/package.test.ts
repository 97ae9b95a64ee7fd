/** The package as it is published: what it contains, what importing it does and how large it is. It must be built before, as `npm test` does. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { gzippedSize, LIMITS } from '../../scripts/size.mjs';
import { ROOT, runModule } from '../support/child.ts';

const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));

describe('package.json', () => {
  it('has no dependencies at run time', () => {
    for (const kind of ['dependencies', 'optionalDependencies', 'bundleDependencies'])
      expect(manifest).not.toHaveProperty(kind);
    // The command asks for these where a format needs them.
    for (const peer of Object.keys(manifest.peerDependencies)) expect(manifest.peerDependenciesMeta[peer].optional).toBe(true);
  });

  it('runs no script when it is installed from a registry', () => {
    for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts).not.toHaveProperty(script);
  });

  it('exports only files that exist', () => {
    const targets = (entry: string | object): string[] =>
      typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(targets);
    const paths = targets(manifest.exports);
    expect(paths.length).toBeGreaterThanOrEqual(6);
    for (const path of [...paths, manifest.main, manifest.types]) expect(existsSync(ROOT + path), path).toBe(true);
    expect(Object.keys(manifest.exports)).toEqual(expect.arrayContaining(['.', './ts', './kernel.wasm', './package.json']));
  });

  it.each(['ts', 'worker', 'stream'])(
    'exports the same as the manifest of the folder %s, for tools that ignore "exports"',
    (name) => {
      const { main, types } = JSON.parse(readFileSync(`${ROOT}${name}/package.json`, 'utf8'));
      const exported = manifest.exports[`./${name}`];
      const entry = exported.node ?? exported;
      const resolved = (path?: string): string | undefined => path && `./${posix.join(name, path)}`;
      expect(typeof entry === 'string' ? [entry] : [entry.default, entry.types]).toEqual(
        [main, types].map(resolved).filter((path) => path !== undefined),
      );
    },
  );

  it('puts the types of each entry first, as TypeScript requires', () => {
    for (const entry of ['.', './ts']) expect(Object.keys(manifest.exports[entry])[0]).toBe('types');
  });
});

describe('the package', () => {
  const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const files = (JSON.parse(listing)[0].files as { path: string }[]).map(({ path }) => path);

  it('contains its entries, the kernel and the documents for users', () => {
    const needed = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];
    for (const path of [...needed, 'dist/index.js', 'dist/index.d.ts', 'dist/ts.js', 'dist/ts.d.ts', 'dist/kernel.wasm']) {
      expect(files).toContain(path);
    }
  });

  it('contains every module and declaration that its entries load', () => {
    const entries = ['index', 'ts', 'stream', 'stream-node'].flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]);
    for (const entry of [...entries, manifest.bin['sigmoid-wasm']]) {
      for (const path of graphOf(entry).filter((path) => path.includes('/'))) expect(files).toContain(path);
    }
  });

  it('contains no other files', () => {
    expect(
      files.filter((path) => !/^dist\/|^((stream|ts|worker)\/)?package\.json$|^(README\.md|LICENSE|CHANGELOG\.md)$/.test(path)),
    ).toEqual([]);
    expect(files.filter((path) => /test|bench|\.map$|\.wat$/.test(path))).toEqual([]);
  });

  it('contains a file with the kernels of all functions, each of which is inlined in its modules', () => {
    const modules = graphOf('dist/index.js').map((path) => (path.startsWith('dist/') ? readFileSync(ROOT + path, 'utf8') : ''));
    const kernels = modules.flatMap((text) => text.match(/0061736d[0-9a-f]+/g) ?? []).map((hex) => Buffer.from(hex, 'hex'));
    const exportsOf = (bytes: Buffer): string[] =>
      WebAssembly.Module.exports(new WebAssembly.Module(Uint8Array.from(bytes))).map(({ name }) => name);
    expect(kernels).toHaveLength(4);
    const inlined = new Set(kernels.flatMap(exportsOf));
    const inFile = new Set(exportsOf(readFileSync(`${ROOT}dist/kernel.wasm`)));
    expect(inFile).toEqual(inlined);
    for (const name of ['sigmoid', 'sigmoidCorrect', 'sigmoidDerivative', 'softplus', 'logSigmoid', 'logit']) {
      expect(inFile).toContain(name);
      expect(inFile).toContain(name === 'sigmoidCorrect' ? name : `${name}Float`);
    }
  });

  it.each(LIMITS)('costs a bundle of $names at most $limit bytes, minified and gzipped', async ({ names, limit }) => {
    const size = await gzippedSize(names);
    expect(size).toBeLessThanOrEqual(limit);
    // The kernel alone is larger than this, so it was counted.
    expect(size).toBeGreaterThan(2000);
  });
});

/** A module and all that it imports, by path from the package's folder. */
function graphOf(path: string, seen: string[] = []): string[] {
  if (seen.includes(path)) return seen;
  seen.push(path);
  const { importedFiles } = ts.preProcessFile(readFileSync(ROOT + path, 'utf8'), true, true);
  for (const { fileName } of importedFiles) {
    if (!fileName.startsWith('.')) {
      seen.push(fileName);
      continue;
    }
    const target = resolve(dirname(ROOT + path), fileName).slice(ROOT.length);
    graphOf(path.endsWith('.d.ts') ? target.replace(/\.js$/, '.d.ts') : target, seen);
  }
  return seen;
}

/** The identifiers of a module and its string literals, without its comments. */
function wordsOf(path: string): { identifiers: Set<string>; strings: string[] } {
  const identifiers = new Set<string>();
  const strings: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) identifiers.add(node.text);
    if (ts.isStringLiteralLike(node)) strings.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(ROOT + path, 'utf8'), ts.ScriptTarget.Latest));
  return { identifiers, strings };
}

describe('sigmoid-wasm/ts', () => {
  const graph = graphOf('dist/ts.js');

  it('loads only modules of this package', () => {
    expect(graph.length).toBeGreaterThan(1);
    expect(graph.filter((path) => !path.startsWith('dist/'))).toEqual([]);
  });

  it.each(['WebAssembly', 'Worker'])('does not use the name %s outside of strings', (name) => {
    for (const path of graph) expect(wordsOf(path).identifiers).not.toContain(name);
  });

  it('contains no kernel and does not refer to a worker', () => {
    for (const path of graph) {
      const { strings } = wordsOf(path);
      expect(strings.filter((text) => text.startsWith('0061736d') || /worker_threads|\.wasm$|worker\.js/.test(text))).toEqual(
        [],
      );
    }
  });

  it('differs from the main entry, in whose modules the same search finds WebAssembly and the kernel', () => {
    const main = graphOf('dist/index.js').filter((path) => path.startsWith('dist/'));
    const words = main.map(wordsOf);
    expect(words.some(({ identifiers }) => identifiers.has('WebAssembly'))).toBe(true);
    expect(words.some(({ strings }) => strings.some((text) => text.startsWith('0061736d')))).toBe(true);
  });
});

/** Makes every access to what could compile, allocate or start something throw. */
const FORBID = `
  for (const name of ['WebAssembly', 'Worker', 'SharedArrayBuffer', 'structuredClone', 'Blob', 'MessageChannel', 'fetch', 'atob', 'navigator']) {
    Object.defineProperty(globalThis, name, { configurable: true, get() { throw new Error(name + ' was touched'); } });
  }
  for (const name of ['ArrayBuffer', 'Float64Array', 'Uint8Array', 'Int32Array', 'BigUint64Array']) {
    const original = globalThis[name];
    globalThis[name] = new Proxy(original, { construct() { throw new Error(name + ' was allocated'); } });
  }
`;

describe('importing', () => {
  it.each(['sigmoid-wasm', 'sigmoid-wasm/ts'])('%s compiles, allocates and starts nothing', (entry) => {
    const output = runModule(`
      ${FORBID}
      const { createLogistic, createSigmoid, ...functions } = await import('${entry}');
      console.log(typeof createLogistic, typeof createSigmoid);
      for (const [name, f] of Object.entries(functions)) console.log(name, typeof f, typeof f.async, typeof f.alloc);
      console.log(process.getActiveResourcesInfo().filter((kind) => !/TTY|Pipe|CloseReq|FSReq/.test(kind)).length);
    `);
    const functions = ['logSigmoid', 'logit', 'sigmoid', 'sigmoidDerivative', 'softplus'];
    const lines = functions.map((name) => `${name} function function function\n`);
    expect(output).toBe(`function function\n${lines.join('')}0\n`);
  });

  it.each(['sigmoid-wasm', 'sigmoid-wasm/ts'])('%s and then calling any function is noticed by the same traps', (entry) => {
    const output = runModule(`
      ${FORBID}
      const { createLogistic, createSigmoid, ...functions } = await import('${entry}');
      for (const f of Object.values(functions)) try { f(0); } catch (error) { console.log(error.message); }
    `);
    expect(output.match(/ was allocated\n| was touched\n/g)).toHaveLength(5);
  });

  it.each(['sigmoid-wasm', 'sigmoid-wasm/ts'])('%s and making an instance of all functions does nothing either', (entry) => {
    const output = runModule(`
      ${FORBID}
      const { createLogistic } = await import('${entry}');
      const { sigmoid, logit } = createLogistic();
      console.log(typeof sigmoid, typeof logit.async);
      createLogistic().close();
      createLogistic().softplus.close();
    `);
    expect(output).toBe('function function\n');
  });

  it.each(['sigmoid-wasm', 'sigmoid-wasm/ts'])('%s and calling it works where every optional global is missing', (entry) => {
    const output = runModule(`
      for (const name of ['WebAssembly', 'Worker', 'SharedArrayBuffer', 'structuredClone', 'setImmediate', 'MessageChannel', 'process']) delete globalThis[name];
      const { sigmoid, softplus, logit } = await import('${entry}');
      console.log(sigmoid(0), sigmoid.info.backend, softplus(0), logit(0.5));
    `);
    expect(output).toBe('0.5 ts 0.6931471805599453 0\n');
  });

  it.each([
    ['sigmoid(x)', 'sigmoid(x);'],
    ['sigmoid.alloc(length)', 'sigmoid(sigmoid.alloc(1000), x.subarray(0, 1000));'],
    ['sigmoid.async(x)', 'await sigmoid.async(x); await sigmoid.async(x, x);'],
    ['sigmoid.info', 'sigmoid.info;'],
    ['sigmoid.async(x) with an aborted signal', 'await sigmoid.async(x, x, { signal: AbortSignal.abort() }).catch(() => {});'],
    ['sigmoid.close()', 'sigmoid(x); sigmoid.close();'],
  ])('the package and using %s leaves nothing that keeps the process alive', (_, call) => {
    const output = runModule(`
      import { sigmoid } from 'sigmoid-wasm';
      const x = new Float64Array(1_000_000).fill(1);
      ${call}
      console.log('last line');
    `);
    expect(output).toBe('last line\n');
  });

  it.each([
    ['of the default functions', "await import('sigmoid-wasm')"],
    ['of createLogistic', "(await import('sigmoid-wasm')).createLogistic()"],
  ])('the package and using one function computes its tables alone, %s, and each once', (_, functions) => {
    const output = runModule(`
      const initialized = [];
      const compiled = [];
      const { Instance, Module } = WebAssembly;
      WebAssembly.Module = function (bytes) {
        compiled.push(bytes.length);
        return new Module(bytes);
      };
      WebAssembly.Instance = function (...args) {
        const { exports } = new Instance(...args);
        const watched = {};
        for (const [name, value] of Object.entries(exports)) {
          watched[name] = name.startsWith('initialize') ? () => { initialized.push(name); value(); } : value;
        }
        return { exports: watched };
      };
      const { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit } = ${functions};
      const report = () => console.log(compiled.length, initialized.splice(0).join());
      report();
      for (const f of [softplus, logSigmoid, softplus, sigmoid, logit, sigmoidDerivative, logit]) {
        f(0.25);
        f(new Float64Array(1000));
        report();
      }
    `);
    const [first, ...later] = output.slice(0, -1).split('\n');
    expect(first).toBe('0 ');
    expect(later.map((line) => line.split(' ')[1])).toEqual([
      'initializeSoftplus',
      // With the same table: whether it is computed again for the other function is left open.
      expect.stringMatching(/^(initializeSoftplus)?$/),
      '',
      'initializeSigmoid',
      'initializeLogit',
      'initializeDerivative',
      '',
    ]);
    // Each binary once.
    expect(later.map((line) => line.split(' ')[0])).toEqual(['1', '1', '1', '2', '3', '4', '4']);
  });

  it('sigmoid-wasm/ts and using one function computes its table alone', () => {
    const output = runModule(`
      let tables = 0;
      globalThis.Float64Array = new Proxy(Float64Array, {
        construct(target, args) {
          if (args[0] > 2048) tables++;
          return new target(...args);
        },
      });
      const { createLogistic } = await import('sigmoid-wasm/ts');
      const { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit } = createLogistic();
      const counts = [tables];
      for (const f of [softplus, logSigmoid, sigmoid, logit, sigmoidDerivative, softplus]) {
        f(0.25);
        f(new Float64Array(1000));
        counts.push(tables);
      }
      console.log(counts.join());
    `);
    expect(output).toBe('0,1,1,2,3,4,4\n');
  });

  it('two copies of the package gives instances that do not disturb each other', () => {
    const output = runModule(`
      const { sigmoid: a } = await import('./dist/index.js');
      const { sigmoid: b } = await import('./dist/index.js?copy');
      a.close();
      console.log(a !== b, b(0));
    `);
    expect(output).toBe('true 0.5\n');
  });
});
