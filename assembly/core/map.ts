/**
 * y[i] = f(x[i]) over an array, for any function f: blocks, runs of elements that need the general path, and the last 1–3.
 */
import { BLOCK, SCRATCH_LAST, SCRATCH_PASSES } from './layout';

/**
 * What the loop asks of a function. Classes that implement it have no fields, so that no object is needed: AssemblyScript
 * compiles a loop for each, with direct calls.
 */
export interface Steps {
  /** The first pass, from `source`: writes what leads to the entries of the table from `t` to `end`, 8 bytes an element, in fours. */
  index(source: usize, t: usize, end: usize): void;
  /**
   * The passes behind it: computes elements from `source` to `target`, whose indices are from `t` to `end`, as far as the table
   * reaches them, in fours; returns how many. `z` is scratch.
   */
  fast(source: usize, target: usize, t: usize, end: usize, z: usize): usize;
  /**
   * Computes at least four of `length` elements, of any kind; returns how many. More than four mean that they come in runs, and
   * the next block begins with another call of it.
   */
  general(source: usize, target: usize, length: usize, z: usize): usize;
}

/**
 * target[i] = f(source[i]) for 0 ≤ i < length.
 *
 * `source` and `target` are byte addresses of doubles in kernel memory, any alignment; equal, or not overlapping.
 * `scratch` is the address of `scratchBytes` bytes that no other thread uses.
 */
export function map<T extends Steps>(source: usize, target: usize, length: usize, scratch: usize): void {
  const whole = length & ~3;
  mainLoop<T>(source, target, whole, scratch);
  const rest = length - whole;
  if (rest == 0) return;

  // The last 1–3 elements in the same code: no second formula. The last one again fills up.
  const last = scratch + SCRATCH_LAST;
  source += whole << 3;
  target += whole << 3;
  for (let i: usize = 0; i < 4; i++) store<f64>(last + (i << 3), load<f64>(source + (min(i, rest - 1) << 3)));
  mainLoop<T>(last, last, 4, scratch);
  for (let i: usize = 0; i < rest; i++) store<f64>(target + (i << 3), load<f64>(last + (i << 3)));
}

/** f over `length` elements, a multiple of 4. */
function mainLoop<T extends Steps>(source: usize, target: usize, length: usize, scratch: usize): void {
  const steps = changetype<T>(0);
  const z = scratch + SCRATCH_PASSES;
  let run = false;
  while (length > 0) {
    if (run) {
      const done = steps.general(source, target, length, z);
      run = done > 4;
      length -= done;
      source += done << 3;
      target += done << 3;
      continue;
    }
    const block = min(length, BLOCK);
    length -= block;
    const end = scratch + (block << 3);

    steps.index(source, scratch, end);
    for (let t = scratch; t < end; ) {
      let done = steps.fast(source, target, t, end, z);
      source += done << 3;
      target += done << 3;
      t += done << 3;
      if (t == end) break;
      done = steps.general(source, target, (end - t) >> 3, z);
      run = done > 4;
      source += done << 3;
      target += done << 3;
      t += done << 3;
    }
  }
}
