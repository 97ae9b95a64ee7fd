/** Files and pipes are little-endian; the arrays of a few processors are not. */
export const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Turns each element around, in place: from the order of a file to that of a big-endian processor, or back. */
export function reverseElements(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
