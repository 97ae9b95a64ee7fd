/** Runs a kernel on arrays that it reaches or not. */
import { forEachBlock, view } from '../blocks.ts';
import type { Kernel } from './kernel.ts';

/** Which of the arrays lie in the kernel's own memory. */
export interface Reach {
  readonly x: boolean;
  readonly out: boolean;
}

/**
 * out[i] = σ(x[i]): in place where the kernel reaches the arrays, block by block through its stage where not. The arrays are
 * the same, or apart, or overlap out of reach; `backwards` as for `forEachBlock`.
 */
export function runThrough(kernel: Kernel, x: Float64Array, out: Float64Array, reach: Reach, backwards = false): void {
  const { scratch } = kernel;
  if (reach.x && reach.out) {
    kernel.sigmoid(x.byteOffset, out.byteOffset, x.length, scratch);
    return;
  }
  const stage = stageFor(kernel, x, out);
  forEachBlock(x.length, stage.length, backwards, (begin, end) => {
    const target = reach.out ? addressOf(out, begin) : stage.byteOffset;
    let source = target;
    if (reach.x) source = addressOf(x, begin);
    else if (reach.out) out.set(view(x, begin, end), begin);
    else stage.set(view(x, begin, end));
    kernel.sigmoid(source, target, end - begin, scratch);
    if (!reach.out) out.set(view(stage, 0, end - begin), begin);
  });
}

/** Bytes of a page; and how far apart two places within their pages have to be. */
const PAGE = 4096;
const APART = 512;

/**
 * The stage that lies elsewhere within its page than x and out do: where a copy's source and target are less than a cache
 * line apart in that respect, AMD's Zen 3 copies ten times more slowly (350 instead of 4,000 M elements/s, 4 KiB and more).
 */
function stageFor({ stages }: Kernel, x: Float64Array, out: Float64Array): Float64Array {
  return stages.find((stage) => isApart(stage, x) && isApart(stage, out)) ?? stages[0];
}

function isApart(stage: Float64Array, array: Float64Array): boolean {
  const distance = Math.abs((stage.byteOffset % PAGE) - (array.byteOffset % PAGE));
  return distance >= APART && distance <= PAGE - APART;
}

function addressOf(array: Float64Array, index: number): number {
  return array.byteOffset + index * Float64Array.BYTES_PER_ELEMENT;
}
