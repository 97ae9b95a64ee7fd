/** Timing: every subject in every round, in turn, so that a slow minute hits all alike. */
import { Bench } from 'tinybench';
import { median } from './median.mjs';

/** Rounds of which the medians are steady enough to be published. */
export const FULL_ROUNDS = 7;
/** Milliseconds for a subject in a round. */
const TIME = 60;
/** Timed steps at least. tinybench's own 64 make rounds of 1,000,000 elements so long that a slow moment hits some subjects only. */
const STEPS = 5;
/** A timed step lasts at least this many milliseconds, or the clock would be what is measured. */
const LEAST_STEP = 0.05;

/**
 * @param {{ name: string, run: () => unknown }[]} subjects
 * @param {number} [rounds]
 * @param {(round: number) => void} [onRound] called before each, which are counted from 1
 * @returns {Promise<Map<string, number[]>>} seconds a call in each round, by name
 */
export async function measure(subjects, rounds = FULL_ROUNDS, onRound = () => {}) {
  const steps = subjects.map(({ name, run }) => ({ name, run, calls: callsPerStep(run) }));
  const seconds = new Map(subjects.map(({ name }) => [name, /** @type {number[]} */ ([])]));
  for (let round = 0; round < rounds; round++) {
    onRound(round + 1);
    const bench = new Bench({ time: TIME, iterations: STEPS, warmup: round === 0, warmupTime: TIME });
    for (const { name, run, calls } of steps) {
      bench.add(name, () => {
        for (let i = 0; i < calls; i++) run();
      });
    }
    for (const task of await bench.run()) {
      if (task.result.state !== 'completed') {
        throw 'error' in task.result ? task.result.error : new Error(`${task.name} did not complete`);
      }
      const calls = steps.find(({ name }) => name === task.name)?.calls ?? 1;
      seconds.get(task.name)?.push(task.result.latency.p50 / 1000 / calls);
    }
  }
  return seconds;
}

/**
 * Seconds a call, and how many times faster than the reference: medians over the rounds. Ratios are taken within each round,
 * in which the machine is as fast for one as for the other.
 *
 * @param {Map<string, number[]>} rounds @param {string} name @param {string} reference
 */
export function summaryOf(rounds, name, reference) {
  const own = rounds.get(name) ?? [];
  const others = rounds.get(reference) ?? [];
  return { time: median(own), ratio: median(own.map((time, round) => others[round] / time)) };
}

/** @param {() => unknown} run */
function callsPerStep(run) {
  for (let calls = 1; ; calls *= 4) {
    const begin = performance.now();
    for (let i = 0; i < calls; i++) run();
    if (performance.now() - begin >= LEAST_STEP) return calls;
  }
}
