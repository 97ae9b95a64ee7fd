/** Waits for shared words to change. */
import { yieldToEventLoop } from '../event-loop.ts';
import { attempt } from '../host.ts';

type WaitAsync = (
  words: Int32Array,
  index: number,
  value: number,
) => { readonly async: boolean; readonly value: Promise<unknown> };

/** Calls back in a later turn, when a word is notified or is no longer `seen`. False where the host can't wait so. */
export function onChange(words: Int32Array, index: number, seen: number, callback: () => void): boolean {
  const { waitAsync } = Atomics as { waitAsync?: WaitAsync };
  const wait = attempt(() => waitAsync?.(words, index, seen));
  if (wait === undefined) return false;
  // Not in a microtask if it is so already, or who waits again and again lets nothing else run.
  void (wait.async ? wait.value : yieldToEventLoop()).then(callback);
  return true;
}

const silence = /* @__PURE__ */ attempt(() => new Int32Array(new SharedArrayBuffer(4)));

/** Blocks this thread for some time. False where threads must not block. */
export function pause(milliseconds: number): boolean {
  return attempt(() => Atomics.wait(silence as Int32Array, 0, 0, milliseconds)) !== undefined;
}
