/** Node, Deno and Bun have it; browsers don't, and their setTimeout waits 4 ms. */
const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };

/** Lets everything that waits on this thread run once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediate) setImmediate(resolve);
    else if (typeof MessageChannel === 'function') postToSelf(resolve);
    // jsdom has neither.
    else setTimeout(resolve, 0);
  });
}

function postToSelf(resolve: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(undefined);
}
