/** Signals that abort calls. */

export interface Aborter {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Listeners that were left behind, where that can be told. */
  listeners(): number;
}

export function createAborter(lookalike = false): Aborter {
  if (lookalike) return createLookalike();
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason), listeners: () => 0 };
}

/** What `async` needs of a signal, and no more. */
function createLookalike(): Aborter {
  const listeners = new Set<() => void>();
  const signal = {
    aborted: false,
    reason: undefined as unknown,
    addEventListener: (type: string, listener: () => void) => {
      if (type === 'abort') listeners.add(listener);
    },
    removeEventListener: (type: string, listener: () => void) => {
      if (type === 'abort') listeners.delete(listener);
    },
  };
  return {
    signal: signal as unknown as AbortSignal,
    abort(reason) {
      signal.aborted = true;
      signal.reason = reason;
      for (const listener of listeners) listener();
      listeners.clear();
    },
    listeners: () => listeners.size,
  };
}
