/** Every example of the README and of the pages in docs/ must run and print what its comments say. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT, runModule } from '../support/child.ts';

/** The recipes for clusters need clusters: test/cluster runs them, as far as they can be run here. */
const documents = ['README.md', ...readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`)].filter(
  (path) => path.endsWith('.md') && path !== 'docs/clusters.md',
);
const textOf = (path: string): string => readFileSync(ROOT + path, 'utf8');
const examplesOf = (text: string): string[] => [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code as string);

/** A line of the form `console.log(…); // comment`. */
const PRINTED = /^(\s*)console\.log\((.*)\); *\/\/ (.*)$/;
/** A number as Node prints it, also with `_` between digits or an ellipsis at its end, but not a number within a name. */
const NUMBER = /(?<![\w.$])-?(?:\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?|Infinity|NaN)…?/g;

interface Claim {
  readonly line: number;
  readonly comment: string;
}

/** What an example claims to print. */
function claimsOf(code: string): Claim[] {
  return code.split('\n').flatMap((text, line) => {
    const comment = PRINTED.exec(text)?.[3];
    return comment === undefined ? [] : [{ line, comment }];
  });
}

/** Runs an example, and returns for each line what its `console.log` with a comment printed. */
function outputsOf(code: string): Map<number, string[]> {
  const marked = code
    .split('\n')
    .map((text, line) => text.replace(PRINTED, `$1console.log('<${line}>', $2, '</>');`))
    .join('\n');
  const outputs = new Map<number, string[]>();
  for (const [, line, output] of runModule(marked).matchAll(/<(\d+)> (.*?) <\/>/gs)) {
    outputs.set(Number(line), [...(outputs.get(Number(line)) ?? []), output as string]);
  }
  return outputs;
}

/** Says how a comment differs from an output: its numbers must be the same in the same order. An ellipsis stands for more digits. */
function disagreement(comment: string, output: string): string | undefined {
  const claimed = comment.match(NUMBER) ?? [];
  // `Float64Array(5) [ … ]` has its length in parentheses, which is no element.
  const printed = output.replaceAll(/\w+\(\d+\)/g, '').match(NUMBER) ?? [];
  const agree = (claim: string, value: string): boolean =>
    claim.endsWith('…')
      ? value.startsWith(claim.slice(0, -1))
      : Number(claim.replaceAll('_', '')) === Number(value) || claim === value;
  if (claimed.length > 0) {
    const same = claimed.length === printed.length && claimed.every((claim, i) => agree(claim, printed[i] as string));
    return same ? undefined : `"${comment}" is not "${output}"`;
  }
  return output.includes(comment) ? undefined : `"${comment}" is not in "${output}"`;
}

describe('the comparison of comments with outputs', () => {
  it.each([
    ['0.5', '0.5'],
    ['1_000', '1000'],
    ['4.5e-5 1', '0.000045 1'],
    ['a new Float64Array: 4.2e-322, 0.99…, NaN', 'Float64Array(3) [ 4.2e-322, 0.9999, NaN ]'],
    ["'wasm'", "{ backend: 'wasm' }"],
  ])('accepts the comment "%s" for the output "%s"', (comment, output) => {
    expect(disagreement(comment, output)).toBe(undefined);
  });

  it.each([
    ['0.5', '0.50001'],
    ['0.5', ''],
    ['0.5', '0.5 1'],
    ['0.5 1', '0.5'],
    ['0.9998…', '0.9999'],
    ['1, 2', 'Float64Array(2) [ 2, 1 ]'],
    ['-1', '1'],
    ["'wasm'", "{ backend: 'ts' }"],
  ])('rejects the comment "%s" for the output "%s"', (comment, output) => {
    expect(disagreement(comment, output)).toBeDefined();
  });
});

describe('the documents', () => {
  it('have examples with values to check', () => {
    expect(documents).toContain('README.md');
    expect(documents).toContain('docs/api.md');
    expect(examplesOf(textOf('README.md')).flatMap(claimsOf).length).toBeGreaterThan(0);
  });

  it.each(documents)('have all of their examples in blocks that this test finds: %s', (path) => {
    const text = textOf(path);
    const fences = (text.match(/^```.*$/gm) ?? []).filter((_, i) => i % 2 === 0);
    expect(fences.filter((fence) => /^```(js|sh|html|ts|text)$/.exec(fence) === null)).toEqual([]);
    expect(fences.filter((fence) => fence === '```js').length).toBe(examplesOf(text).length);
  });

  it.each(documents.flatMap((path) => examplesOf(textOf(path)).map((code, i) => [path, i + 1, code] as const)))(
    'have in %s an example %d that runs and prints what its comments say',
    (_, __, code) => {
      const outputs = outputsOf(code);
      for (const { line, comment } of claimsOf(code)) {
        const printed = outputs.get(line) ?? [];
        expect(printed.length, `nothing printed by line ${line + 1}`).toBeGreaterThan(0);
        for (const output of printed) expect(disagreement(comment, output)).toBe(undefined);
      }
    },
  );
});
