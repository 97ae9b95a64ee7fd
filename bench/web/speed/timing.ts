/** Timing: every subject in every round, in turn, and the median over the rounds, so that a slow moment hits all alike. */
import { yieldToEventLoop } from '../event-loop.ts';

export interface Timed {
  readonly name: string;
  readonly run: (signal: AbortSignal) => unknown;
}

export interface TimingOptions {
  /** When to be done, by `performance.now()`; only `LEAST_ROUNDS` go on after it. */
  readonly deadline: number;
  /** Stops between two steps: there this thread takes messages. */
  readonly signal: AbortSignal;
  /** Called after each step. */
  readonly onStep: () => void;
}

/** Rounds that are counted, at least. A median of fewer would be no median; before them, one warms up. */
export const LEAST_ROUNDS = 3;
/**
 * A timed step lasts at least this many milliseconds. Browsers' clocks are as coarse as 0.1 ms; the shorter the steps, the
 * fewer of them are interrupted, and the median is of those that are not.
 */
export const LEAST_STEP = 2;

/**
 * Seconds a call, by name.
 *
 * @throws `signal.reason` soon after an abort
 */
export async function time(
  subjects: readonly Timed[],
  { deadline, signal, onStep }: TimingOptions,
): Promise<Map<string, number>> {
  const calls = new Map<string, number>();
  const seconds = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  const round = async (timeOne: (subject: Timed) => Promise<void>) => {
    for (const subject of subjects) {
      await timeOne(subject);
      onStep();
      await yieldToEventLoop();
      signal.throwIfAborted();
    }
  };
  await round(async ({ name, run }) => void calls.set(name, await callsPerStep(run, signal)));
  // A round is only begun if one that lasts as long as the last one ends in time.
  for (let rounds = 0, last = 0; rounds < LEAST_ROUNDS || performance.now() + last <= deadline; rounds++) {
    const begin = performance.now();
    await round(async ({ name, run }) => void seconds.get(name)?.push(await step(run, calls.get(name) ?? 1, signal)));
    last = performance.now() - begin;
  }
  return new Map([...seconds].map(([name, values]) => [name, median(values)]));
}

/** Seconds a call, over `calls` calls, and as many again until the step is long enough: code becomes faster as it is used. */
async function step(run: Timed['run'], calls: number, signal: AbortSignal): Promise<number> {
  const begin = performance.now();
  for (let done = calls; ; done += calls) {
    await callOften(run, calls, signal);
    const milliseconds = performance.now() - begin;
    if (milliseconds >= LEAST_STEP) return milliseconds / 1000 / done;
  }
}

async function callsPerStep(run: Timed['run'], signal: AbortSignal): Promise<number> {
  for (let calls = 1; ; calls *= 2) {
    const begin = performance.now();
    await callOften(run, calls, signal);
    if (performance.now() - begin >= LEAST_STEP) return calls;
    signal.throwIfAborted();
  }
}

async function callOften(run: Timed['run'], calls: number, signal: AbortSignal): Promise<void> {
  for (let i = 0; i < calls; i++) {
    const result = run(signal);
    if (result instanceof Promise) await result;
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
