/** Which parts of an address range are free: first fit, merging neighbours. It only counts; the memory is someone else's. */
export class Allocator {
  /** Free ranges in rising order, none touching the next. */
  readonly #free: { begin: number; end: number }[] = [];
  #end: number;

  /** @param begin the first address, and the end until `extend` moves it */
  constructor(begin: number) {
    this.#end = begin;
  }

  /** Takes `bytes` bytes; undefined if no free range is long enough. */
  take(bytes: number): number | undefined {
    const index = this.#free.findIndex(({ begin, end }) => end - begin >= bytes);
    const range = this.#free[index];
    if (range === undefined) return undefined;
    const address = range.begin;
    range.begin += bytes;
    if (range.begin === range.end) this.#free.splice(index, 1);
    return address;
  }

  /** Gives back what `take` gave. */
  give(address: number, bytes: number): void {
    let index = this.#free.findIndex(({ begin }) => begin > address);
    if (index < 0) index = this.#free.length;
    const before = this.#free[index - 1];
    const after = this.#free[index];
    const end = address + bytes;
    if (before?.end === address) {
      before.end = end;
      if (after?.begin === end) {
        before.end = after.end;
        this.#free.splice(index, 1);
      }
    } else if (after?.begin === end) {
      after.begin = address;
    } else {
      this.#free.splice(index, 0, { begin: address, end });
    }
  }

  /** Bytes by which the range must grow for `take(bytes)` to succeed at its end. */
  missing(bytes: number): number {
    const last = this.#free.at(-1);
    return bytes - (last?.end === this.#end ? last.end - last.begin : 0);
  }

  /** Moves the end of the range. */
  extend(end: number): void {
    this.give(this.#end, end - this.#end);
    this.#end = end;
  }
}
