/** Packs the package once, and computes in Node the results that every host must give. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installFixture, root } from './fixture.ts';
import { runJson } from './processes.ts';
import type { Report } from './report.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tarball: string;
    /** What the Node that runs the tests reports. */
    reference: Report;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
  // `npm run test:hosts` has built the package already.
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const packed = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' }));
  const { filename } = Object.values(packed)[0] as { filename: string };
  const tarball = join(folder, filename);
  const node = await installFixture('node', tarball);
  project.provide('tarball', tarball);
  project.provide('reference', (await runJson(process.execPath, ['import.mjs'], node)) as Report);
  return () => rmSync(folder, { recursive: true, force: true });
}
