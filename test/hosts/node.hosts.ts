import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { EXPECTED } from './expectations.ts';
import { root } from './fixture.ts';
import { run, runJson } from './processes.ts';
import { expectReport } from './report.ts';

// The setup has installed this fixture. Its binaries of Node are for Linux on x86-64 only.
const folder = join(root, 'test/fixtures/node');

/** The first version that the package supports and the last of each line. `require` loads ES modules from 20.19 and 22.12 on. */
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

  it.skipIf(!installed)('is the version that it is named after', async () => {
    expect(await run(node, ['--version'], folder)).toMatch(new RegExp(`^v${version.replace('.', '\\.')}\\.`));
  });

  it.skipIf(!installed)('uses what it offers after import, and exits by itself', async () => {
    expectReport(await runJson(node, ['import.mjs'], folder), expected);
  });

  it.skipIf(!installed)(
    requires ? 'uses what it offers after require' : 'says why it cannot require an ES module',
    async () => {
      const required = runJson(node, ['require.cjs'], folder);
      if (requires) expectReport(await required, expected);
      else await expect(required).rejects.toThrow(/ERR_REQUIRE_ESM|No "exports" main/);
    },
  );
});

it('the Node that runs these tests gives all cores and shared memory', () => {
  expectReport(inject('reference'), EXPECTED.everything);
});
