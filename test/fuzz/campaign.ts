/** Runs programs of one seed after the other until so many operations have run, and tells of the first that fails. */
import { generate } from './generate.ts';
import { type Create, Instances } from './instances.ts';
import { FEATURES, type Feature, type Program, print } from './programs.ts';
import { LIMIT_MS, runProgram } from './run.ts';
import { shrink } from './shrink.ts';

export interface Campaign {
  readonly create: Create;
  readonly seed: number;
  readonly operations: number;
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
const SHRINK = { tries: 400, milliseconds: 30_000 };

/** The first program that fails, made as small as can be; undefined if none does. */
export async function findFailure({
  create,
  seed: first,
  operations,
  features,
  limit,
}: Campaign): Promise<Finding | undefined> {
  const instances = new Instances(create);
  const enabled = new Set(features ?? FEATURES);
  const run = async (program: Program): Promise<string | undefined> => {
    const failure = await runProgram(program, instances, limit ?? LIMIT_MS);
    if (failure !== undefined) instances.reset();
    return failure;
  };
  try {
    for (let seed = first, count = 0; count < operations; seed++) {
      const program = generate(seed, enabled);
      count += program.operations.length;
      const failure = await run(program);
      if (failure !== undefined) return { seed, ...(await shrink(program, failure, { run: repeated(run), ...SHRINK })) };
    }
    return undefined;
  } finally {
    instances.reset();
  }
}

function repeated(run: (program: Program) => Promise<string | undefined>): (program: Program) => Promise<string | undefined> {
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
