/** The house rules that the folder list promises: imports go one way, and neither the runtime nor the core knows a function. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/child.ts';

/** What each room may import from, besides itself. */
const ROOMS: Record<string, readonly string[]> = {
  math: [],
  assembly: ['math'],
  'src/generated': [],
  'src/runtime': [],
  'src/functions': ['src/runtime', 'math'],
  'src/api': ['src/functions', 'src/runtime', 'src/generated'],
  'src/stream': [],
  cli: ['src/api', 'src/stream'],
  oracle: [],
};

function filesOf(room: string): string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(room, name));
}

/** The files of the project that a file imports, by path. */
function importsOf(path: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, path), 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) => resolve(dirname(join(ROOT, path)), name).slice(ROOT.length))
    .map((name) => (/\.(ts|mjs)$/.test(name) ? name : `${name}.ts`));
}

const files = Object.keys(ROOMS).flatMap(filesOf);

describe('imports', () => {
  it.each(Object.entries(ROOMS))('of %s go to itself and down the house only', (room, allowed) => {
    const inRoom = filesOf(room);
    expect(inRoom.length).toBeGreaterThan(0);
    const outside = inRoom.flatMap((path) =>
      importsOf(path)
        .filter((target) => ![room, ...allowed].some((folder) => target.startsWith(`${folder}/`)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(outside).toEqual([]);
  });

  it('form no cycle', () => {
    const finished = new Set<string>();
    const visit = (path: string, above: string[]): void => {
      if (above.includes(path)) throw new Error(`a cycle: ${[...above, path].join(' → ')}`);
      if (finished.has(path)) return;
      for (const target of importsOf(path)) visit(target, [...above, path]);
      finished.add(path);
    };
    for (const path of files) visit(path, []);
    expect(finished.size).toBeGreaterThanOrEqual(files.length);
  });

  it('of scripts and benchmarks reach no internals of src', () => {
    const reaching = [...filesOf('scripts'), ...filesOf('bench')].filter((path) =>
      importsOf(path).some((target) => target.startsWith('src/')),
    );
    expect(reaching).toEqual([]);
  });
});

/** A function, by any of its names: that of an export, of a folder, or in formulas. */
const FUNCTION = /sigmoid|softplus|logit|logistic|derivative|σ/i;

it('functions are told by their names, in the folders that are for them', () => {
  const folders = ['src/functions', 'assembly', 'math'].flatMap((room) =>
    readdirSync(join(ROOT, room), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name),
  );
  const ofFunctions = folders.filter((name) => !['core', 'grid'].includes(name));
  expect(new Set(ofFunctions).size).toBeGreaterThanOrEqual(4);
  for (const name of ofFunctions) expect(name).toMatch(FUNCTION);
});

describe('the runtime', () => {
  it.each(filesOf('src/runtime'))('names no function and no rounding in %s', (path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    expect(text).not.toMatch(FUNCTION);
    expect(text).not.toMatch(/rounding/i);
  });
});

describe('assembly/core', () => {
  it.each(filesOf('assembly/core'))('names no function in %s', (path) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).not.toMatch(FUNCTION);
  });
});
