/** The figures of the README: whether they are of the kernel that there is, and how they are written. Needs `npm run build`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { digestIn, digestOfCode, withBlock } from '../../bench/readme/block.mjs';
import { NODES } from '../../bench/readme/hosts.mjs';
import { blockOf, type Host } from '../../bench/readme/table.mjs';
import { node, ROOT } from '../support/child.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const DOCUMENT = 'above\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nbelow\n';

describe('the figures of the README', () => {
  it('were measured with this kernel and this fallback, or else `npm run bench:readme` has to be run again', async () => {
    expect(digestIn(readFileSync(`${ROOT}README.md`, 'utf8'))).toBe(await digestOfCode());
  });

  it('replace those before them, and nothing else', () => {
    const once = withBlock(DOCUMENT, '01ab', '| $& |');
    expect(once).toBe(
      'above\n\n<!-- figures of 01ab, written by npm run bench:readme -->\n| $& |\n<!-- /figures -->\n\nbelow\n',
    );
    expect(digestIn(once)).toBe('01ab');
    expect(withBlock(once, '02', 'new')).toBe(once.replace('01ab', '02').replace('| $& |', 'new'));
  });

  it('are not written where no place is marked for them', () => {
    expect(digestIn(DOCUMENT)).toBe(undefined);
    expect(() => withBlock('text', '01', 'new')).toThrow('no block');
  });
});

describe('the table of the figures', () => {
  const about = {
    size: 1_000_000,
    passes: 3,
    processor: 'P',
    cores: 2,
    platform: 'linux x64',
    version: '1.2.3',
    date: '2026-02-01',
  };
  const host = (name: string, more: Partial<Host>): Host => ({ name, seconds: {}, errors: {}, starts: [], ...more });
  const ours = host('Node 20', {
    // The second round is twice as slow for all: the ratio within it is the same.
    seconds: { loop: [0.01, 0.02, 0.01], allocated: [0.001, 0.002, 0.001], number: [0.2, 0.4, 0.2] },
    errors: { loop: 1.909, allocated: 0.5168 },
    starts: [
      { import: 5, first: 6 },
      { import: 1, first: 1 },
      { import: 50, first: 60 },
    ],
  });
  const torch = host('PyTorch 1.13 `sigmoid`', { seconds: { reused: [0.002], threads: [0.0015] }, errors: { reused: 2.067 } });
  const absent = [host('Firefox', { missing: 'why' }), host('SciPy', { missing: 'why' }), host('NumPy', { missing: 'no' })];
  const block = blockOf([ours, torch, ...absent], about);
  const rows = block.split('\n').filter((line) => line.startsWith('|'));
  const cells = (row: string): string[] => row.split('|').map((cell) => cell.trim());
  const heading = cells(rows[0] as string);
  const cellOf = (row: number, column: string): string | undefined => cells(rows[row] as string)[heading.indexOf(column)];

  it('has medians of rates, and of the ratios within each round', () => {
    expect(cellOf(2, 'the loop')).toBe('100');
    expect(cellOf(2, 'allocated arrays')).toBe('1000 (10)');
    expect(cellOf(2, 'one number a call')).toBe('5.0 (0.050)');
    expect(cellOf(2, 'two threads')).toBe('');
    expect(cellOf(2, 'first call')).toBe('11 ms');
  });

  it('puts other libraries beside, without ratios to a loop that they have not', () => {
    expect(cellOf(3, 'any arrays')).toBe('500');
    expect(cellOf(3, 'two threads')).toBe('667');
    expect(cellOf(3, 'first call')).toBe('');
  });

  it('says what was not measured and why, and invents nothing for it', () => {
    for (const row of [4, 5, 6]) {
      expect(cells(rows[row] as string).slice(2)).toEqual(['not measured', ...heading.slice(3).map(() => '')]);
    }
    expect(block).toContain('\nNot measured: Firefox and SciPy (why); NumPy (no).\n');
    expect(blockOf([ours], about)).not.toContain('ot measured');
  });

  it('says how exact each is, and where and when it was measured', () => {
    expect(block).toContain('is 0.52 for sigmoid-wasm, 1.91 for the loop and 2.07 for PyTorch 1.13 `sigmoid`.');
    expect(block).toContain('3 passes over all hosts in turn');
    expect(block).toContain('version 1.2.3 on 2026-02-01: P, 2 cores, linux x64.');
  });
});

describe('bench/readme/main.mjs', () => {
  const major = Number.parseInt(process.versions.node, 10);
  const file = join(folder, 'README.md');

  it('writes what it measured in the hosts that it was asked for', async () => {
    writeFileSync(file, DOCUMENT);
    const hosts = NODES.includes(major) ? ['--hosts', `node-${major}`] : ['--hosts', 'node-20'];
    const { status, stderr } = node('bench/readme/main.mjs', '--file', file, '--passes', '1', '--size', '10000', ...hosts);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const written = readFileSync(file, 'utf8');
    expect(digestIn(written)).toBe(await digestOfCode());
    const measured = [...written.matchAll(/^\| (.*?) \| [\d.]+ \|/gm)].map(([, name]) => name);
    expect(measured).toEqual(NODES.includes(major) ? [`Node ${major}`] : []);
    expect(written).toContain('over 10,000 doubles');
    expect(written.match(/^\| .* \| not measured \|/gm)?.length).toBe(NODES.length + 2 + 3 - measured.length);
  });

  it.each([
    ['--passes', '0'],
    ['--size', '9999'],
    ['--hosts', 'node-20,opera'],
  ])('rejects %s %s, and writes nothing', (option, value) => {
    writeFileSync(file, DOCUMENT);
    const { status, stderr } = node('bench/readme/main.mjs', '--file', file, option, value);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^--[^\n]* expected [^\n]*; --help lists the options\n$/);
    expect(stderr).toContain(option);
    expect(readFileSync(file, 'utf8')).toBe(DOCUMENT);
  });
});
