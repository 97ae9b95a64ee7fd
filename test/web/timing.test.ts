import { afterEach, describe, expect, it, vi } from 'vitest';
import { deadlineOf, leastTimeOf } from '../../bench/web/speed/schedule.ts';
import { LEAST_ROUNDS, time } from '../../bench/web/speed/timing.ts';

/** A clock that only moves when a subject computes. */
function virtualClock() {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return {
    now: () => now,
    subject: (name: string, milliseconds: number) => ({
      name,
      run: () => {
        now += milliseconds;
      },
    }),
  };
}

const never = new AbortController().signal;

describe('the timing of the page', () => {
  afterEach(() => void vi.restoreAllMocks());

  it.each([300, 1000, 10_000])('uses the %i ms that it has, to within one round, and no more', async (deadline) => {
    const clock = virtualClock();
    const subjects = [clock.subject('slow', 7), clock.subject('fast', 0.3)];
    await time(subjects, { deadline, signal: never, onStep: () => undefined });
    // Seven milliseconds and eight calls of 0.3.
    const round = 7 + 8 * 0.3;
    expect(clock.now()).toBeLessThanOrEqual(deadline);
    expect(clock.now()).toBeGreaterThan(deadline - round);
  });

  it('finds the median time of a call', async () => {
    const clock = virtualClock();
    const found = await time([clock.subject('slow', 7), clock.subject('fast', 0.3)], {
      deadline: 500,
      signal: never,
      onStep: () => undefined,
    });
    expect(found.get('slow')).toBeCloseTo(0.007, 12);
    expect(found.get('fast')).toBeCloseTo(0.0003, 12);
  });

  it('counts as many rounds as a median needs, however late it is', async () => {
    const clock = virtualClock();
    let steps = 0;
    await time([clock.subject('slow', 500)], { deadline: 100, signal: never, onStep: () => steps++ });
    expect(steps).toBe(1 + LEAST_ROUNDS);
  });

  it('leaves every size its share of what remains, ten million elements three of them, and the last one all', () => {
    expect(deadlineOf([1e5, 1e6], 0, 4000)).toBe(2000);
    expect(deadlineOf([1e6, 1e7], 1000, 9000)).toBe(3000);
    expect(deadlineOf([1e7], 5000, 9000)).toBe(9000);
  });

  it('expects ten times the elements to take ten times the time, and a step never less than the clock can tell', () => {
    expect(leastTimeOf(1e6, { size: 1e5, preparing: 30, calls: [1, 5] })).toBe(300 + (1 + LEAST_ROUNDS) * (10 + 50));
    expect(leastTimeOf(1e3, { size: 1e2, preparing: 0, calls: [0.001] })).toBe((1 + LEAST_ROUNDS) * 2);
  });
});
