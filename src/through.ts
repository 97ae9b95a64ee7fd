/** Runs a kernel on arrays that it reaches or not. */
import { forEachBlock, view } from './blocks.ts';
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
  const { stage, stageAddress, scratch } = kernel;
  if (reach.x && reach.out) {
    kernel.sigmoid(x.byteOffset, out.byteOffset, x.length, scratch);
    return;
  }
  forEachBlock(x.length, stage.length, backwards, (begin, end) => {
    const target = reach.out ? addressOf(out, begin) : stageAddress;
    let source = target;
    if (reach.x) source = addressOf(x, begin);
    else if (reach.out) out.set(view(x, begin, end), begin);
    else stage.set(view(x, begin, end));
    kernel.sigmoid(source, target, end - begin, scratch);
    if (!reach.out) out.set(view(stage, 0, end - begin), begin);
  });
}

function addressOf(array: Float64Array, index: number): number {
  return array.byteOffset + index * Float64Array.BYTES_PER_ELEMENT;
}
