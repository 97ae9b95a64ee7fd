/**
 * Makes the garbage collector count what shared memory takes.
 *
 * It sees a small object that names the memory, and no reason to collect it: 9.6 GB of memories, each dropped at once, were
 * still there at the end of a loop. So each gets a weight: an ArrayBuffer of its size that nothing reads or writes, so that it
 * takes address space but no memory, and that is gone when the memory's buffer is.
 */
const weights = new WeakMap<ArrayBufferLike, ArrayBuffer>();

/** Gives the buffer of a memory its weight. C libraries take less than 32 MiB from memory that they clear by hand. */
export function weigh(buffer: ArrayBufferLike): void {
  try {
    weights.set(buffer, new ArrayBuffer(buffer.byteLength));
  } catch {
    // There is no address space to spare; the memory is usable all the same.
  }
}
