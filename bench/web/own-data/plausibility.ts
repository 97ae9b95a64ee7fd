/**
 * What a file without a header seems to hold, judged by a sample. The exponents of numbers that belong together are close to
 * each other; those of anything else that is read as numbers are all over the place, or at the ends of their range.
 */
import type { ElementType } from '../../elements.mjs';

export type Judgement =
  | { readonly looksLike: ElementType }
  /** In the other byte order. */
  | { readonly looksLike: 'big-endian'; readonly type: ElementType }
  | { readonly looksLike: 'int64' | 'int32' | 'numbers of 1 or 2 bytes' }
  /** Shares of numbers with sizes that go together, from 0 to 1. */
  | { readonly looksLike: 'neither'; readonly float64: number; readonly float32: number };

/** So many of the numbers must be of sizes that go together. */
const ENOUGH = 0.9;

/**
 * Where the exponents are in the upper word of an element, and which sizes are usual: those of `within` powers of two of each
 * other whose middle is up to `around` powers of two away from 1.
 */
const LAYOUT = {
  float64: { shift: 20, special: 0x7ff, bias: 1023, within: 100, around: 170 },
  float32: { shift: 23, special: 0xff, bias: 127, within: 64, around: 34 },
} as const;

/**
 * @param sample whole words of 8 bytes from places in the file that begin at multiples of 8, or of 4 if the file is no longer
 * @param size bytes of the whole file; of float64 it is a multiple of 8
 */
export function judge(sample: Uint8Array, size: number): Judgement {
  const words = wordsOf(sample, true);
  const type = typeOf(words, size);
  if (type !== undefined) return { looksLike: type };
  const integers = integersIn(words, size);
  if (integers !== undefined) return { looksLike: integers };
  if (haveAlikeHalves(words)) return { looksLike: 'numbers of 1 or 2 bytes' };
  const backwards = typeOf(swapped(sample), size) === 'float64' ? 'float64' : typeOf(wordsOf(sample, false), size);
  if (backwards !== undefined) return { looksLike: 'big-endian', type: backwards };
  return { looksLike: 'neither', float64: shareOf(words, 'float64'), float32: shareOf(words, 'float32') };
}

/** The share of elements of a sample that are of usual sizes when they are read as `type`. */
export const plausibility = (sample: Uint8Array, type: ElementType): number => shareOf(wordsOf(sample, true), type);

/** Words of 4 bytes: those of float32, or the lower and upper halves of float64 in turn. */
function wordsOf(sample: Uint8Array, littleEndian: boolean): Uint32Array {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  return Uint32Array.from({ length: sample.length >> 2 }, (_, i) => view.getUint32(4 * i, littleEndian));
}

/** The words when the bytes of each double are in the other order. */
function swapped(sample: Uint8Array): Uint32Array {
  const copy = sample.slice(0, sample.length - (sample.length % 8));
  for (let i = 0; i < copy.length; i += 8) copy.subarray(i, i + 8).reverse();
  return wordsOf(copy, true);
}

function typeOf(words: Uint32Array, size: number): ElementType | undefined {
  const lower = words.filter((_, i) => i % 2 === 0);
  const upper = words.filter((_, i) => i % 2 === 1);
  const lowerSet = lower.filter(isSet);
  // The lower halves of doubles are as good as random, or 0 in numbers of few digits; those of float32 are numbers themselves.
  const areHalves =
    size % 8 === 0 && (lowerSet.length <= 0.1 * upper.filter(isSet).length || shareOf(lowerSet, 'float32') < ENOUGH);
  if (areHalves) return shareOf(words, 'float64') >= ENOUGH ? 'float64' : undefined;
  if (shareOf(lower, 'float32') < ENOUGH || (upper.length > 0 && shareOf(upper, 'float32') < ENOUGH)) return undefined;
  return haveAlikeHalves(words) ? undefined : 'float32';
}

/** Whether a word is neither 0 nor −0. */
const isSet = (word: number): boolean => word << 1 !== 0;

/** Words of which both halves hold the same: pixels, samples of sound, float16. In a float32 only the upper has an exponent. */
function haveAlikeHalves(words: Uint32Array): boolean {
  const set = words.filter((word) => word !== 0);
  if (set.length < 64) return false;
  const difference = new Int32Array(256);
  const upper = new Uint32Array(256);
  for (const word of set) {
    const [first, second] = [word >>> 24, (word >>> 8) & 0xff];
    upper[first] = (upper[first] as number) + 1;
    difference[first] = (difference[first] as number) + 1;
    difference[second] = (difference[second] as number) - 1;
  }
  // Of random bytes a quarter is among the 64 most frequent values.
  const frequent = upper
    .sort()
    .subarray(-64)
    .reduce((a, b) => a + b, 0);
  const apart = difference.reduce((sum, step) => sum + Math.abs(step), 0) / 2;
  return frequent > 0.6 * set.length && apart < 0.4 * set.length;
}

function integersIn(words: Uint32Array, size: number): 'int64' | 'int32' | undefined {
  const upper = words.filter((_, i) => i % 2 === 1);
  if (size % 8 === 0 && upper.every((word) => word === 0 || word === 0xffffffff)) return 'int64';
  const set = words.filter(isSet);
  // Beyond 16 bits, small numbers may also be pairs of smaller ones.
  const most = haveAlikeHalves(words) ? 1 << 16 : 1 << 22;
  return set.filter((word) => Math.abs(word | 0) < most).length >= ENOUGH * set.length ? 'int32' : undefined;
}

/** Of the elements that are not 0, those of usual sizes: a file that is 0 but for a few bytes says by those what it is. */
function shareOf(words: Uint32Array, type: ElementType): number {
  const { shift, special, bias, within, around } = LAYOUT[type];
  const histogram = new Uint32Array(special + 1);
  let usual = 0;
  let count = 0;
  for (let i = type === 'float64' ? 1 : 0; i < words.length; i += type === 'float64' ? 2 : 1) {
    const word = words[i] as number;
    const below = type === 'float64' ? (words[i - 1] as number) : 0;
    const exponent = (word >>> shift) & special;
    const mantissa = word & ((1 << shift) - 1);
    if (exponent === 0 && mantissa === 0 && below === 0) continue;
    count++;
    if (exponent === special) {
      if (isInfinityOrNaN(mantissa, below, shift)) usual++;
    } else if (exponent > 0) {
      histogram[exponent] = (histogram[exponent] as number) + 1;
    }
  }
  let most = 0;
  for (let begin = bias - around - within / 2; begin <= bias + around - within / 2; begin++) {
    const sum = histogram.subarray(begin, begin + within).reduce((a, b) => a + b, 0);
    if (sum > most) most = sum;
  }
  return count === 0 ? 1 : (usual + most) / count;
}

/** As processors write them, and R: its NA has 1954 in its lowest bits. */
const isInfinityOrNaN = (mantissa: number, below: number, shift: number): boolean =>
  (mantissa === 1 << (shift - 1) || mantissa === 0) && (below === 0 || below === 1954);
