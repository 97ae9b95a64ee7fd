/** The command and the streams, as packed and installed, in every supported version of Node, by npx, and the streams elsewhere. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sigmoid } from 'sigmoid-wasm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { bytesOf, doubles, npy } from '../cli/data.ts';
import { commandOf, installFixture, root } from './fixture.ts';
import { run, runJson } from './processes.ts';

// The setup has installed this fixture.
const installed = join(root, 'test/fixtures/node');
const VERSIONS = ['20.0', '20', '22', '24', '26'];
const x = doubles(300_001);
const edges = Array.from(sigmoid(Float64Array.of(-740, -10, 0, 10, 40)));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
  writeFileSync(join(folder, 'x.npy'), npy(x));
  writeFileSync(join(folder, 'x.f64'), bytesOf(x));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(VERSIONS)('Node %s', (version) => {
  const node = join(installed, `node_modules/node-${version}/bin/node`);
  const there = existsSync(node) || process.env.CI !== undefined;

  it.skipIf(!there)('runs the command from file to file and through a pipe', async () => {
    const program = commandOf(installed, 'sigmoid-wasm');
    await run(node, [program, 'x.npy', '-o', 'y.npy', '--force'], folder);
    expect(readFileSync(join(folder, 'y.npy')).equals(npy(sigmoid(x)))).toBe(true);
    await run('/bin/sh', ['-c', `cat x.f64 | "${node}" "${program}" --from f64 | cat > y.f64`], folder);
    expect(readFileSync(join(folder, 'y.f64')).equals(bytesOf(sigmoid(x)))).toBe(true);
  });

  it.skipIf(!there)('computes what comes through streams', async () => {
    expect(await runJson(node, ['streams.mjs'], installed)).toEqual({ node: edges, web: edges });
  });
});

describe('npx', () => {
  it('runs the command from the packed tarball, in a folder that has nothing installed', async () => {
    const args = ['--yes', `--package=${inject('tarball')}`, 'sigmoid-wasm', 'x.f64', '-o', 'by-npx.f64'];
    await run('npx', args, folder, { npm_config_cache: join(folder, 'cache'), npm_config_update_notifier: 'false' });
    expect(readFileSync(join(folder, 'by-npx.f64')).equals(bytesOf(sigmoid(x)))).toBe(true);
  });
});

describe('sigmoid-wasm/stream', () => {
  it('computes in Deno', async () => {
    const deno = await installFixture('deno', inject('tarball'));
    const script = join(installed, 'streams.mjs');
    writeFileSync(join(deno, 'streams.mjs'), readFileSync(script));
    const args = [commandOf(deno, 'deno'), 'run', '--no-prompt', '--node-modules-dir=manual', 'streams.mjs'];
    try {
      expect(await runJson(process.execPath, args, deno)).toEqual({ node: edges, web: edges });
    } finally {
      rmSync(join(deno, 'streams.mjs'));
    }
  });

  it('computes in Bun', async () => {
    const bun = await installFixture('bun', inject('tarball'));
    const platforms = join(bun, 'node_modules/@oven');
    const program = join(platforms, readdirSync(platforms)[0] as string, 'bin/bun');
    writeFileSync(join(bun, 'streams.mjs'), readFileSync(join(installed, 'streams.mjs')));
    try {
      expect(await runJson(program, ['run', 'streams.mjs'], bun)).toEqual({ node: edges, web: edges });
    } finally {
      rmSync(join(bun, 'streams.mjs'));
    }
  });

  it('is bundled for a page without anything of Node', async () => {
    const esbuild = await installFixture('esbuild', inject('tarball'));
    const entry = join(esbuild, 'dist/stream-entry.js');
    mkdirSync(join(esbuild, 'dist'), { recursive: true });
    writeFileSync(entry, "export { createTransformStream } from 'sigmoid-wasm/stream';\n");
    // Without the tsconfig.json of this repository, which leads to the sources instead of the package.
    const args = [commandOf(esbuild, 'esbuild'), entry, '--bundle', '--format=esm', '--tsconfig-raw={}'];
    const script = await run(process.execPath, args, esbuild);
    expect(script).toContain('TransformStream');
    expect(script).not.toContain('node:');
  });
});
