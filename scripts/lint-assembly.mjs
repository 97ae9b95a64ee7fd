/**
 * Biome's lint over assembly/. Its parser rejects decorators on functions and constants, so it is given copies in which they
 * are blanked: lines and columns stay.
 *
 *     npm run lint
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNoOptions } from './options.mjs';

readNoOptions('npm run lint', 'Runs Biome, and over assembly/ its linter.');

const root = fileURLToPath(new URL('..', import.meta.url));
const copies = join(root, 'build/lint');
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** Decorators at the beginning of a line, with or without arguments. */
const DECORATORS = /^([ \t]*)((?:@\w+(?:\([^)\n]*\))?[ \t]*)+)/gm;

rmSync(copies, { recursive: true, force: true });
const names = readdirSync(join(root, 'assembly'), { recursive: true, encoding: 'utf8' });
for (const name of names.filter((name) => name.endsWith('.ts'))) {
  const source = readFileSync(join(root, 'assembly', name), 'utf8');
  const copy = join(copies, 'assembly', name);
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(
    copy,
    source.replace(DECORATORS, (_, indent, decorators) => indent + ' '.repeat(decorators.length)),
  );
}
const config = `--config-path=${join(root, 'assembly/lint.jsonc')}`;
const args = [biome, 'lint', config, '--error-on-warnings', 'assembly'];
const { status, error } = spawnSync(process.execPath, args, { cwd: copies, stdio: 'inherit' });
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
