/** Calls of `async` that would get in each other's way take effect in the order in which they were made. */

import type { ElementArray } from '../elements.ts';

interface Call {
  readonly x: ElementArray;
  readonly out: ElementArray;
}

/** Calls not yet settled, of all instances, each with its end. */
const running = new Map<Call, Promise<unknown>>();

/**
 * Runs `start` once every earlier call is settled that reads what this one writes, or writes what this one reads or writes.
 * Rejects with `signal.reason` if that comes first.
 */
export function inCallOrder(
  x: ElementArray,
  out: ElementArray,
  signal: AbortSignal | undefined,
  start: () => Promise<void>,
): Promise<void> {
  const call = { x, out };
  const earlier = [...running].filter(([other]) => conflict(call, other)).map(([, end]) => end);
  const end = earlier.length === 0 ? start() : afterAll(earlier, signal).then(start);
  running.set(call, end);
  const forget = (): void => void running.delete(call);
  end.then(forget, forget);
  return end;
}

function conflict(one: Call, other: Call): boolean {
  return touch(one.out, other.x) || touch(one.out, other.out) || touch(one.x, other.out);
}

function touch(one: ElementArray, other: ElementArray): boolean {
  return (
    one.buffer === other.buffer &&
    one.byteOffset < other.byteOffset + other.byteLength &&
    other.byteOffset < one.byteOffset + one.byteLength
  );
}

function afterAll(ends: Promise<unknown>[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', abort);
    Promise.allSettled(ends).then(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
  });
}
