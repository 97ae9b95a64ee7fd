/** The programs that these tests drive, which are Debian packages. */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';

const isThere = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Installs the packages whose programs are missing. That takes root, and a Debian. */
function install(packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !isThere('apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update'], { env, stdio: 'ignore' });
  spawnSync('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env, stdio: 'inherit' });
}

/**
 * Describes tests of programs, which are installed if need be. Without them, and without root where that is needed, they
 * are skipped for that reason, or fail if CI is set.
 *
 * @param packages the package of each program
 */
export function describeWith(
  packages: Readonly<Record<string, string>>,
  name: string,
  tests: () => void,
  { asRoot = false } = {},
): void {
  const lacking = (): string[] => Object.keys(packages).filter((program) => !isThere(program));
  if (lacking().length > 0) install(lacking().map((program) => packages[program] as string));
  const missing = lacking();
  if (asRoot && process.getuid?.() !== 0) missing.push('root');
  describe(name, () => {
    if (missing.length > 0 && process.env.CI === undefined) {
      it.skip(`is not tested without ${missing.join(', ')}`, () => {});
      return;
    }
    beforeAll(() => expect(missing).toEqual([]));
    tests();
  });
}
