/**
 * Calls `visit(begin, end)` for consecutive blocks of at most `size` of `length` elements, in rising order or, if
 * `backwards`, in falling order.
 *
 * Where each visit reads its block of x whole before it writes that of out, and `backwards` says whether out begins behind
 * x, nothing is read after it was written, however the two overlap.
 */
export function forEachBlock(
  length: number,
  size: number,
  backwards: boolean,
  visit: (begin: number, end: number) => void,
): void {
  if (backwards) {
    for (let end = length; end > 0; end -= size) visit(Math.max(0, end - size), end);
  } else {
    for (let begin = 0; begin < length; begin += size) visit(begin, Math.min(length, begin + size));
  }
}
