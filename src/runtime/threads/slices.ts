/** Work in slices on the calling thread, which yields in between. */

import type { CallOptions, Runner } from '../backend.ts';
import { forEachBlock } from '../blocks.ts';
import { byteOffsetOf, type ElementArray, type ElementType, lengthOf, view } from '../elements.ts';
import { yieldToEventLoop } from '../event-loop.ts';
import { now } from '../host.ts';
import { overlapInPart } from '../memory/one-memory.ts';
import { throwIfAborted } from './abort.ts';

/** Elements between two looks at the clock: about 25 µs for a kernel, 0.1 ms for TypeScript, 3 ms at worst. */
const SLICE_ELEMENTS = 16384;
/** Milliseconds of work before the caller gets its turn. */
const WORK_MS = 1;
/** Milliseconds between two reports of progress. */
const REPORT_MS = 50;

/**
 * Runs `run` on arrays as `Runner.run` takes them. Rejects with `signal.reason` after an abort.
 *
 * @param requireOpen throws in a later turn if the call is to end
 */
export async function runInSlices(
  run: Runner['run'],
  type: ElementType,
  x: ElementArray,
  out: ElementArray,
  { signal, onProgress }: CallOptions,
  requireOpen: () => void = () => undefined,
): Promise<void> {
  throwIfAborted(signal);
  const total = lengthOf(type, x);
  const slices: [number, number][] = [];
  const backwards = overlapInPart(x, out) && byteOffsetOf(out) > byteOffsetOf(x);
  forEachBlock(total, SLICE_ELEMENTS, backwards, (begin, end) => slices.push([begin, end]));

  let done = 0;
  let workEnds = now() + WORK_MS;
  let nextReport = now() + REPORT_MS;
  for (const [begin, end] of slices) {
    if (now() >= workEnds) {
      await yieldToEventLoop();
      throwIfAborted(signal);
      requireOpen();
      workEnds = now() + WORK_MS;
    }
    run(view(type, x, begin, end), view(type, out, begin, end));
    done += end - begin;
    if (now() >= nextReport && done < total) {
      onProgress?.({ done, total });
      nextReport = now() + REPORT_MS;
    }
  }
  onProgress?.({ done, total });
}
