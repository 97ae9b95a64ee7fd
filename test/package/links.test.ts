/** Links between the documents: whoever moves a page or renames a section learns here what led to it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/child.ts';

const markdownIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => normalize(join(folder, name)));
const documents = ['.', 'docs', 'examples', 'math/sigmoid'].flatMap(markdownIn);
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Without blocks and spans of code. */
const proseOf = (markdown: string): string =>
  markdown.replaceAll(/^ {0,3}(```+)[^\n]*\n.*?^ {0,3}\1 *$/gms, '').replaceAll(/`[^`\n]+`/g, '');

/** What links and pictures lead to. */
const targetsOf = (markdown: string): string[] =>
  [...proseOf(markdown).matchAll(/\]\(([^()\s]+)/g)].map(([, target]) => target as string);

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...markdown.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#+ +(.+?) *$/gm)].map(([, heading]) => {
    const slug = (heading as string)
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

/** What is wrong with a relative link on a page; undefined if nothing is. */
function problemOf(page: string, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, file))) return `${page} links to ${target}, which is not there`;
  if (anchor === undefined) return undefined;
  return anchorsOf(textOf(file)).includes(anchor) ? undefined : `${page} links to ${target}, which is no heading there`;
}

/** Begins with a scheme, or leads out of the repository into what its host shows beside it. */
const isElsewhere = (target: string): boolean =>
  /^[a-z][a-z0-9+.-]*:/i.test(target) || /^\.\.\/\.\.\/(issues|security)\//.test(target);

describe('links', () => {
  it('are looked for in the README and in each page of docs/', () => {
    for (const path of ['README.md', 'CONTRIBUTING.md', 'docs/api.md', 'examples/README.md']) expect(documents).toContain(path);
  });

  it.each(documents)('in %s lead to files and headings that are there', (page) => {
    const targets = targetsOf(textOf(page)).filter((target) => !isElsewhere(target));
    expect(targets.map((target) => problemOf(page, target)).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it('in the README lead to each page of docs/', () => {
    const targets = targetsOf(textOf('README.md')).map((target) => target.split('#')[0]);
    expect(markdownIn('docs').filter((page) => !targets.includes(page))).toEqual([]);
  });

  it('that lead nowhere are found', () => {
    expect(problemOf('README.md', 'docs/missing.md')).toBe('README.md links to docs/missing.md, which is not there');
    expect(problemOf('docs/api.md', 'alloc.md#no-such-place')).toMatch(/no heading there$/);
    expect(problemOf('docs/api.md', '#no-such-place')).toMatch(/no heading there$/);
    expect(problemOf('docs/api.md', '../README.md#speed')).toBe(undefined);
  });

  it('are found in text and around code, but not within code', () => {
    expect(targetsOf('[a](b) [`c`](d#e) ![f](g.png) `[h](i)`\n```js\n[j](k)\n```\n[l](m)')).toEqual(['b', 'd#e', 'g.png', 'm']);
  });

  it('reach headings by the anchors that GitHub makes of them', () => {
    const markdown = '# A, b: c\n## `d` and σ′(x)\n## A, b: c\n```sh\n# no heading\n```\n## [x](y.md)';
    expect(anchorsOf(markdown)).toEqual(['a-b-c', 'd-and-σx', 'a-b-c-1', 'x']);
  });
});
