/** Work in slices on the calling thread, which gets a turn in between. */

import type { AsyncOptions } from '../../api/types.ts';
import type { Backend } from '../backend.ts';
import { forEachBlock, placement, view } from '../blocks.ts';
import { turn } from './event-loop.ts';

/** Elements between two looks at the clock: about 25 µs for the kernel, 0.1 ms for TypeScript, 3 ms at worst. */
const SLICE = 16384;
/** Milliseconds of work between two turns of the caller's. */
const TURN = 4;
/** Milliseconds between two reports of progress. */
const REPORT = 50;

/** out[i] = σ(x[i]), for arrays as `Backend.run` takes them. Rejects with `signal.reason` after an abort. */
export async function runInSlices(
  run: Backend['run'],
  x: Float64Array,
  out: Float64Array,
  { signal, onProgress }: AsyncOptions,
): Promise<void> {
  signal?.throwIfAborted();
  const total = x.length;
  const slices: [number, number][] = [];
  const backwards = placement(x, out) === 'overlapping' && out.byteOffset > x.byteOffset;
  forEachBlock(total, SLICE, backwards, (begin, end) => slices.push([begin, end]));

  let done = 0;
  let turnEnds = performance.now() + TURN;
  let nextReport = performance.now() + REPORT;
  for (const [begin, end] of slices) {
    if (performance.now() >= turnEnds) {
      await turn();
      signal?.throwIfAborted();
      turnEnds = performance.now() + TURN;
    }
    run(view(x, begin, end), view(out, begin, end));
    done += end - begin;
    if (performance.now() >= nextReport && done < total) {
      onProgress?.({ done, total });
      nextReport = performance.now() + REPORT;
    }
  }
  onProgress?.({ done, total });
}
