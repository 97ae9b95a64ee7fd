import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, inject, it } from 'vitest';
import { describeBrowser } from '../support/browsers.ts';
import { type Browser, launch } from './browsers.ts';
import { EXPECTED } from './expectations.ts';
import { commandOf, installFixture } from './fixture.ts';
import { environment, run } from './processes.ts';
import { expectReport } from './report.ts';
import { ISOLATED, serve } from './server.ts';

/** How each bundler builds its fixture, and the folder that then holds the page. */
const BUNDLERS = [
  { name: 'vite', args: ['build'], page: 'dist' },
  { name: 'webpack', args: ['build'], page: '.', tool: 'webpack-cli', command: 'webpack-cli' },
  // Without the tsconfig.json of this repository, which leads to the sources instead of the package.
  { name: 'esbuild', args: ['main.js', '--bundle', '--format=esm', '--outdir=dist', '--tsconfig-raw={}'], page: '.' },
  { name: 'rollup', args: ['--config', '--silent'], page: '.' },
  // Without a cache, which would keep the package of an earlier run.
  { name: 'parcel', args: ['build', 'index.html', '--no-cache', '--no-source-maps'], page: 'dist' },
  // React Native's, for a page.
  { name: 'metro', args: ['build', 'main.js', '--platform', 'web', '--out', 'dist/main.js', '--reset-cache'], page: '.' },
];

describeBrowser('Chromium', 'the package in a page', (options) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(options);
  });
  afterAll(() => browser?.close());

  it.each(BUNDLERS)('uses all cores when it is bundled by $name', async ({ name, args, page, tool = name, command = tool }) => {
    const folder = await installFixture(name, inject('tarball'));
    // Not every bundler makes the folder that it writes to.
    mkdirSync(join(folder, 'dist'), { recursive: true });
    await run(process.execPath, [commandOf(folder, tool, command), ...args], folder);
    const server = await serve(join(folder, page), ISOLATED);
    try {
      expectReport(await browser.reportOf(`${server.url}/`), EXPECTED.everything);
    } finally {
      await server.close();
    }
  });

  it('uses all cores when it is served by the development server of vite', async () => {
    const folder = await installFixture('vite', inject('tarball'));
    const server = await startVite(folder);
    try {
      expectReport(await browser.reportOf(server.url), EXPECTED.everything);
    } finally {
      server.stop();
    }
  });
});

/** Starts the development server at a free port. Without `--force` it would keep the package of an earlier run. */
function startVite(folder: string): Promise<{ url: string; stop: () => void }> {
  const vite = spawn(process.execPath, [commandOf(folder, 'vite'), '--force'], {
    cwd: folder,
    env: { ...environment, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (text: Buffer): void => {
      output += text;
      const url = /http:\/\/localhost:\d+\//.exec(output)?.[0];
      if (url) resolve({ url, stop: () => vite.kill() });
    };
    vite.stdout.on('data', listen);
    vite.stderr.on('data', listen);
    vite.on('error', reject);
    vite.on('exit', () => reject(new Error(`vite ended: ${output}`)));
  });
}
