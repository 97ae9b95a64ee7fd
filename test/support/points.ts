import { bitsOf, fromBits } from '../../oracle/sigmoid.mjs';
import type { ElementArray } from './elements.ts';

/** A generator of numbers in [0, 1), the same in every run. It mixes a 32-bit counter like splitmix, twice for 53 bits. */
export function random(seed: number): () => number {
  let state = seed;
  const word = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}

/** The double that is `steps` doubles above x, or below it where `steps` is negative. The steps must not cross 0. */
export function neighbour(x: number, steps: number): number {
  return fromBits(bitsOf(x) + BigInt(x < 0 ? -steps : steps));
}

/** x and the three doubles on either side. The steps must not cross 0. */
export const around = (x: number): number[] => [-3, -2, -1, 0, 1, 2, 3].map((steps) => neighbour(x, steps));

/** Points where the computation changes: the ends of the table and of the tail, of normal results, and of the results 0 and 1. */
export const BOUNDARIES = [
  -49160.5 / 1024,
  -98312.5 / 2048,
  -48,
  -64,
  -37,
  37,
  63,
  64,
  65527.5 / 1024,
  37.42994775023705,
  36.7368005696771,
  fromBits(0xc0874910d52d3052n),
  -708.3964185322641,
  -709.78,
  -744.4400719213812,
  -750,
  750,
  -(2 ** 45),
  2 ** 45,
  -(2 ** 46) * 1.5,
  2 ** 46 * 1.5,
  -(2 ** 42) * 1.5,
  2 ** 42 * 1.5,
  -Number.MAX_VALUE,
  Number.MAX_VALUE / 2,
  2 ** -1022,
  -(2 ** -1022),
];

/** A kind of random points: the next of them. */
export type Kind = (next: () => number) => number;

const sign: Kind = (next) => (next() < 0.5 ? -1 : 1);

/** Evenly spread. */
export const between =
  (from: number, to: number): Kind =>
  (next) =>
    from + next() * (to - from);

/** Evenly spread on both sides of 0. */
export const onBothSides =
  (from: number, to: number): Kind =>
  (next) =>
    sign(next) * (from + next() * (to - from));

/** Of any bits, so that every exponent is as frequent as any other. */
export const ofAnyBits: Kind = (next) =>
  fromBits(BigInt(Math.floor(next() * 2 ** 32)) * 2n ** 32n + BigInt(Math.floor(next() * 2 ** 32)));

/** The kinds that suit every function whose results come from a table over [−64, 64]. */
export const KINDS: readonly Kind[] = [
  between(-40, 40),
  between(-10, 10),
  (next) => sign(next) * 2 ** (next() * 70 - 60),
  ofAnyBits,
  between(-746, -700),
  between(36, 38),
  (next) => sign(next) * (2 * Math.floor(next() * 2 ** 20) + 1) * 2 ** -52,
];

export const SPECIAL: readonly number[] = [
  0,
  -0,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
];

/** The boundaries between cells of the tables, and the centres of the cells. */
export function gridPoints(): number[] {
  const points: number[] = [];
  for (let i = -64 * 64; i <= 64 * 64; i++) {
    if (i !== 0) points.push(...around(i / 64));
    points.push(...around((i - 0.5) / 64), ...around((i * 16 - 8.5) / 1024), ...around((i * 16 - 8.5) / 2048));
  }
  return points;
}

/** `scale` times 20,000 points of each kind, in turns. */
export function randomPoints(kinds: readonly Kind[], scale: number, seed: number): number[] {
  const next = random(seed);
  const points: number[] = [];
  for (let i = 0; i < 20_000 * scale; i++) {
    // Not by methods that make one array of others: they lose the payloads of NaNs.
    for (const kind of kinds) points.push(kind(next));
  }
  return points;
}

/** Points next to the boundaries of σ. */
export function sigmoidBorders(): number[] {
  return [...gridPoints(), ...BOUNDARIES.flatMap(around)];
}

/** Points of every kind for σ, the same in every run: `scale` times 20,000 of each random kind, and those next to boundaries. */
export function stratifiedPoints(scale = 1, seed = 1): Float64Array {
  return Float64Array.from([...SPECIAL, ...randomPoints(KINDS, scale, seed), ...sigmoidBorders()]);
}

/** The bits of an array's elements, for comparisons that distinguish 0 from −0 and one NaN from another. */
export function bitsOfArray(array: Float64Array): BigUint64Array;
export function bitsOfArray(array: Float32Array): Uint32Array;
export function bitsOfArray(array: ElementArray): BigUint64Array | Uint32Array;
export function bitsOfArray(array: ElementArray): BigUint64Array | Uint32Array {
  const { buffer } = array.slice();
  return array.BYTES_PER_ELEMENT === 8 ? new BigUint64Array(buffer) : new Uint32Array(buffer);
}

/** Whether two arrays have the same bits in the same order. Comparing the results of `bitsOfArray` by `toEqual` is slower. */
export function sameBits(a: ElementArray, b: ElementArray): boolean {
  return bytesOf(a).equals(bytesOf(b));
}

function bytesOf(array: ElementArray): Buffer {
  return Buffer.from(array.slice().buffer as ArrayBuffer);
}
