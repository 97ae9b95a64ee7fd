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
  const until = Date.now() + milliseconds;
  let smallest: Shrunk = { program: pruned(program), failure };
  let left = tries;

  /** Whether it fails too, so that it takes the place of the smallest. */
  async function adopt(candidate: Program): Promise<boolean> {
    if (left <= 0 || Date.now() > until) return false;
    left--;
    const found = await run(candidate);
    if (found !== undefined) smallest = { program: pruned(candidate), failure: found };
    return found !== undefined;
  }

  /** Leaves out a half of the operations, a quarter, … and each alone, from the last to the first. */
  async function shorten(): Promise<void> {
    for (let size = smallest.program.operations.length; size >= 1; size = Math.floor(size / 2)) {
      for (let begin = smallest.program.operations.length - size; begin > -size; begin -= size) {
        const { operations } = smallest.program;
        const rest = [...operations.slice(0, Math.max(0, begin)), ...operations.slice(begin + size)];
        await adopt({ ...smallest.program, operations: rest });
      }
    }
  }

  await shorten();
  for (let changed = true; changed; ) {
    changed = false;
    for (const candidate of simplerPrograms(smallest.program)) {
      changed = await adopt(candidate);
      if (changed) break;
    }
  }
  await shorten();
  return smallest;
}

function* simplerPrograms(program: Program): Generator<Program> {
  const { hasty, ...patient } = program;
  if (hasty) yield patient;
  yield* withSimplerOperations(program);
  yield* withSimplerEntries(program, 'instances');
  yield* withSimplerEntries(program, 'memories');
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
