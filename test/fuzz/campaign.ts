/** Runs programs of one seed after the other until so many operations have run, and tells of the first that fails. */
import { generate } from './generate.ts';
import { type Create, Instances } from './instances.ts';
import { FEATURES, type Feature, type Program, print } from './programs.ts';
import { runProgram } from './run.ts';
import { shrink } from './shrink.ts';

export interface Campaign {
  readonly create: Create;
  readonly seed: number;
  readonly operations: number;
  /** By default all. */
  readonly features?: readonly Feature[];
  /** Milliseconds within which calls have to settle. */
  readonly limit?: number;
}

export interface Finding {
  readonly seed: number;
  readonly failure: string;
  /** What is left of the program of this seed. */
  readonly program: Program;
}

/** How often a smaller program is tried before it is held to be right: what threads do differs from run to run. */
const REPEATS = 3;
/** Far above what anything takes: the package gives up a worker after ten seconds. */
const LIMIT_MS = 45_000;
const SHRINK = { tries: 400, milliseconds: 30_000 };

/** The first program that fails, made as small as can be; undefined if none does. */
export async function findFailure(campaign: Campaign): Promise<Finding | undefined> {
  const { seed: first, operations, features = FEATURES } = campaign;
  const enabled = new Set(features);
  return withRunner(campaign, async (run) => {
    for (let seed = first, count = 0; count < operations; seed++) {
      const program = generate(seed, enabled);
      count += program.operations.length;
      const failure = await run(program);
      if (failure !== undefined) return { seed, ...(await shrink(program, failure, { run: repeated(run), ...SHRINK })) };
    }
    return undefined;
  });
}

/** What goes wrong in this program; undefined if nothing does. */
export function failureOf(program: Program, create: Create): Promise<string | undefined> {
  return withRunner({ create }, (run) => repeated(run)(program));
}

type Run = (program: Program) => Promise<string | undefined>;

/** Closes all instances in the end. */
async function withRunner<T>(
  { create, limit = LIMIT_MS }: Pick<Campaign, 'create' | 'limit'>,
  body: (run: Run) => Promise<T>,
): Promise<T> {
  const instances = new Instances(create);
  try {
    return await body(async (program) => {
      const failure = await runProgram(program, instances, limit);
      if (failure !== undefined) instances.reset();
      return failure;
    });
  } finally {
    instances.reset();
  }
}

function repeated(run: Run): Run {
  return async (program) => {
    for (let i = 0; i < REPEATS; i++) {
      const failure = await run(program);
      if (failure !== undefined) return failure;
    }
    return undefined;
  };
}

/** What a person needs in order to see the failure again. */
export function report({ seed, failure, program }: Finding): string {
  return `${failure}\nin this program, made smaller from that of FUZZ_SEED=${seed}:\n${print(program)}`;
}
