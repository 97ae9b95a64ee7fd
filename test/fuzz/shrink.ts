/** Makes a failing program as small as it can be while it still fails. */
import { type Operation, type Program, pruned } from './programs.ts';

export interface ShrinkOptions {
  /** What is wrong with a program, or undefined. */
  readonly run: (program: Program) => Promise<string | undefined>;
  /** Programs to try at most, and milliseconds. */
  readonly tries: number;
  readonly milliseconds: number;
}

export interface Shrunk {
  readonly program: Program;
  readonly failure: string;
}

/** Tries each change again and again, until none makes the program smaller or the bounds are reached. */
export async function shrink(program: Program, failure: string, { run, tries, milliseconds }: ShrinkOptions): Promise<Shrunk> {
  const until = performance.now() + milliseconds;
  let smallest: Shrunk = { program: pruned(program), failure };
  let left = tries;
  for (let changed = true; changed; ) {
    changed = false;
    for (const candidate of smallerPrograms(smallest.program)) {
      if (left-- <= 0 || performance.now() > until) return smallest;
      const found = await run(candidate);
      if (found === undefined) continue;
      smallest = { program: pruned(candidate), failure: found };
      changed = true;
      break;
    }
  }
  return smallest;
}

function* smallerPrograms(program: Program): Generator<Program> {
  yield* withFewerOperations(program);
  yield* withSimplerOperations(program);
  yield* withSimplerEntries(program, 'instances');
  yield* withSimplerEntries(program, 'memories');
}

/** Without a half of its operations, a quarter, … and each alone. */
function* withFewerOperations(program: Program): Generator<Program> {
  const { operations } = program;
  for (let size = Math.ceil(operations.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let begin = operations.length - size; begin >= 0; begin -= size) {
      yield { ...program, operations: [...operations.slice(0, begin), ...operations.slice(begin + size)] };
    }
  }
}

function* withSimplerOperations(program: Program): Generator<Program> {
  const { operations } = program;
  for (const [index, operation] of operations.entries()) {
    for (const simpler of simplerRecords(operation)) {
      yield { ...program, operations: operations.map((other, i) => (i === index ? (simpler as Operation) : other)) };
    }
  }
}

function* withSimplerEntries(program: Program, kind: 'instances' | 'memories'): Generator<Program> {
  for (const [name, spec] of Object.entries(program[kind])) {
    for (const simpler of simplerRecords(spec)) yield { ...program, [kind]: { ...program[kind], [name]: simpler } };
  }
}

/** Members without which an operation, or what it names, is none. */
const REQUIRED = new Set([
  ...['kind', 'instance', 'memory', 'x', 'mistake', 'backend', 'rounding', 'threads'],
  ...['offset', 'length', 'point', 'call', 'percent', 'worker', 'milliseconds'],
]);

/** The same record without an optional member, or with a smaller number, within other records too. */
function* simplerRecords(record: object): Generator<object> {
  for (const [key, value] of Object.entries(record)) {
    if (!REQUIRED.has(key)) {
      const { [key as never]: _, ...rest } = record;
      yield rest;
    }
    for (const simpler of simplerValues(key, value)) yield { ...record, [key]: simpler };
  }
}

function* simplerValues(key: string, value: unknown): Generator<unknown> {
  if (typeof value === 'number') yield* smallerNumbers(value, key === 'threads' || key === 'percent' ? 1 : 0);
  else if (typeof value === 'object' && value !== null) yield* simplerRecords(value);
  else if (key === 'rounding' && value === 'correct') yield 'faithful';
}

function* smallerNumbers(value: number, least: number): Generator<number> {
  const tried = [least, Math.floor(value / 2), Math.floor(value * 0.9), value - 1];
  yield* new Set(tried.filter((smaller) => smaller >= least && smaller < value));
}
