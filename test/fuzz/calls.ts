/** Calls of `async` from start to end: what happens to them meanwhile, and which ends that permits. */
import type { Progress } from 'sigmoid-wasm';
import { isGone, type Range, wrongNewArray } from './arrays.ts';
import type { ElementArray } from './elements.ts';

/** What happens to a call that may make it reject. */
interface Incident {
  readonly what: string;
  /** Whether the call can't fulfil after it. */
  readonly binding: boolean;
  /** Whether work was known to be left. */
  readonly early: boolean;
  explains(error: unknown): boolean;
}

type End = { readonly value: ElementArray } | { readonly error: unknown };

export class Call {
  readonly x: Range;
  /** Undefined if the array is a new one. */
  readonly out: Range | undefined;
  /** What the promise has to resolve with, unless the array is a new one. */
  readonly target: ElementArray | undefined;
  /** Whether not an element may be written. */
  writesNothing = false;
  /** Whether the end of the work was reported. */
  finished = false;
  /** Whether there are reports at all. */
  reports = true;
  end: End | undefined;
  readonly #incidents: Incident[] = [];
  readonly #complaints: string[] = [];
  #done = -1;

  constructor(x: Range, out: Range | undefined, target: ElementArray | undefined) {
    this.x = x;
    this.out = out;
    this.target = target;
  }

  /** Takes note of the end of the promise. */
  follow(promise: Promise<ElementArray>): Promise<void> {
    return promise.then(
      (value) => {
        this.end = { value };
      },
      (error) => {
        this.end = { error };
      },
    );
  }

  get isRunning(): boolean {
    return this.end === undefined;
  }

  /** Something happens that may make it reject, and by default must if work is known to be left. */
  incur(what: string, explains: (error: unknown) => boolean, binding?: boolean): void {
    const early = this.reports && !this.finished;
    if (this.isRunning) this.#incidents.push({ what, explains, early, binding: binding ?? early });
  }

  /** What happened to it while work was left. */
  get interruptions(): string[] {
    return this.#incidents.filter(({ early }) => early).map(({ what }) => what);
  }

  /** Some memory has become shorter. */
  noticeGone(): void {
    const { out } = this;
    const isTypeError = (error: unknown): boolean => error instanceof TypeError;
    if (out !== undefined && isGone(out)) this.incur('"out" is gone', isTypeError);
    // The results may be right all the same, if all of x was read before; they are compared then.
    if (isGone(this.x)) this.incur('"x" is gone', isTypeError, false);
  }

  /** A report of progress. */
  report({ done, total }: Progress): void {
    const { length } = this.x;
    if (total !== length) this.#complaints.push(`reported a total of ${total}`);
    if (!Number.isInteger(done) || done <= this.#done || done > total) {
      this.#complaints.push(`reported ${done} of ${total} after ${this.#done}`);
    }
    if (this.finished) this.#complaints.push('reported progress after the end');
    this.#done = done;
    this.finished = done === length;
  }

  /** What is wrong with its end; undefined if nothing is. */
  verdict(): string | undefined {
    const { end, target } = this;
    if (this.#complaints.length > 0) return this.#complaints.join('; ');
    if (end === undefined) return 'never settled';
    if ('error' in end) {
      if (this.#incidents.some(({ explains }) => explains(end.error))) return undefined;
      const known = this.#incidents.map(({ what }) => what).join(', ') || 'nothing';
      return `rejected with ${String(end.error)}, where this was to be expected from: ${known}`;
    }
    const binding = this.#incidents.find((incident) => incident.binding);
    if (binding !== undefined) return `fulfilled, although ${binding.what}`;
    if (target !== undefined && end.value !== target) return 'fulfilled with another array than "out"';
    const wrong = target === undefined ? wrongNewArray(end.value, this.x) : undefined;
    if (wrong !== undefined) return wrong;
    if (this.reports && !this.finished) return 'fulfilled without a report of the end';
    return undefined;
  }
}
