/**
 * Whether results are right on this thread, which may flush subnormal numbers to zero: a mode of the processor that nothing here
 * can change. Firefox sets it for WebAssembly in an AudioWorklet, and native code that was built with -ffast-math for all.
 */

/** X·X is subnormal, and X·X/X is X: flushed, it is 0, and from the other end its bytes are another number. */
export const X = 2 ** -520;

export const FLUSHES = 'this thread flushes subnormal numbers to zero';

/** X·X/X, as TypeScript computes it: from memory, so that no compiler does, which might run on another thread. */
function probe(): number {
  const memory = new Float64Array(1);
  memory[0] = X;
  const x = memory[0];
  return (x * x) / x;
}

/** Whether TypeScript does not flush. */
export function isExact(): boolean {
  return probe() === X;
}

/**
 * What is wrong with results.
 *
 * @param probed X·X/X as the kernel computed it, or else TypeScript
 * @throws Error that says why TypeScript has to take over from the kernel
 */
export function reasonsOfArithmetic(probed = probe()): string[] {
  if (probed === X) return [];
  if (probed !== 0) throw new Error("this processor is big-endian, and the kernel's memory is little-endian");
  if (isExact()) throw new Error(`${FLUSHES}, but not in TypeScript`);
  return [`results below 2.2e-308, and over float32 below 1.2e-38, are 0: ${FLUSHES}`];
}
