import { beforeAll, describe, expect, inject, it } from 'vitest';
import { commandOf, installFixture } from './fixture.ts';
import { run } from './processes.ts';

/** The first has no generic typed arrays. All are strict, and check the declarations too. */
const COMPILERS = ['5.6', '5.7', '5.8', '5.9', '6.0', '7.0'].map((version, index) => ({
  version,
  config: index === 0 ? 'tsconfig.before-5.7.json' : 'tsconfig.json',
}));

let folder: string;
beforeAll(async () => {
  folder = await installFixture('types', inject('tarball'));
});

describe.each(COMPILERS)('TypeScript $version', ({ version, config }) => {
  const compile = (...args: string[]): Promise<string> =>
    run(process.execPath, [commandOf(folder, `typescript-${version}`, 'tsc'), ...args], folder);

  it('is the version it is called', async () => {
    expect(await compile('--version')).toMatch(new RegExp(`^Version ${version.replace('.', '\\.')}\\.`));
  });

  it.each([
    ['for the web, with modules resolved as bundlers do it', config],
    ['for Node, with modules resolved as it does and without the types of the DOM', 'tsconfig.node.json'],
  ])('compiles a consumer %s', async (_, project) => {
    // It prints what is wrong, and fails then.
    expect(await compile('--project', project)).toBe('');
  });
});

describe('the package', () => {
  it('is as publint would have it', async () => {
    const args = [commandOf(folder, 'publint'), 'run', inject('tarball'), '--strict'];
    expect(await run(process.execPath, args, folder)).toContain('All good!');
  });

  it('has types that resolve as its modules do', async () => {
    // The binary and the worker script are no modules to import: they have no types.
    const exclude = ['--exclude-entrypoints', 'kernel.wasm', 'worker'];
    const args = [commandOf(folder, '@arethetypeswrong/cli', 'attw'), inject('tarball'), '--profile', 'esm-only', ...exclude];
    expect(await run(process.execPath, args, folder)).toContain('"sigmoid-wasm/ts"');
  });
});
