/** A call, by the promise that resolves when it is settled. */
export type Call = Promise<void>;

/** Addresses that a call uses, in bytes: one at least. */
export interface Claim {
  readonly begin: number;
  readonly end: number;
  readonly writes: boolean;
}

interface Segment {
  readonly begin: number;
  /** The last call that writes it, which waits for all before. */
  writer?: Call | undefined;
  /** Those since then that read it, if there are any. */
  readers?: Set<Call> | undefined;
}

/** Which calls that are not settled use the addresses of a memory. */
export class Segments {
  /** In rising order. Each ends where the next begins, and no two neighbours are alike; the last has no end, nor calls. */
  readonly #all: Segment[] = [{ begin: 0 }];

  get isUnused(): boolean {
    return this.#all.length === 1;
  }

  /** Adds to `earlier` whom a call with this claim waits for: all others are settled before these are, or do no harm. */
  addConflicts({ begin, end, writes }: Claim, earlier: Set<Call>): void {
    this.#forEach(begin, end, ({ writer, readers }) => {
      if (writer) earlier.add(writer);
      if (writes && readers) for (const reader of readers) earlier.add(reader);
    });
  }

  add({ begin, end, writes }: Claim, call: Call): void {
    const first = this.#cut(begin);
    const behind = this.#cut(end);
    if (writes) this.#all.splice(first, behind - first, { begin, writer: call });
    else {
      this.#forEach(begin, end, (segment) => {
        segment.readers ??= new Set();
        segment.readers.add(call);
      });
    }
  }

  remove({ begin, end }: Claim, call: Call): void {
    const behind = this.#forEach(begin, end, (segment) => {
      if (segment.readers?.delete(call) && segment.readers.size === 0) segment.readers = undefined;
      if (segment.writer === call) segment.writer = undefined;
    });
    for (let i = behind; i >= Math.max(1, this.#indexOf(begin)); i--) {
      if (areAlike(this.#all[i - 1], this.#all[i])) this.#all.splice(i, 1);
    }
  }

  /** Visits the segments with addresses of the range, and returns the index behind them. */
  #forEach(begin: number, end: number, visit: (segment: Segment) => void): number {
    for (let i = this.#indexOf(begin); ; i++) {
      const segment = this.#all[i];
      if (segment === undefined || segment.begin >= end) return i;
      visit(segment);
    }
  }

  /** Lets a segment begin at the address, and returns its index. */
  #cut(address: number): number {
    const i = this.#indexOf(address);
    const segment = this.#all[i] as Segment;
    if (segment.begin === address) return i;
    this.#all.splice(i + 1, 0, {
      begin: address,
      writer: segment.writer,
      readers: segment.readers && new Set(segment.readers),
    });
    return i + 1;
  }

  /** Index of the segment with this address. */
  #indexOf(address: number): number {
    let low = 0;
    let high = this.#all.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#all[middle] as Segment).begin > address) high = middle;
      else low = middle;
    }
    return low;
  }
}

function areAlike(one: Segment | undefined, other: Segment | undefined): boolean {
  return (
    one?.writer === other?.writer &&
    one?.readers?.size === other?.readers?.size &&
    [...(one?.readers ?? [])].every((reader) => other?.readers?.has(reader))
  );
}
