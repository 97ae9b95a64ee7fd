import { attempt, timeout } from './host.ts';

const host = globalThis as unknown as { setImmediate(callback: () => void): void };
const immediate = attempt(() => host.setImmediate) as typeof host.setImmediate;
const Channel = attempt(() => MessageChannel) as typeof MessageChannel;

/**
 * Ways to run something in a later turn, the best first: browsers have no setImmediate, their setTimeout waits 4 ms, and jsdom
 * has that alone. The first that throws not is used. A microtask lets nobody else run, but nothing hangs.
 */
const schedulers: ((callback: () => void) => unknown)[] = [
  (callback) => immediate(callback),
  postToSelf,
  (callback) => timeout(callback, 0),
  (callback) => Promise.resolve().then(callback),
];

const waiting: (() => void)[] = [];

/** Lets everything that waits on this thread run once. Where many callers wait, each resumes in a turn of its own. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) soon(next);
  });
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) soon(next);
}

function soon(callback: () => void): void {
  try {
    schedulers[0]?.(callback);
  } catch {
    schedulers.shift();
    soon(callback);
  }
}

function postToSelf(callback: () => void): void {
  const { port1, port2 } = new Channel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
}
