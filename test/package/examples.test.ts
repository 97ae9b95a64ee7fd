/** What the examples print must be right, and what their README shows must be what they print. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sigmoid } from 'sigmoid-wasm';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { node, ROOT } from '../support/child.ts';
import { meanGradientsByDifferences } from '../support/network.ts';
import { npyFile, withElements } from '../web/support/npy.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs an example as a user would, and returns what it prints. */
function run(name: string, ...args: string[]): string {
  const { status, stdout, stderr } = node(`examples/${name}`, ...args);
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return stdout;
}

const outputs = new Map<string, string>();

/** What an example prints without arguments. It runs only once. */
function outputOf(name: string): string {
  const output = outputs.get(name) ?? run(name);
  outputs.set(name, output);
  return output;
}

/** The pairs of files that score-npy.mjs says it read and wrote. */
function filesIn(output: string): (readonly [source: string, target: string])[] {
  return [...output.matchAll(/^(.*) → (.*)$/gm)].map(([, source, target]) => [source as string, target as string]);
}

afterAll(() => {
  for (const [source] of filesIn(outputs.get('score-npy.mjs') ?? '')) rmSync(dirname(source), { recursive: true, force: true });
});

/** The numbers in each line that matches, without those of the match itself. */
function numbersAfter(output: string, label: RegExp): number[][] {
  return output
    .split('\n')
    .filter((line) => label.test(line))
    .map((line) => line.replace(label, '').trim().split(/\s+/).map(Number));
}

describe('logistic-regression.mjs', () => {
  const solution = JSON.parse(readFileSync(`${ROOT}examples/penguins/solution.json`, 'utf8'));
  const printed = (name: string): number[] =>
    numbersAfter(outputOf('logistic-regression.mjs'), new RegExp(`^${name} `))[0] as number[];

  it.each(Object.entries<number>(solution.coefficients))(
    'finds the coefficient of %s that SciPy finds',
    (name, coefficient) => {
      expect(Math.abs((printed(name)[0] as number) - coefficient)).toBeLessThan(1e-6);
    },
  );

  it.each(['log loss', 'ROC area'])('finds the %s that SciPy finds', (name) => {
    expect(Math.abs((printed(name)[0] as number) - solution[name])).toBeLessThan(1e-8);
  });

  it.each(['actually male', 'actually female'])('counts those that are %s as NumPy counts them', (name) => {
    expect(printed(name)).toEqual(Object.values(solution[name]));
  });

  it('has classes that overlap, or there would be no coefficients to find', () => {
    expect(solution['actually male']['predicted female']).toBeGreaterThan(0);
    expect(solution['actually female']['predicted male']).toBeGreaterThan(0);
  });
});

describe('vanishing-gradients.mjs', () => {
  const rowsOf = (output: string): number[][] => numbersAfter(output, /^ +(?=\d)/);
  let rows: number[][] = [];
  beforeAll(() => {
    rows = rowsOf(outputOf('vanishing-gradients.mjs'));
  });

  it('prints a mean for each layer of the depths from 2 to 8', () => {
    expect(rows.map(([depth]) => depth)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    for (const [depth, ...means] of rows) expect(means.length).toBe(depth);
  });

  it('shows gradients that shrink from each layer to the one before, and with the depth', () => {
    for (const [, ...means] of rows) expect(means).toEqual([...means].sort((a, b) => a - b));
    const first = rows.map(([, mean]) => mean as number);
    expect(first).toEqual([...first].sort((a, b) => b - a));
    expect(first[0] as number).toBeGreaterThan(1000 * (first.at(-1) as number));
  });

  it('has the gradients that differences of the loss give', () => {
    const [, ...means] = rows[0] as number[];
    const expected = meanGradientsByDifferences();
    expect(means.length).toBe(expected.length);
    for (const [i, mean] of means.entries()) expect(Math.abs(mean / (expected[i] as number) - 1)).toBeLessThan(0.006);
  });

  it('draws bars of four characters for a factor of 10', () => {
    const bars = [...outputOf('vanishing-gradients.mjs').matchAll(/^layer \d +(█+) (\S+)$/gm)].map(
      ([, bar, mean]) => [bar?.length, Number(mean)] as const,
    );
    const least = Math.min(...bars.map(([, mean]) => mean));
    expect(bars.map(([, mean]) => mean)).toEqual(rows.at(-1)?.slice(1));
    // The means are rounded to three digits, and the lengths to whole characters.
    for (const [length, mean] of bars) {
      expect(Math.abs((length as number) - 1 - 4 * Math.log10(mean / least))).toBeLessThan(0.52);
    }
  });

  it('takes another greatest depth, and rejects what is none', () => {
    expect(rowsOf(run('vanishing-gradients.mjs', '3'))).toEqual(rows.slice(0, 2));
    for (const wrong of ['1', 'deep']) expect(node('examples/vanishing-gradients.mjs', wrong).stderr).toContain(`got ${wrong}`);
  });
});

describe('score-npy.mjs', () => {
  it.each([
    ['float64', 0, Float64Array],
    ['float32', 1, Float32Array],
  ])('turns a million logits of %s into probabilities, bit for bit as sigmoid does', (_, i, ElementArray) => {
    const [logits, probabilities] = filesOf(i);
    const x = new ElementArray(elementsOf(logits));
    expect(Buffer.compare(logits, npyFile(x))).toBe(0);
    expect(Buffer.compare(probabilities, withElements(logits, sigmoid(x)))).toBe(0);
  });

  it('prints a summary of the probabilities and its rate', () => {
    const summaries = [...outputOf('score-npy.mjs').matchAll(/mean (\S+), least (\S+), greatest 1 − (\S+), (\d+) above/g)];
    expect(summaries.length).toBe(2);
    for (const [i, ElementArray] of [Float64Array, Float32Array].entries()) {
      const p = Array.from(new ElementArray(elementsOf(filesOf(i)[1])));
      const mean = p.reduce((total, value) => total + value, 0) / p.length;
      // They are made to be uniform in (0, 1), where the standard error of the mean is 0.0003.
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.001);
      const least = p.reduce((a, b) => Math.min(a, b));
      const greatest = p.reduce((a, b) => Math.max(a, b));
      const above = p.filter((value) => value > 0.5).length;
      const expected = [mean.toFixed(6), least.toExponential(2), (1 - greatest).toExponential(2), `${above}`];
      expect(summaries[i]?.slice(1)).toEqual(expected);
    }
    const rates = [...outputOf('score-npy.mjs').matchAll(/(\S+) million rows\/s/g)].map(([, rate]) => Number(rate));
    expect(rates.length).toBe(4);
    for (const rate of rates) expect(rate).toBeGreaterThan(0);
  });

  it.each([
    ['a matrix', '(2, 3)', 'False', 1],
    ['a matrix in Fortran order', '(3, 2)', 'True', 1],
    ['a cube', '(1, 2, 3)', 'False', 1],
    ['a vector of format version 2', '(6,)', 'False', 2],
    ['a file without elements', '(0,)', 'False', 1],
    ['a single number', '()', 'False', 1],
  ])('keeps the shape and the order of %s', (_, shape, fortranOrder, version) => {
    const size = shape.match(/\d+/g)?.reduce((product, length) => product * Number(length), 1) ?? 1;
    const x = Float64Array.from([-740, -1, 0, 1, 10, 40].slice(0, size));
    const result = scored(npyFile(x, { shape, fortranOrder }, version));
    expect(result).toEqual(npyFile(sigmoid(x), { shape, fortranOrder }));
  });

  const x = new Float64Array(4);
  it.each([
    ['is cut off', npyFile(x).subarray(0, -1), '(bytes missing: 1)'],
    ['is cut off within its header', npyFile(x).subarray(0, 20), 'bytes missing'],
    ['is no .npy', Buffer.from('x,y\n0.5,1.5\n'), 'is no .npy file'],
    ['holds integers', npyFile(x, { descr: "'<i8'" }), "got <i8: use x.astype('<f8')"],
    ['holds big-endian numbers', npyFile(x, { descr: "'>f8'" }), 'got >f8'],
    ['holds records', npyFile(x, { descr: "[('a', '<f8')]" }), 'got a record'],
    ['does not say its shape', npyFile(x, { shape: 'None' }), 'expected a shape'],
  ])('rejects a file that %s', (_, bytes, message) => {
    expect(() => scored(bytes)).toThrow(message);
  });

  it('rejects a source without a target', () => {
    expect(node('examples/score-npy.mjs', 'logits.npy').stderr).toContain('expected two files');
  });

  const python = ['/usr/bin/python3', 'python3'].find((command) => spawnSync(command, ['-c', 'import numpy']).status === 0);
  const missing = 'python3 has no NumPy, which is to read what the example wrote';
  if (python !== undefined) {
    it('writes what NumPy reads, and reads what NumPy writes', () => {
      const source = join(folder, 'numpy.npy');
      const target = join(folder, 'scored.npy');
      const child = (code: string) =>
        spawnSync(python, ['-c', `import numpy as np\n${code}`, source, target], { encoding: 'utf8' });
      const load = 'import sys\nx, p = map(np.load, sys.argv[1:])\n';
      for (const [make, order] of [
        ['np.linspace(-40, 40, 12).reshape(3, 4)', 'C'],
        ['np.asfortranarray(np.linspace(-40, 40, 12, dtype=np.float32).reshape(3, 4))', 'F'],
      ]) {
        expect(child(`import sys\nnp.save(sys.argv[1], ${make})`).stderr).toBe('');
        run('score-npy.mjs', source, target);
        const check = `assert (p.shape, p.dtype, p.flags['${order}_CONTIGUOUS']) == (x.shape, x.dtype, True)\n`;
        const close = 'assert np.allclose(p, 1 / (1 + np.exp(-x.astype(float))), rtol=1e-6, atol=0)\n';
        expect(child(load + check + close).stderr).toBe('');
      }
    });
  } else if (process.env.CI) it('finds NumPy', () => expect.fail(missing));
  else it.skip(missing, () => {});

  /** The source and the target that the example made for one type. */
  function filesOf(i: number): [Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>] {
    const [source, target] = filesIn(outputOf('score-npy.mjs'))[i] as [string, string];
    return [new Uint8Array(readFileSync(source)), new Uint8Array(readFileSync(target))];
  }

  /** What the example makes of a file with these bytes. */
  function scored(bytes: Uint8Array): Uint8Array {
    const [source, target] = [join(folder, 'logits.npy'), join(folder, 'probabilities.npy')];
    writeFileSync(source, bytes);
    run('score-npy.mjs', source, target);
    return new Uint8Array(readFileSync(target));
  }
});

describe('examples/README.md', () => {
  const readme = readFileSync(`${ROOT}examples/README.md`, 'utf8');
  const shown = [...readme.matchAll(/^```sh\nnode examples\/(\S+)\n```\n\n```text\n(.*?)^```/gms)];
  /** Without what differs from run to run: rates, and the folder of temporary files. */
  const steady = (output: string): string =>
    output
      .replaceAll(/[\d.]+(?= million rows)/g, '…')
      .replaceAll(/\S*score-npy-\w+/g, '…')
      .trim();
  const examples = readdirSync(`${ROOT}examples`).filter((name) => name.endsWith('.mjs') && name !== 'npy.mjs');

  it('shows each example', () => {
    expect(shown.map(([, name]) => name).sort()).toEqual(examples.sort());
  });

  it.each(shown.map(([, name, text]) => [name as string, text as string]))('shows what %s prints', (name, text) => {
    expect(steady(text)).toBe(steady(outputOf(name)));
  });

  it.each(examples)(
    'shows an example %s that can be copied: it imports this package by name, and else only Node and its neighbours',
    (name) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(`${ROOT}examples/${name}`, 'utf8'), true, true);
      const imported = importedFiles.map(({ fileName }) => fileName);
      expect(imported).toContain('sigmoid-wasm');
      expect(imported.filter((specifier) => !/^(sigmoid-wasm$|node:|\.\/)/.test(specifier))).toEqual([]);
    },
  );
});

/** What follows the 128 bytes of a vector's header. */
function elementsOf(file: Uint8Array<ArrayBuffer>): ArrayBuffer {
  return file.slice(128).buffer;
}
