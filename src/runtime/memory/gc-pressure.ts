/**
 * Makes the garbage collector count what arrays in kernel memory take.
 *
 * It sees a few small objects that name the memory, and no reason to collect them: without this, a program that drops each
 * array and waits in between ran out of 4 GiB after 53 arrays of 80 MB. So some arrays get a weight: an ArrayBuffer that nothing
 * reads or writes, so that it takes address space but no memory, and that is gone when its array is.
 */

/** Bytes that one weight stands for. C libraries take buffers of less than 32 MiB from memory that they clear by hand. */
const WEIGHT_BYTES = 64 * 2 ** 20;

/** Returns what to call with the buffer of each array, and the bytes that the array takes. */
export function createGcPressure(): (buffer: ArrayBufferLike, bytes: number) => void {
  const weights = new WeakMap<ArrayBufferLike, ArrayBuffer>();
  let unweighed = 0;
  return (buffer, bytes) => {
    unweighed += bytes;
    if (unweighed < WEIGHT_BYTES) return;
    try {
      weights.set(buffer, new ArrayBuffer(unweighed));
    } catch {
      // There is no address space to spare; the array is usable all the same.
    }
    unweighed = 0;
  };
}
