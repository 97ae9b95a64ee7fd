/** Timing: every subject in every round, in turn, and the median over the rounds, so that a slow moment hits all alike. */
import { yieldToEventLoop } from '../event-loop.ts';

export interface Timed {
  readonly name: string;
  readonly run: (signal: AbortSignal) => unknown;
}

/** The first one warms up and is not counted. */
export const ROUNDS = 20;
/**
 * A timed step lasts at least this many milliseconds. Browsers' clocks are as coarse as 0.1 ms; the shorter the steps, the
 * fewer of them are interrupted, and the median is of those that are not.
 */
const LEAST_STEP = 2;

/**
 * Seconds a call, by name.
 *
 * @param onStep called after each of `ROUNDS` steps of each subject
 * @throws `signal.reason` soon after an abort: between steps this thread takes messages
 */
export async function time(subjects: readonly Timed[], signal: AbortSignal, onStep: () => void): Promise<Map<string, number>> {
  const calls = new Map<string, number>();
  const seconds = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, run } of subjects) {
      if (round === 0) calls.set(name, await callsPerStep(run, signal));
      else seconds.get(name)?.push(await step(run, calls.get(name) ?? 1, signal));
      onStep();
      await yieldToEventLoop();
      signal.throwIfAborted();
    }
  }
  return new Map([...seconds].map(([name, values]) => [name, median(values)]));
}

/** Seconds a call, over `calls` calls. */
async function step(run: Timed['run'], calls: number, signal: AbortSignal): Promise<number> {
  const begin = performance.now();
  for (let i = 0; i < calls; i++) {
    const result = run(signal);
    if (result instanceof Promise) await result;
  }
  return (performance.now() - begin) / 1000 / calls;
}

async function callsPerStep(run: Timed['run'], signal: AbortSignal): Promise<number> {
  for (let calls = 1; ; calls *= 2) {
    const milliseconds = (await step(run, calls, signal)) * 1000 * calls;
    if (milliseconds >= LEAST_STEP) return calls;
    signal.throwIfAborted();
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
