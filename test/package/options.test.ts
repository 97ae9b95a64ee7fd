import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openProgress } from '../../bench/progress.mjs';
import { choiceOf, integerOf, integersOf, textOf } from '../../scripts/options.mjs';
import { node } from '../support/child.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** The project's own scripts that npm's run, each once. */
const OWN = [
  ...new Set(Object.values(scripts).flatMap((line) => [...line.matchAll(/\bnode (\S+\.mjs)/g)].map(([, path]) => path))),
];

describe('the scripts in package.json', () => {
  it('are found', () => {
    for (const path of ['scripts/build.mjs', 'bench/main.mjs', 'bench/peers/main.mjs', 'scripts/release/stage.mjs']) {
      expect(OWN).toContain(path);
    }
  });

  describe.each(OWN as string[])('%s', (path) => {
    it('prints its help and does nothing else when it is asked for', () => {
      const { status, stdout, stderr } = node(path, '--help');
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout).toMatch(/^[^\n]+\.\n\n {4}npm run \S+ -- \[options\]/);
      expect(stdout).toMatch(/\n {2}--help +print this\n$/);
      const [, name] = /npm run (\S+)/.exec(stdout) as unknown as [string, string];
      expect(scripts[name]).toContain(path.includes('bench/web/serve') ? 'serve.mjs' : path);
    });

    it('says in one line that an option does not exist, and ends with code 2', () => {
      const { status, stdout, stderr } = node(path, '--nonsense');
      expect(stderr).toBe("Unknown option '--nonsense'; --help lists the options\n");
      expect(stdout).toBe('');
      expect(status).toBe(2);
    });

    it('says in one line that an argument is one too many, and ends with code 2', () => {
      const { status, stdout, stderr } = node(path, 'one', 'another');
      expect(stderr).toMatch(/^[Uu]nexpected argument '(one|another)'[^\n]*; --help lists the options\n$/);
      expect(stdout).toBe('');
      expect(status).toBe(2);
    });
  });
});

describe('the values of options', () => {
  it.each(['', 'x', '-1', '1.5', '1e3', ' 7', '2', '10'])("are no integer from 3 to 9 if they are '%s'", (text) => {
    expect(() => integerOf(3, 9)(text)).toThrow(new RangeError(`expected an integer from 3 to 9, got '${text}'`));
  });

  it('are integers, integers with commas between, one of some names, or text that is not empty', () => {
    expect(['3', '9'].map(integerOf(3, 9))).toEqual([3, 9]);
    expect(integersOf(1)('16,1000')).toEqual([16, 1000]);
    expect(() => integersOf(1)('16,')).toThrow("expected an integer of 1 or more, got ''");
    expect(choiceOf(['a', 'b'])('b')).toBe('b');
    expect(() => choiceOf(['a', 'b'])('toString')).toThrow("expected one of a, b, got 'toString'");
    expect(textOf('a.json')).toBe('a.json');
    expect(() => textOf('')).toThrow("expected a name, got ''");
  });
});

describe('the progress of a benchmark', () => {
  /** What is written when two things are said, and then results come. */
  function written(isTTY: boolean | undefined): string {
    let text = '';
    const stream = { write: (more: string) => (text += more) };
    const progress = openProgress(isTTY === undefined ? stream : { ...stream, isTTY });
    progress.say('one');
    progress.say('two');
    progress.end();
    return text;
  }

  it('is one line of a terminal, which is empty afterwards', () => {
    expect(written(true)).toBe('\r\x1b[Kone\r\x1b[Ktwo\r\x1b[K');
  });

  it('is a line each elsewhere', () => {
    expect(written(false)).toBe('one\ntwo\n');
    expect(written(undefined)).toBe('one\ntwo\n');
  });
});
