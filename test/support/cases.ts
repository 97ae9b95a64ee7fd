/**
 * How much of heavy suites is run: by default a share of the cases of each test, so that `npm test` takes about a minute; with
 * CASES=all, as `npm run test:full` sets it, all of them.
 */
const { CASES } = process.env;
if (CASES !== undefined && CASES !== 'all') throw new RangeError(`CASES expected 'all' or nothing, got '${CASES}'`);

/** Whether every case is run. */
export const ALL_CASES = CASES === 'all';

/** How often a test repeats what it does: `all` times, or by default `some`. */
export const times = ({ some, all }: { readonly some: number; readonly all: number }): number => (ALL_CASES ? all : some);

/** All of these cases, or by default every `step`-th, and the last one. */
export function casesOf<T>(cases: readonly T[], step: number): readonly T[] {
  return ALL_CASES ? cases : cases.filter((_, i) => (cases.length - 1 - i) % step === 0);
}
