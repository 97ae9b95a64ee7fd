import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOfBuild, namesOfBinaries } from '../../scripts/build-digest.mjs';
import { ROOT } from '../support/child.ts';

/** What the digest is of, and nothing else. */
const PARTS = [
  ...[
    'assembly',
    'math',
    'src',
    'cli',
    'scripts',
    'dist',
    'build/digest',
    'asconfig.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ],
  ...['package.json', 'package-lock.json', 'node_modules/.package-lock.json'],
  ...['kernel', ...namesOfBinaries(ROOT)].flatMap((name) => [`build/${name}.wasm`, `build/${name}.wat`]),
];

describe('the digest of a build', () => {
  const copy = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
  beforeAll(() => {
    for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  });
  afterAll(() => rmSync(copy, { recursive: true }));
  const written = readFileSync(join(ROOT, 'build/digest'), 'utf8');

  it('is the same in another folder', () => {
    expect(digestOfBuild(copy)).toBe(written);
  });

  it.each([
    ...['assembly/core/map.ts', 'math/constants.ts', 'src/api/index.ts', 'src/generated/sigmoid.ts', 'scripts/build.mjs'],
    ...['cli/main.ts', 'dist/cli.cjs'],
    ...['asconfig.json', 'tsconfig.json', 'tsconfig.build.json', 'package.json', 'package-lock.json'],
    ...['node_modules/.package-lock.json', 'dist/index.js', 'dist/worker.js', 'dist/types.d.ts', 'build/kernel.wasm'],
    ...['build/softplus.wasm', 'build/kernel.wat'],
  ])('is another one where %s was changed or removed, and the old one where that was undone', (name) => {
    const file = join(copy, name);
    const contents = readFileSync(file);
    appendFileSync(file, '\n');
    expect(digestOfBuild(copy)).not.toBe(written);
    rmSync(file);
    expect(digestOfBuild(copy)).not.toBe(written);
    writeFileSync(file, contents);
    expect(digestOfBuild(copy)).toBe(written);
  });

  it.each(['assembly/logit/another.ts', 'src/runtime/another.ts', 'dist/another.js'])(
    'is another one where %s was added',
    (name) => {
      writeFileSync(join(copy, name), '');
      expect(digestOfBuild(copy)).not.toBe(written);
      rmSync(join(copy, name));
    },
  );

  it('is of every file that dist/ is bundled from', async () => {
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: ['src/api/index.ts', 'src/api/ts.ts', 'src/api/worker.ts'],
      bundle: true,
      format: 'esm',
      external: ['node:*'],
      outdir: 'build/unwritten',
      write: false,
      metafile: true,
    });
    const inputs = Object.keys(metafile.inputs);
    expect(inputs).toContain('src/runtime/threads/pool.ts');
    for (const input of inputs) expect(input).toMatch(/^(src|math)\//);
  });
});
