import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/child.ts';

interface Locked {
  readonly engines?: { readonly node?: string };
  readonly hasInstallScript?: boolean;
  readonly deprecated?: string;
}

/** Where the project's scripts install packages. Those of `test/fixtures` are installed without a script of theirs being run. */
const PARENTS = ['bench', 'examples', 'test/fixtures'];
const FOLDERS = [
  '.',
  'docs',
  ...PARENTS.flatMap((parent) => readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`)),
];
const INSTALLED = FOLDERS.filter((folder) => existsSync(join(ROOT, folder, 'package-lock.json')));

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));

/** Whether a range of versions has some of Node 20's: it is a list of alternatives such as `^18.12`, `>=20.1.0` or `20 || >=22`. */
function admitsNode20(range: string): boolean {
  return range.split('||').some((alternative) => {
    const [, operator, major] = /^\s*(>=?|\^|~|=|)\s*v?(\d+|\*)/.exec(alternative) ?? [];
    return major === '*' || (operator?.startsWith('>') ? Number(major) <= 20 : Number(major) === 20);
  });
}

it('ranges of versions are understood', () => {
  for (const range of ['>=18', '>= 20.1.0', '^20.19.0 || >=22.12.0', '18 || 20', '*', '>=v12.22.7']) {
    expect(admitsNode20(range), range).toBe(true);
  }
  for (const range of ['>=22', '^18.12', '^18 || >= 22', '21', '']) expect(admitsNode20(range), range).toBe(false);
});

it('the packages of the project, of its benchmarks and of its fixtures are found', () => {
  for (const folder of ['.', 'bench/peers', 'bench/chart', 'examples/penguins', 'test/fixtures/vite']) {
    expect(INSTALLED).toContain(folder);
  }
});

describe.each(INSTALLED)('an installation in %s has no warning, because', (folder) => {
  const { packages } = readJson(`${folder}/package-lock.json`) as { packages: Record<string, Locked> };
  const { allowScripts = {} } = readJson(`${folder}/package.json`) as { allowScripts?: Record<string, boolean> };
  const entries = Object.entries(packages).filter(([path]) => path !== '');

  it('every package supports Node 20, and none is deprecated', () => {
    const unsupported = entries.filter(([, { engines }]) => engines?.node !== undefined && !admitsNode20(engines.node));
    expect(unsupported.map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, { deprecated }]) => deprecated !== undefined)).toEqual([]);
    expect(entries.length).toBeGreaterThan(0);
  });

  if (folder.startsWith('test/fixtures/')) return;
  it('each script of a package is allowed or refused', () => {
    const withScripts = entries.filter(([, { hasInstallScript }]) => hasInstallScript);
    const names = withScripts.map(([path]) => path.split('node_modules/').at(-1) as string);
    expect([...new Set(names)].sort()).toEqual(Object.keys(allowScripts).sort());
  });
});
