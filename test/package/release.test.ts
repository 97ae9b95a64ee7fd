/** What is published, and when publishing is refused. Needs `npm run build`, as `npm test` does. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addressOf } from '../../scripts/release/address.mjs';
import { problemsOf } from '../../scripts/release/check.mjs';
import { absoluteLinks } from '../../scripts/release/readme-links.mjs';
import { publishedManifest, publishedReadme, stage } from '../../scripts/release/stage.mjs';
import { node, ROOT } from '../support/child.ts';

const read = (path: string): string => readFileSync(ROOT + path, 'utf8');
const own = JSON.parse(read('package.json'));
const at = (url: string, version = '1.2.3') => ({ ...own, version, repository: { type: 'git', url } });
const decided = at('git+https://github.com/someone/sigmoid-wasm.git');
const CHANGELOG = '# Changelog\n\n## 1.2.3 – 2026-02-01\n\n## 1.2.2 – 2026-01-01\n';

describe('the check before a release', () => {
  it('finds nothing wrong with an address, a date and the right tag', () => {
    expect(problemsOf(decided, CHANGELOG, 'v1.2.3')).toEqual([]);
    expect(problemsOf(decided, CHANGELOG)).toEqual([]);
  });

  it('refuses an address that is not decided, in one line', () => {
    const problems = problemsOf(at('git+https://github.com/OWNER/sigmoid-wasm.git'), CHANGELOG);
    expect(problems).toEqual([
      'repository.url in package.json still says OWNER: put the account there that owns the repository',
    ]);
  });

  it.each([
    '',
    'github:someone/sigmoid-wasm',
    'https://github.com/someone/sigmoid-wasm',
    'git+https://github.com/sigmoid-wasm.git',
  ])("refuses the address '%s', from which no other can be derived", (url) => {
    expect(problemsOf(at(url), CHANGELOG)).toEqual([
      `repository.url in package.json expected git+https://github.com/OWNER/NAME.git, got '${url}'`,
    ]);
  });

  it('refuses a manifest without an address', () => {
    expect(problemsOf({ version: '1.2.3' }, CHANGELOG).length).toBe(1);
  });

  it.each([
    ['without a date', '## 1.2.3 – unreleased\n'],
    ['that is missing', '## 1.2.2 – 2026-01-01\n'],
    ['of a longer version alone', '## 1.2.30 – 2026-01-01\n'],
  ])('refuses an entry of the CHANGELOG %s', (_, changelog) => {
    expect(problemsOf(decided, changelog)).toEqual([
      expect.stringMatching(/^CHANGELOG\.md expected '## 1\.2\.3 – ' and a date/),
    ]);
  });

  it.each(['1.2.3', 'v1.2.4', ''])("refuses the tag '%s'", (tag) => {
    expect(problemsOf(decided, CHANGELOG, tag)).toEqual([expect.stringContaining(`got '${tag}'`)]);
  });

  it('ends with code 1 and prints what is wrong, or with 0 and prints nothing', () => {
    for (const tag of [`v${own.version}`, 'v0.0.0']) {
      const problems = problemsOf(own, read('CHANGELOG.md'), tag);
      const { status, stdout, stderr } = node('scripts/release/check.mjs', tag);
      expect(stderr).toBe(problems.map((problem) => `${problem}\n`).join(''));
      expect(stdout).toBe('');
      expect(status).toBe(problems.length > 0 ? 1 : 0);
    }
  });

  it('derives every address from one', () => {
    const { slug, homepage, bugs, pages, raw } = addressOf(decided);
    expect({ slug, homepage, bugs, pages: pages('v1'), raw: raw('v1') }).toEqual({
      slug: 'someone/sigmoid-wasm',
      homepage: 'https://github.com/someone/sigmoid-wasm#readme',
      bugs: 'https://github.com/someone/sigmoid-wasm/issues',
      pages: 'https://github.com/someone/sigmoid-wasm/blob/v1/',
      raw: 'https://raw.githubusercontent.com/someone/sigmoid-wasm/v1/',
    });
    expect(own).not.toHaveProperty('homepage');
    expect(own).not.toHaveProperty('bugs');
  });
});

describe('the workflows', () => {
  const folder = '.github/workflows/';
  const actions = readdirSync(ROOT + folder).flatMap((file) => [...read(folder + file).matchAll(/uses: *(.*)/g)]);

  it('use actions at a commit, which nobody can move, and say its version', () => {
    expect(actions.length).toBeGreaterThan(0);
    for (const [, action] of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});

describe('the workflow that publishes the page', () => {
  const steps = read('.github/workflows/pages.yml');

  it('asks for the address before it builds or publishes anything', () => {
    const at = ['scripts/release/address.mjs', 'build:web', 'actions/deploy-pages@'].map((step) => steps.indexOf(step));
    expect(at).not.toContain(-1);
    expect(at).toEqual([...at].sort((a, b) => a - b));
  });

  it('is refused as long as the address is not decided', () => {
    const ask = () => execFileSync(process.execPath, [`${ROOT}scripts/release/address.mjs`], { stdio: 'pipe' });
    const isDecided = !own.repository.url.includes('/OWNER/');
    if (isDecided) expect(ask).not.toThrow();
    else expect(ask).toThrow('still says OWNER');
  });
});

describe('absoluteLinks', () => {
  const bases = { pages: 'https://pages/', raw: 'https://raw/' };

  it.each([
    ['a link', '[a](b/c.md)', '[a](https://pages/b/c.md)'],
    ['a link with a place on the page', '[a](b.md#c)', '[a](https://pages/b.md#c)'],
    ['a link that begins with ./', '[a](./b.md)', '[a](https://pages/b.md)'],
    ['a link with a title', '[a](b.md "c")', '[a](https://pages/b.md "c")'],
    ['a link whose text is code', '[`a[0]`](b.md)', '[`a[0]`](https://pages/b.md)'],
    ['a picture', '![a](b.svg)', '![a](https://raw/b.svg)'],
    ['a picture with brackets in its text', '![a [b]](c.svg)', '![a [b]](https://raw/c.svg)'],
    ['a picture within a link', '[![a](b.svg)](c.md)', '[![a](https://raw/b.svg)](https://pages/c.md)'],
    ['a link between spans of code', '`a` [b](c) `d`', '`a` [b](https://pages/c) `d`'],
    ['two links in a line', '[a](b) and [c](d)', '[a](https://pages/b) and [c](https://pages/d)'],
    ['a link after a block of code', '```js\nx\n```\n[a](b)', '```js\nx\n```\n[a](https://pages/b)'],
  ])('changes %s', (_, markdown, expected) => {
    expect(absoluteLinks(markdown, bases)).toBe(expected);
  });

  it.each([
    ['an absolute link', '[a](https://example.org/b)'],
    ['an address for mail', '[a](mailto:b@example.org)'],
    ['a place on the page', '[a](#b)'],
    ['code', '`[a](b)` and ``[a](`b`)``'],
    ['a block of code', '```\n[a](b)\n```\n'],
    ['a block of code between tildes', '~~~md\n```\n[a](b)\n~~~\n'],
    ['an escaped bracket', '\\[a\\](b)'],
    ['brackets without a target', '[−10, 10), `a` and [x] (y)'],
  ])('leaves %s', (_, markdown) => {
    expect(absoluteLinks(markdown, bases)).toBe(markdown);
  });
});

describe('the published README', () => {
  const readme = read('README.md');
  const published = publishedReadme(readme, decided);
  const { pages, raw } = addressOf(decided);

  it('has no relative link left, and differs in nothing else', () => {
    const targets = [...published.matchAll(/\]\(([^)\s]+)/g)].map(([, target]) => target as string);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.filter((target) => !/^(https:|#)/.test(target))).toEqual([]);
    expect(published.replaceAll(pages('v1.2.3'), '').replaceAll(raw('v1.2.3'), '')).toBe(readme);
  });

  it('links only to files that exist, and to pictures by their bytes', () => {
    for (const [base, mark] of [
      [pages('v1.2.3'), ''],
      [raw('v1.2.3'), '!'],
    ] as const) {
      const paths = published
        .split(`](${base}`)
        .slice(1)
        .map((rest) => rest.slice(0, rest.search(/[)#\s]/)));
      expect(paths.length, base).toBeGreaterThan(0);
      for (const path of paths) {
        expect(existsSync(ROOT + path), path).toBe(true);
        expect(/\.(svg|png)$/.test(path), path).toBe(mark === '!');
      }
    }
  });

  it('has its links in the one form that is made absolute', () => {
    expect(readme).not.toMatch(/^ {0,3}\[[^\]]+\]:|<(?:img|a)\s|\]\(</m);
  });
});

describe('the staged package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const staged = join(folder, 'package');
  const before = [read('package.json'), read('README.md')];
  stage(staged, decided);
  const filesIn = (directory: string): string[] =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(directory.length + 1)
          .replaceAll('\\', '/'),
      )
      .sort();
  const packed = (cwd: string): string[] => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const listing = execFileSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
    const [{ files }] = Object.values(JSON.parse(listing)) as [{ files: { path: string }[] }];
    return files.map(({ path }) => path).sort();
  };

  it('holds what npm would pack, and npm packs all of it', () => {
    const expected = packed(ROOT);
    expect(filesIn(staged)).toEqual(expected);
    expect(packed(staged)).toEqual(expected);
  });

  it('has the addresses in its manifest, and neither scripts, development dependencies nor what they may run', () => {
    const manifest = JSON.parse(readFileSync(join(staged, 'package.json'), 'utf8'));
    expect(manifest).toEqual(publishedManifest(decided));
    const { scripts, devDependencies, allowScripts, ...rest } = decided;
    expect(manifest).toEqual({
      ...rest,
      homepage: 'https://github.com/someone/sigmoid-wasm#readme',
      bugs: { url: 'https://github.com/someone/sigmoid-wasm/issues' },
    });
  });

  it('differs from the work tree in package.json and README.md alone', () => {
    for (const path of filesIn(staged)) {
      const same = readFileSync(join(staged, path)).equals(readFileSync(ROOT + path));
      expect(same, path).toBe(path !== 'package.json' && path !== 'README.md');
    }
  });

  it('leaves the work tree as it was', () => {
    expect([read('package.json'), read('README.md')]).toEqual(before);
  });

  it('is not made while the address is not decided', () => {
    const never = join(folder, 'never');
    expect(() => stage(never, at('git+https://github.com/OWNER/sigmoid-wasm.git'))).toThrow('still says OWNER');
    expect(existsSync(never)).toBe(false);
  });
});
