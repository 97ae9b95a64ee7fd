/** Runs a kernel on arrays that it reaches or not. */
import { forEachBlock } from '../blocks.ts';
import { byteOffsetOf, bytesOf, copyElements, type ElementArray, lengthOf, view } from '../elements.ts';
import type { LoadedKernel } from './workspace.ts';

/** Which of the arrays lie in the memory that the kernel is loaded on. */
export interface Reach {
  readonly x: boolean;
  readonly out: boolean;
}

/** Computes the elements from one index to another. */
export type ComputePart = (begin: number, end: number) => void;

/** Elements that a kernel computes at a time: engines replace its first machine code by faster between two calls. */
const MOST_AT_ONCE = 2 ** 17;

export const OUT_OF_REACH: Reach = { x: false, out: false };

/**
 * Computes out[i] from x[i]: in place where the kernel reaches the arrays, block by block through its stage where not. The
 * arrays are the same, or apart, or overlap out of reach; `backwards` is as for `forEachBlock`.
 */
export function runStaged(
  loaded: LoadedKernel,
  x: ElementArray,
  out: ElementArray,
  reach: Reach = OUT_OF_REACH,
  backwards = false,
): void {
  const { run, scratch } = loaded;
  const type = loaded.kernel.elementType;
  if (reach.x && reach.out) {
    const compute = computeAt(loaded, { x: byteOffsetOf(x), out: byteOffsetOf(out) });
    forEachBlock(lengthOf(type, x), MOST_AT_ONCE, backwards, compute);
    return;
  }
  const stage = stageFor(loaded, x, out);
  forEachBlock(lengthOf(type, x), lengthOf(type, stage), backwards, (begin, end) => {
    const target = reach.out ? byteOffsetOf(out) + bytesOf(type, begin) : byteOffsetOf(stage);
    let source = target;
    if (reach.x) source = byteOffsetOf(x) + bytesOf(type, begin);
    else if (reach.out) copyElements(out, view(type, x, begin, end), begin);
    else copyElements(stage, view(type, x, begin, end), 0);
    run(source, target, end - begin, scratch);
    if (!reach.out) copyElements(out, view(type, stage, 0, end - begin), begin);
  });
}

/** What computes elements of arrays at these addresses, from one index to another. */
export function computeAt({ kernel, run, scratch }: LoadedKernel, { x, out }: { x: number; out: number }): ComputePart {
  const type = kernel.elementType;
  return (begin, end) => run(x + bytesOf(type, begin), out + bytesOf(type, begin), end - begin, scratch);
}

/** What computes elements of arrays out of reach, which are the same or apart. */
export function computeThroughStage(loaded: LoadedKernel, { x, out }: { x: ElementArray; out: ElementArray }): ComputePart {
  const type = loaded.kernel.elementType;
  return (begin, end) => runStaged(loaded, view(type, x, begin, end), view(type, out, begin, end));
}

/** Bytes of a page of the processor; and how far apart two places within their pages have to be. */
const CPU_PAGE = 4096;
const LEAST_DISTANCE = 512;

/**
 * The stage that lies elsewhere within its page than x and out do: where a copy's source and target are less than a cache
 * line apart in that respect, AMD's Zen 3 copies ten times more slowly (350 instead of 4,000 M elements/s, 4 KiB and more).
 */
function stageFor({ stages }: LoadedKernel, x: ElementArray, out: ElementArray): ElementArray {
  return stages.find((stage) => isApart(stage, x) && isApart(stage, out)) ?? stages[0];
}

function isApart(stage: ElementArray, array: ElementArray): boolean {
  const distance = Math.abs((byteOffsetOf(stage) % CPU_PAGE) - (byteOffsetOf(array) % CPU_PAGE));
  return distance >= LEAST_DISTANCE && distance <= CPU_PAGE - LEAST_DISTANCE;
}
