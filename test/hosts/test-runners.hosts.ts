import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { EXPECTED } from './expectations.ts';
import { commandOf, installFixture } from './fixture.ts';
import { run } from './processes.ts';
import { expectReport, type Report } from './report.ts';

interface RunnerReport extends Report {
  /** The type of the global `document`. */
  document: string;
  realms: object;
}

/** Test environments that imitate a browser. Some of them run tests in a separate realm. */
const RUNNERS: { name: string; fixture: string; tool: string; args: string[]; flags?: string[] }[] = [
  {
    name: 'Jest with jsdom',
    fixture: 'jest',
    tool: 'jest',
    args: [],
    // Jest's documentation requires this flag for ES modules.
    flags: ['--experimental-vm-modules'],
  },
  {
    name: 'vitest with happy-dom',
    fixture: 'happy-dom',
    tool: 'vitest',
    args: ['run', '--pool=forks'],
  },
  {
    name: 'vitest with happy-dom in a VM context',
    fixture: 'happy-dom',
    tool: 'vitest',
    args: ['run', '--pool=vmThreads'],
  },
];

describe.each(RUNNERS)('$name', ({ fixture, tool, args, flags = [] }) => {
  it('computes σ of its arrays and of those of other realms, and ends by itself', async () => {
    const folder = await installFixture(fixture, inject('tarball'));
    const file = join(folder, 'node_modules/report.json');
    rmSync(file, { force: true });
    await run(process.execPath, [...flags, commandOf(folder, tool), ...args], folder, { REPORT: file });
    const report: RunnerReport = JSON.parse(readFileSync(file, 'utf8'));
    expectReport(report, EXPECTED.everything);
    expect(report.document).toBe('object');
    const bits = report.digests.plain;
    expect(report.realms).toEqual({
      foreign: false,
      digest: bits,
      inPlace: bits,
      result: true,
      allocated: true,
      error: true,
      reason: true,
    });
  });
});
