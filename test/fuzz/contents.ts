/** What the elements of a memory have to be, as far as that is determined: the model of the memory. */

/** Values that a call may have left, or not, in the place of those that are there otherwise. */
interface Alternative {
  readonly begin: number;
  readonly values: Float64Array;
}

/** A difference between the model and the memory. */
export interface Difference {
  readonly index: number;
  readonly expected: bigint;
  readonly actual: bigint;
}

export class Contents {
  #base: Float64Array;
  #alternatives: Alternative[] = [];

  constructor(elements: Float64Array) {
    this.#base = Float64Array.from(elements);
  }

  /** The values that elements may have: each element its value in one of these arrays, of which the first is the usual one. */
  read(begin: number, length: number): Float64Array[] {
    const usual = this.#base.slice(begin, begin + length);
    const others = this.#alternatives
      .filter((alternative) => meet(alternative, begin, length))
      .map((alternative) => {
        const values = usual.slice();
        copyCommon(alternative, values, begin);
        return values;
      });
    return [usual, ...others];
  }

  /** These elements have values of one of these arrays. */
  write(begin: number, [usual, ...others]: readonly Float64Array[]): void {
    const { length } = usual as Float64Array;
    this.#base.set(usual as Float64Array, begin);
    this.#alternatives = this.#alternatives.flatMap((alternative) => outside(alternative, begin, length));
    for (const values of others) this.#alternatives.push({ begin, values });
  }

  /** These elements may have values of one of these arrays, or those that they have. */
  mayWrite(begin: number, choices: readonly Float64Array[]): void {
    for (const values of choices) this.#alternatives.push({ begin, values });
  }

  /** Makes it longer, by zeros, or shorter. */
  resize(length: number): void {
    const resized = new Float64Array(length);
    resized.set(this.#base.subarray(0, length));
    this.#base = resized;
  }

  /** The first element that is none of those it may be. If there is none, the model takes over what was left open. */
  compare(actual: Float64Array): Difference | undefined {
    const expectedBits = bits(this.#base);
    const actualBits = bits(actual);
    if (bytes(this.#base).equals(bytes(actual))) {
      this.#alternatives = [];
      return undefined;
    }
    const length = Math.max(expectedBits.length, actualBits.length);
    for (let index = 0; index < length; index++) {
      if (expectedBits[index] === actualBits[index] || this.#mayBe(index, actualBits[index])) continue;
      return { index, expected: expectedBits[index] ?? -1n, actual: actualBits[index] ?? -1n };
    }
    this.#base.set(actual);
    this.#alternatives = [];
    return undefined;
  }

  #mayBe(index: number, value: bigint | undefined): boolean {
    return this.#alternatives.some(({ begin, values }) => bits(values)[index - begin] === value);
  }
}

function bits({ buffer, byteOffset, length }: Float64Array): BigUint64Array {
  return new BigUint64Array(buffer, byteOffset, length);
}

function bytes({ buffer, byteOffset, byteLength }: Float64Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

function meet({ begin, values }: Alternative, from: number, length: number): boolean {
  return begin < from + length && from < begin + values.length;
}

/** Copies what `alternative` has of the elements from `from` on. */
function copyCommon({ begin, values }: Alternative, target: Float64Array, from: number): void {
  const first = Math.max(begin, from);
  const end = Math.min(begin + values.length, from + target.length);
  target.set(values.subarray(first - begin, end - begin), first - from);
}

/** What is left of an alternative beside the elements that were certainly written. */
function outside(alternative: Alternative, from: number, length: number): Alternative[] {
  if (!meet(alternative, from, length)) return [alternative];
  const { begin, values } = alternative;
  const before = { begin, values: values.subarray(0, Math.max(0, from - begin)) };
  const behind = { begin: from + length, values: values.subarray(Math.min(values.length, from + length - begin)) };
  return [before, behind].filter((part) => part.values.length > 0);
}
