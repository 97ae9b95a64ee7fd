/**
 * The clock and the timers as they were when this module was imported: what imitates them later, as a test may, stops nothing
 * here. Some hosts lack them, and some have functions in their place that throw, or throw when a global is only looked at.
 */

/** What `step` returns; undefined where it throws. */
export function attempt<T>(step: () => T): T | undefined {
  try {
    return step();
  } catch {
    return undefined;
  }
}

/** Throws where it is missing, as any function may that hosts forbid. */
export const timeout = attempt(() => setTimeout) as typeof setTimeout;
const clear = /* @__PURE__ */ attempt(() => clearTimeout) as typeof clearTimeout;
let clock = /* @__PURE__ */ attempt(() => performance.now.bind(performance)) ?? Date.now;

/** Milliseconds since some moment. */
export function now(): number {
  try {
    return clock();
  } catch {
    clock = Date.now;
    return clock();
  }
}

/**
 * Calls back after so many milliseconds, and returns how to prevent that; undefined where there are no timers.
 *
 * @param holdsProcess whether the process stays open for it
 */
export function later(callback: () => void, milliseconds: number, holdsProcess = false): (() => void) | undefined {
  let cancelled = false;
  return attempt(() => {
    const timer = timeout(() => cancelled || callback(), milliseconds);
    if (!holdsProcess) (timer as { unref?: () => void }).unref?.();
    return () => {
      cancelled = true;
      attempt(() => clear(timer));
    };
  });
}
