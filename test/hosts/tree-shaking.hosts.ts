/** A bundle holds what it imports, with other bundlers than esbuild, which test/package/bundles.test.ts uses. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { binariesIn, CONSUMERS, consumerOf } from '../support/bundles.ts';
import { commandOf, installFixture } from './fixture.ts';
import { run } from './processes.ts';

/** How each bundler bundles the script `entry` into the folder `out`. */
const BUNDLERS = [
  { name: 'rollup', args: (entry: string, out: string) => ['--config', '--silent', '--input', entry, '--dir', out] },
  {
    name: 'webpack',
    tool: 'webpack-cli',
    args: (entry: string, out: string) => ['build', '--entry-reset', '--entry', `./${entry}`, '--output-path', out],
  },
];

describe.each(BUNDLERS)('a bundle of $name', ({ name, tool = name, args }) => {
  let folder: string;
  beforeAll(async () => {
    folder = await installFixture(name, inject('tarball'));
  });

  /** All scripts of the bundle of an entry with these contents. */
  async function bundle(contents: string): Promise<string> {
    const entry = 'dist/entry.js';
    const out = join(folder, 'dist/consumer');
    rmSync(out, { recursive: true, force: true });
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, entry), contents);
    await run(process.execPath, [commandOf(folder, tool), ...args(entry, out)], folder);
    const scripts = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    return scripts.map((file) => readFileSync(join(out, file), 'utf8')).join('\n');
  }

  it.each(CONSUMERS)('that imports $names holds the binaries $binaries alone', async ({ names, binaries }) => {
    expect(binariesIn(await bundle(consumerOf(names)))).toEqual(binaries);
  });

  it('that imports from sigmoid-wasm/ts holds none', async () => {
    const script = await bundle(consumerOf(['createLogistic'], 'sigmoid-wasm/ts'));
    expect(script).toContain('kept');
    expect(binariesIn(script)).toEqual([]);
  });

  it('that imports and does not use what it imports holds nothing of the package', async () => {
    const script = await bundle(`import { sigmoid, logit, createLogistic } from 'sigmoid-wasm';\n`);
    expect(script.length).toBeLessThan(500);
  });
});
