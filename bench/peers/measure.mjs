/** Timing as in ../measure.mjs, for subjects that may be asynchronous and others that are timed in another process. */
import { Bench } from 'tinybench';

/** Each starts Python anew, which takes seconds. */
export const ROUNDS = 9;
/** Milliseconds for a subject in a round, and as many to warm up. */
const TIME = 60;
/** Calls at least. tinybench's own 64 make rounds of 1,000,000 elements so long that a slow moment hits some subjects only. */
const CALLS = 5;

/**
 * Each call is timed by itself, so it has to last far longer than the clock's step and the one turn of the microtask
 * queue that an asynchronous subject pays: arrays of 10,000 elements and more.
 *
 * @param {{ name: string, run: () => unknown }[]} subjects
 * @param {() => { name: string, seconds: number }[]} elsewhere one round of the others: seconds a call
 * @param {{ rounds?: number, time?: number, onRound?: (round: number) => void }} [options] how many rounds, milliseconds for a
 *   subject in each, and what is called before each, which are counted from 1
 * @returns {Promise<Map<string, number[]>>} seconds a call in each round, by name
 */
export async function measure(subjects, elsewhere, { rounds: count = ROUNDS, time = TIME, onRound = () => {} } = {}) {
  /** @type {Map<string, number[]>} */
  const rounds = new Map();
  /** @param {string} name @param {number} seconds */
  const add = (name, seconds) => rounds.set(name, [...(rounds.get(name) ?? []), seconds]);
  for (let round = 0; round < count; round++) {
    onRound(round + 1);
    // Warmed up in every round, as native.py has to be: after the wait for another process, subjects that allocate their
    // results begin at about a tenth of their speed (seen with 10,000 elements).
    const bench = new Bench({ time, iterations: CALLS, warmupTime: time, warmupIterations: CALLS });
    for (const { name, run } of subjects) bench.add(name, run);
    for (const task of await bench.run()) {
      if (task.result.state !== 'completed') {
        throw 'error' in task.result ? task.result.error : new Error(`${task.name} did not complete`);
      }
      add(task.name, task.result.latency.p50 / 1000);
    }
    for (const { name, seconds } of elsewhere()) add(name, seconds);
  }
  return rounds;
}
