/** Node, Deno and Bun have it; browsers don't, and their setTimeout waits 4 ms. */
const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };

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
  if (setImmediate) setImmediate(callback);
  else if (typeof MessageChannel === 'function') postToSelf(callback);
  // jsdom has neither.
  else setTimeout(callback, 0);
}

function postToSelf(callback: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
}
