import type { CallOptions, Runner } from '../runtime/backend.ts';
import { type ElementArray, type ElementType, lengthOf, view } from '../runtime/elements.ts';
import { throwIfAborted } from '../runtime/threads/abort.ts';
import { inCallOrder } from '../runtime/threads/call-order.ts';
import { requireIntact } from './arguments.ts';

/**
 * Computes out[i] from x[i] when the calls before it that use the same memory have ended. The arrays count as they are now: those
 * of the caller may track a buffer that grows or shrinks meanwhile.
 *
 * @throws TypeError if one of them is detached or out of bounds before the end; nothing is written but elements of `out`
 */
export function runInOrder(
  ready: () => Runner,
  type: ElementType,
  x: ElementArray,
  out: ElementArray,
  options: CallOptions,
): Promise<void> {
  const length = lengthOf(type, x);
  const wholeX = view(type, x, 0, length);
  const wholeOut = view(type, out, 0, length);
  function requireBothIntact(): void {
    requireIntact('x', type, wholeX, length);
    requireIntact('out', type, wholeOut, length);
  }

  return inCallOrder(wholeX, wholeOut, options.signal, async () => {
    throwIfAborted(options.signal);
    requireBothIntact();
    try {
      await ready().runAsync(wholeX, wholeOut, options);
    } catch (error) {
      // What the engine says of such an array names no argument.
      if (error instanceof TypeError) requireBothIntact();
      throw error;
    }
    requireBothIntact();
  });
}
