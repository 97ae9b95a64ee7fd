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
  /** Whether it failed again. */
  readonly again: boolean;
}

/** How often a smaller program is tried before it is held to be right: what threads do differs from run to run. */
const REPEATS = 3;
/** Far above what anything takes: the package gives up a worker after ten seconds. */
const LIMIT_MS = 45_000;
const SHRINK = { tries: 1000, milliseconds: 60_000 };

/** The first program that fails, made as small as can be; undefined if none does. */
export async function findFailure(campaign: Campaign): Promise<Finding | undefined> {
  const { seed: first, operations, features = FEATURES } = campaign;
  const enabled = new Set(features);
  return withRuns(campaign, async ({ run, runAlone }) => {
    for (let seed = first, count = 0; count < operations; seed++) {
      const program = generate(seed, enabled);
      count += program.operations.length;
      const failure = await run(program);
      if (failure === undefined) continue;
      const again = await runAlone(program);
      if (again === undefined) return { seed, failure, program, again: false };
      return { seed, again: true, ...(await shrink(program, again, { run: runAlone, ...SHRINK })) };
    }
    return undefined;
  });
}

/** What goes wrong in this program; undefined if nothing does. */
export function failureOf(program: Program, create: Create): Promise<string | undefined> {
  return withRuns({ create }, ({ runAlone }) => runAlone(program));
}

type Run = (program: Program) => Promise<string | undefined>;

interface Runs {
  /** On instances that other programs may have used. */
  readonly run: Run;
  /** On new instances, a few times unless it fails. */
  readonly runAlone: Run;
}

/** Closes all instances in the end. */
async function withRuns<T>(
  { create, limit = LIMIT_MS }: Pick<Campaign, 'create' | 'limit'>,
  body: (runs: Runs) => Promise<T>,
): Promise<T> {
  const instances = new Instances(create);
  const run: Run = (program) => runProgram(program, instances, limit);
  const runAlone: Run = async (program) => {
    let failure: string | undefined;
    for (let i = 0; i < REPEATS && failure === undefined; i++) {
      instances.reset();
      failure = await run(program);
    }
    return failure;
  };
  try {
    return await body({ run, runAlone });
  } finally {
    instances.reset();
  }
}

/** What a person needs in order to see the failure again. */
export function report({ seed, failure, program, again }: Finding): string {
  const origin = again
    ? `in this program, made smaller from that of FUZZ_SEED=${seed}`
    : `in the program of FUZZ_SEED=${seed}, but not in each run, or not without those before it`;
  return `${failure}\n${origin}:\n${print(program)}`;
}
