import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { EXPECTED } from './expectations.ts';
import { commandOf, installFixture } from './fixture.ts';
import { run, runJson } from './processes.ts';
import { expectReport } from './report.ts';

describe('Deno', () => {
  let folder: string;
  let deno: string;
  beforeAll(async () => {
    folder = await installFixture('deno', inject('tarball'));
    deno = commandOf(folder, 'deno');
  });

  it('is the runtime that runs', async () => {
    expect(await run(process.execPath, [deno, '--version'], folder)).toMatch(/^deno \d/);
  });

  it('uses all cores without any permission, and exits by itself', async () => {
    const args = [deno, 'run', '--no-prompt', '--node-modules-dir=manual', 'main.mjs'];
    expectReport(await runJson(process.execPath, args, folder), EXPECTED.everything);
  });
});

describe('Bun', () => {
  let folder: string;
  let bun: string;
  beforeAll(async () => {
    folder = await installFixture('bun', inject('tarball'));
    // Install scripts are not run, so the binary is still where the package of this platform has it.
    const platforms = join(folder, 'node_modules/@oven');
    bun = join(platforms, readdirSync(platforms)[0] as string, 'bin/bun');
  });

  it('is the runtime that runs', async () => {
    expect(await run(bun, ['--print', 'Bun.version'], folder)).toMatch(/^\d/);
  });

  it('uses all cores, and exits by itself', async () => {
    expectReport(await runJson(bun, ['run', 'main.mjs'], folder), EXPECTED.everything);
  });
});

describe('workerd', () => {
  it('computes in TypeScript by default, and with the kernel when its module is imported', async () => {
    const folder = await installFixture('workerd', inject('tarball'));
    // Like Cloudflare's own tools, this bundles by esbuild and keeps WebAssembly modules as separate files.
    const args = [
      'main.js',
      '--bundle',
      '--format=esm',
      '--conditions=workerd,worker,browser',
      '--external:*.wasm',
      '--tsconfig-raw={}',
    ];
    await run(process.execPath, [commandOf(folder, 'esbuild'), ...args, '--outdir=dist'], folder);
    const reports = (await runJson(commandOf(folder, 'workerd'), ['test', 'config.capnp'], folder)) as Record<string, unknown>;
    expectReport(reports.default, EXPECTED.workerd);
    expectReport(reports.module, EXPECTED.workerdWithModule);
  });
});
