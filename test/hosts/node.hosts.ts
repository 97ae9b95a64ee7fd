import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { EXPECTED } from './expectations.ts';
import { root } from './fixture.ts';
import { run, runJson } from './processes.ts';
import { expectReport } from './report.ts';

// The setup has installed it; its binaries are for Linux on x86-64 alone.
const folder = join(root, 'test/fixtures/node');

/** The first version that the package supports, then the last of each line; `require` loads ES modules from 20.19 and 22.12 on. */
const VERSIONS = [
  { version: '20.0', requires: false, expected: EXPECTED.earlyNode },
  { version: '20', requires: true, expected: EXPECTED.everything },
  { version: '22', requires: true, expected: EXPECTED.everything },
  { version: '24', requires: true, expected: EXPECTED.everything },
  { version: '26', requires: true, expected: EXPECTED.everything },
];

describe.each(VERSIONS)('Node $version', ({ version, requires, expected }) => {
  const node = join(folder, `node_modules/node-${version}/bin/node`);
  const installed = existsSync(node) || process.env.CI !== undefined;

  it.skipIf(!installed)('is the version it is called', async () => {
    expect(await run(node, ['--version'], folder)).toMatch(new RegExp(`^v${version.replace('.', '\\.')}\\.`));
  });

  it.skipIf(!installed)('computes after import, and exits by itself', async () => {
    expectReport(await runJson(node, ['import.mjs'], folder), expected);
  });

  it.skipIf(!installed)(requires ? 'computes after require' : 'says why it can’t require', async () => {
    const required = runJson(node, ['require.cjs'], folder);
    if (requires) expectReport(await required, expected);
    else await expect(required).rejects.toThrow(/ERR_REQUIRE_ESM|No "exports" main/);
  });
});

it('gives everything in the Node that runs these tests', () => {
  expectReport(inject('reference'), EXPECTED.everything);
});
