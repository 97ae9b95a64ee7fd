/** Correct rounding on the kernel, which hands back the few elements that it can't decide. */

import type { Kernel } from '../../runtime/memory/kernel.ts';
import { nearestSigmoid } from './nearest.ts';

/** What the kernel exports for this. */
export interface CorrectExports {
  /** Returns how many elements it left undecided; their list, and how far it came, stand at scratch + `listOffset`. */
  readonly sigmoidCorrect: (source: number, target: number, length: number, scratch: number) => number;
  readonly listOffset: WebAssembly.Global;
}

/** `Kernel.sigmoid` for correct rounding. */
export function correctSigmoid({ sigmoidCorrect, listOffset }: CorrectExports, memory: WebAssembly.Memory): Kernel['sigmoid'] {
  const offset = listOffset.value as number;
  return (source, target, length, scratch) => {
    let begin = 0;
    while (begin < length) {
      const undecided = sigmoidCorrect(source + 8 * begin, target + 8 * begin, length - begin, scratch);
      if (undecided === 0) return;
      // A view of its own: memory that grew has another buffer.
      const view = new DataView(memory.buffer);
      const list = scratch + offset;
      for (let entry = list + 8; entry < list + 8 + 16 * undecided; entry += 16) {
        view.setFloat64(view.getFloat64(entry + 8, true), nearestSigmoid(view.getFloat64(entry, true)), true);
      }
      begin += view.getUint32(list + 4, true);
    }
  };
}
