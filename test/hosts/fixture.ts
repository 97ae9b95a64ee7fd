/** Fixtures are consumers of the package. Each has its own tools and its own lock file. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Installs a fixture's tools as its lock file says, unless that was done before, and then the packed package.
 *
 * @returns the fixture's folder
 */
export async function installFixture(name: string, tarball: string): Promise<string> {
  const folder = join(root, 'test/fixtures', name);
  const installed = join(folder, 'node_modules/.lock-digest');
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
    writeFileSync(installed, lock);
  }
  // npm would keep an installed package of the same version.
  rmSync(join(folder, 'node_modules/sigmoid-wasm'), { recursive: true, force: true });
  await run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', tarball], folder);
  return folder;
}

/** The script behind a command of a fixture's tool, to be run with Node. */
export function commandOf(folder: string, name: string, command = name): string {
  const tool = join(folder, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(tool, 'package.json'), 'utf8'));
  return join(tool, typeof bin === 'string' ? bin : bin[command]);
}
