/** What there is to say about the numbers of a file and their σ. */
import type { Elements } from '../../elements.mjs';

export const BINS = 50;

export interface Summary {
  readonly count: number;
  readonly notANumber: number;
  readonly least: number;
  readonly greatest: number;
  readonly mean: number;
  /** Results that are 0.5 or more. */
  readonly half: number;
  readonly zeros: number;
  readonly ones: number;
  /** Least and greatest x. */
  readonly from: number;
  readonly to: number;
  /** Results by size, in `BINS` bins of equal width from 0 to 1; 1 itself is in the last. */
  readonly bins: readonly number[];
}

/** Adds up piece by piece. */
export class Tally {
  #count = 0;
  #notANumber = 0;
  #sum = 0;
  #half = 0;
  #zeros = 0;
  #ones = 0;
  #least = Number.POSITIVE_INFINITY;
  #greatest = Number.NEGATIVE_INFINITY;
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;
  readonly #bins = new Float64Array(BINS);

  addInput(x: Elements): void {
    for (const value of x) {
      if (value < this.#from) this.#from = value;
      if (value > this.#to) this.#to = value;
    }
  }

  addResult(y: Elements): void {
    let sum = 0;
    for (const value of y) {
      if (Number.isNaN(value)) {
        this.#notANumber++;
        continue;
      }
      sum += value;
      if (value >= 0.5) this.#half++;
      if (value === 0) this.#zeros++;
      if (value === 1) this.#ones++;
      if (value < this.#least) this.#least = value;
      if (value > this.#greatest) this.#greatest = value;
      const bin = Math.min(BINS - 1, Math.floor(value * BINS));
      this.#bins[bin] = (this.#bins[bin] as number) + 1;
    }
    this.#count += y.length;
    this.#sum += sum;
  }

  summary(): Summary {
    return {
      count: this.#count,
      notANumber: this.#notANumber,
      least: this.#least,
      greatest: this.#greatest,
      mean: this.#sum / (this.#count - this.#notANumber),
      half: this.#half,
      zeros: this.#zeros,
      ones: this.#ones,
      from: this.#from,
      to: this.#to,
      bins: [...this.#bins],
    };
  }
}
