/** What the environment asks of the fuzzer. */
import { FEATURES, type Feature, type Program } from './programs.ts';

const { FUZZ_SEED, FUZZ_OPERATIONS, FUZZ_FEATURES, FUZZ_PROGRAM } = process.env;

/** The first seed; then one program alone, unless FUZZ_OPERATIONS asks for more. */
export const SEED = FUZZ_SEED === undefined ? undefined : integer('FUZZ_SEED', FUZZ_SEED);
export const OPERATIONS = FUZZ_OPERATIONS === undefined ? undefined : integer('FUZZ_OPERATIONS', FUZZ_OPERATIONS);
export const ENABLED: readonly Feature[] = FUZZ_FEATURES === undefined ? FEATURES : FUZZ_FEATURES.split(',').map(feature);
/** A program as the fuzzer prints it, to be run as it is. */
export const PROGRAM = FUZZ_PROGRAM === undefined ? undefined : (JSON.parse(FUZZ_PROGRAM) as Program);

function integer(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name} expected an integer, got '${text}'`);
  return value;
}

function feature(name: string): Feature {
  const found = FEATURES.find((known) => known === name);
  if (found === undefined) throw new RangeError(`FUZZ_FEATURES expected some of ${FEATURES.join()}, got '${name}'`);
  return found;
}
