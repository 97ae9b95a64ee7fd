/** Signals that end calls: any object with `aborted` and `addEventListener`. */

import type { Signal } from '../backend.ts';
import { attempt } from '../host.ts';

type OnAbort = (reason: unknown) => void;

/** What waits for each signal, behind one listener, however many calls it has: Node warns of more than ten. */
const waiting = new WeakMap<Signal, [callbacks: Set<OnAbort>, listener: () => void]>();

/** @throws the reason of the signal, if it is aborted */
export function throwIfAborted(signal: Signal | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}

/** Calls `callback`, a function of this call alone, when the signal is aborted. Returns how to prevent that. */
export function onAbort(signal: Signal | undefined, callback: OnAbort): () => void {
  if (!signal) return () => undefined;
  const [callbacks] = waiting.get(signal) ?? listen(signal);
  callbacks.add(callback);
  return () => {
    if (callbacks.delete(callback)) stopIfIdle(signal);
  };
}

function listen(signal: Signal): [Set<OnAbort>, () => void] {
  const callbacks = new Set<OnAbort>();
  function listener(): void {
    const reason = reasonOf(signal);
    const called = [...callbacks];
    callbacks.clear();
    stopIfIdle(signal);
    for (const callback of called) {
      try {
        callback(reason);
      } catch (error) {
        // To be heard of, once all others have been called.
        void Promise.reject(error);
      }
    }
  }
  const made: [Set<OnAbort>, () => void] = [callbacks, listener];
  signal.addEventListener('abort', listener);
  waiting.set(signal, made);
  return made;
}

/** Where a signal can't be rid of a listener, that is used again. */
function stopIfIdle(signal: Signal): void {
  const [callbacks, listener] = waiting.get(signal) ?? [];
  if (!listener || callbacks?.size || !signal.removeEventListener) return;
  waiting.delete(signal);
  attempt(() => signal.removeEventListener?.('abort', listener));
}

function reasonOf({ reason }: Signal): unknown {
  if (reason !== undefined) return reason;
  const message = 'This operation was aborted';
  const name = 'AbortError';
  return attempt(() => new DOMException(message, name)) ?? Object.assign(new Error(message), { name });
}
