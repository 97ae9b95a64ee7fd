/**
 * y[i] = f(x[i]) over an array, for any function f: blocks, runs of elements that need the general path, and the last 1–3.
 */
import { constant, Own } from './constants';
import { BLOCK, SCRATCH_LAST, SCRATCH_PASSES } from './layout';

/**
 * What the loop asks of a function. Classes that implement it have no fields, so that no object is needed: AssemblyScript
 * compiles a loop for each, with direct calls.
 */
export interface Steps {
  /** Where the constants of the function are. */
  constants(): i32;
  /**
   * Computes elements from `source` to `target`, whose shifted inputs are from `t` to `end`, as far as the table reaches them, in
   * fours; returns how many. `z` is scratch.
   */
  fast(source: usize, target: usize, t: usize, end: usize, z: usize, half: v128, one: v128, c2: v128, c4: v128): usize;
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
  const own = steps.constants();
  const shift = constant(own + Own.SHIFT);
  const half = constant(own + Own.HALF);
  const one = constant(own + Own.ONE);
  const c2 = constant(own + Own.C2);
  const c4 = constant(own + Own.C4);

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

    // First pass: shifted inputs to the scratch. Float to table index through memory: two passes hide that latency.
    for (let t = scratch, s = source; t < end; t += 32, s += 32) {
      v128.store(t, f64x2.add(v128.load(s, 0), shift), 0);
      v128.store(t, f64x2.add(v128.load(s, 16), shift), 16);
    }

    for (let t = scratch; t < end; ) {
      let done = steps.fast(source, target, t, end, z, half, one, c2, c4);
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
