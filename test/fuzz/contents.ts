/**
 * What a memory has to hold, as far as that is determined: its model. It is kept in words of 32 bits, since arrays of either
 * type may be over it: an element of float32 is one word, and one of float64 two.
 */
import { bitsOfArray } from '../support/points.ts';
import { type ElementArray, type Elements, FLOAT64 } from './elements.ts';

const WORD_BYTES = 4;

/** Elements of a type, counted from the beginning of the memory. */
export interface Span {
  readonly elements: Elements;
  readonly begin: number;
  readonly length: number;
}

/** Words that a call may have left, or not, in the place of those that are there otherwise. */
interface Alternative {
  /** What it may have left one without the other. */
  readonly elements: Elements;
  /** In words. */
  readonly begin: number;
  readonly words: Uint32Array;
}

/** All of a part of the memory, with what one alternative has of it. */
interface Choice {
  readonly elements: Elements;
  readonly words: Uint32Array<ArrayBuffer>;
}

/** A difference between the model and the memory. */
export interface Difference {
  /** Of the element. */
  readonly index: number;
  /** Their bits, and their values. */
  readonly expected: string;
  readonly actual: string;
}

export class Contents {
  #base: Uint32Array;
  #alternatives: Alternative[] = [];

  constructor(array: ElementArray) {
    this.#base = wordsOf(array).slice();
  }

  /** The values that elements may have: each element its value in one of these arrays, of which the first is the usual one. */
  read({ elements, begin, length }: Span): ElementArray[] {
    const choices = this.#choices(begin * wordsPer(elements), length * wordsPer(elements));
    const mixed = elements === FLOAT64 ? mixtures(choices) : [];
    return [...choices, ...mixed].map(({ words }) => elements.over(words.buffer));
  }

  /** These elements have values of one of these arrays. */
  write({ elements, begin, length }: Span, [usual, ...others]: readonly ElementArray[]): void {
    const from = begin * wordsPer(elements);
    this.#base.set(wordsOf(usual as ElementArray), from);
    this.#alternatives = this.#alternatives.flatMap((one) => outside(one, from, length * wordsPer(elements)));
    this.mayWrite({ elements, begin, length }, others);
  }

  /** These elements may have values of one of these arrays, or those that they have. */
  mayWrite({ elements, begin }: Span, choices: readonly ElementArray[]): void {
    const from = begin * wordsPer(elements);
    for (const values of choices) this.#alternatives.push({ elements, begin: from, words: wordsOf(values) });
  }

  /** Makes it longer, by zeros, or shorter. */
  resize(byteLength: number): void {
    const resized = new Uint32Array(byteLength / WORD_BYTES);
    resized.set(this.#base.subarray(0, resized.length));
    this.#base = resized;
  }

  /**
   * The first element of the memory, which is all of `actual`, that is none of those it may be. If there is none, the model
   * takes over what was left open.
   */
  compare(elements: Elements, actual: ElementArray): Difference | undefined {
    const words = wordsOf(actual);
    const wrong = sameBytes(this.#base, words) ? -1 : this.#firstWrong(words);
    if (wrong < 0) {
      this.#base = words.slice();
      this.#alternatives = [];
      return undefined;
    }
    // The first word of a torn element may be right by itself.
    const word = this.#base[wrong] === words[wrong] ? wrong ^ 1 : wrong;
    const index = Math.floor(word / wordsPer(elements));
    return { index, expected: show(elements.over(this.#base.buffer), index), actual: show(actual, index) };
  }

  /** Index of a word, or −1. Where two words were an element, they have to be of one choice. */
  #firstWrong(words: Uint32Array): number {
    const choices = this.#choices(0, this.#base.length);
    return words.findIndex((word, index) => {
      const other = index ^ 1;
      const fits = (one: Choice): boolean =>
        one.words[index] === word &&
        choices.some((choice) => choice.words[other] === words[other] && (choice === one || mayMix(choice, one)));
      return !choices.some(fits);
    });
  }

  /** What these words may be: first the usual, then the usual with what each alternative has of them. */
  #choices(begin: number, length: number): Choice[] {
    const usual = this.#base.slice(begin, begin + length);
    const others = this.#alternatives
      .filter((alternative) => meet(alternative, begin, length))
      .map((alternative) => ({ elements: alternative.elements, words: withCommon(usual, alternative, begin) }));
    return [{ elements: FLOAT64, words: usual }, ...others];
  }
}

/** Whether half of an element of float64 may be of the one choice, and half of the other. */
const mayMix = (one: Choice, other: Choice): boolean => one.elements !== FLOAT64 || other.elements !== FLOAT64;

/** Elements of float64 with one half from each of two choices, where that may be. */
function mixtures(choices: readonly Choice[]): Choice[] {
  return choices.flatMap((even) =>
    choices
      .filter((odd) => odd !== even && mayMix(even, odd))
      .map((odd) => {
        const words = even.words.map((word, index) => (index % 2 === 0 ? word : (odd.words[index] as number)));
        return { elements: FLOAT64, words };
      }),
  );
}

const wordsPer = ({ bytes }: Elements): number => bytes / WORD_BYTES;

function wordsOf({ buffer, byteOffset, byteLength }: ElementArray): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / WORD_BYTES);
}

function sameBytes(one: Uint32Array, other: Uint32Array): boolean {
  return bytesOf(one).equals(bytesOf(other));
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}

function meet({ begin, words }: Alternative, from: number, length: number): boolean {
  return begin < from + length && from < begin + words.length;
}

/** Words from `from` on, with what `alternative` has of them. */
function withCommon(usual: Uint32Array, { begin, words }: Alternative, from: number): Uint32Array<ArrayBuffer> {
  const first = Math.max(begin, from);
  const end = Math.min(begin + words.length, from + usual.length);
  const together = usual.slice();
  together.set(words.subarray(first - begin, end - begin), first - from);
  return together;
}

/** What is left of an alternative beside the words that were certainly written. */
function outside(alternative: Alternative, from: number, length: number): Alternative[] {
  if (!meet(alternative, from, length)) return [alternative];
  const { elements, begin, words } = alternative;
  const before = { elements, begin, words: words.subarray(0, Math.max(0, from - begin)) };
  const behind = { elements, begin: from + length, words: words.subarray(Math.min(words.length, from + length - begin)) };
  return [before, behind].filter((part) => part.words.length > 0);
}

function show(array: ElementArray, index: number): string {
  const bits = bitsOfArray(array)[index];
  return `0x${bits?.toString(16).padStart(2 * array.BYTES_PER_ELEMENT, '0')} (${array[index]})`;
}
