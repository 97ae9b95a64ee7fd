import { beforeAll, describe, expect, inject, it } from 'vitest';
import { commandOf, installFixture } from './fixture.ts';
import { run } from './processes.ts';

/** The versions of the compiler. The first has no generic typed arrays. All compile strictly and check the declarations too. */
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

  it('is the version that it is named after', async () => {
    expect(await compile('--version')).toMatch(new RegExp(`^Version ${version.replace('.', '\\.')}\\.`));
  });

  it.each([
    ['for the web that resolves modules as bundlers do', config],
    ['for Node that resolves modules as Node does, without the types of the DOM', 'tsconfig.node.json'],
    ['that has the types of neither, and exact optional properties', 'tsconfig.plain.json'],
    // The compiler itself has given up what knows nothing of "exports".
    ...(Number(version) < 6 ? [['that resolves modules as Node 10 did', 'tsconfig.node10.json']] : []),
  ])('compiles a consumer %s', async (_, project) => {
    // The compiler prints nothing unless something is wrong.
    expect(await compile('--project', project)).toBe('');
  });
});

describe('the package', () => {
  it('passes every check of publint', async () => {
    const args = [commandOf(folder, 'publint'), 'run', inject('tarball'), '--strict'];
    expect(await run(process.execPath, args, folder)).toContain('All good!');
  });

  it('has types that resolve in the same way as its modules', async () => {
    // The binary and the worker script have no types, since they are no modules to import.
    const exclude = ['--exclude-entrypoints', 'kernel.wasm', 'worker'];
    const args = [commandOf(folder, '@arethetypeswrong/cli', 'attw'), inject('tarball'), '--profile', 'esm-only', ...exclude];
    expect(await run(process.execPath, args, folder)).toContain('"sigmoid-wasm/ts"');
  });
});
