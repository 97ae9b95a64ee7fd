/**
 * The accurate table (Gal 1986) behind logit: for each cell a pair (S, A) with A = log((1 − S)/S) = −logit(S).
 *
 * Cells are logarithmic: of f = min(p, 1 − p), from 2^-56 up to less than ¼, and of z = ½ − f from 2^-9 to ¼, 64 of each octave; so that what is
 * added to A is small beside A, near its zero too. The cell of z < 2^-9 has the pair (½, 0). S is not the centre of its cell but a
 * double near it, for which A is very nearly a double too.
 *
 *     startLogit(); for (i = 0; i < LOGIT_STEPS; i++) { nextLogit(); … cell, complement, logOdds }
 */
import { quotientError, twoProductError, twoSumError } from '../double-double.ts';
import { firstNearInteger, ROUNDER } from '../search.ts';

/** Octaves of z and of f, and cells of an octave. */
const Z_OCTAVES: number = 7;
const F_OCTAVES: number = 54;
const CELLS: number = 64;
/** Cells but the one around ½. */
export const LOGIT_STEPS: number = CELLS * (Z_OCTAVES + F_OCTAVES) + 1;

/** Entries of the table, and the one of ½. Cells of f = 2^e·(1 + j/64) have the number 64·e + j, those of z 64·(e + 8) + j, modulo 4096. */
export const LOGIT_ENTRIES: number = 4096;
export const LOGIT_MASK: number = 16 * (LOGIT_ENTRIES - 1);
export const Z_OFFSET: number = 8 * CELLS;
/** z of the cell around ½: the last below 2^-9. */
export const Z_LEAST: number = (1 - 1 / 256) / 512;
const HALF_ENTRY: number = 3967;
/** The one behind the last of f, where f would be ¼; ¼ itself belongs to z, as the only one of its octave. */
const QUARTER_ENTRY: number = 3904;
/** The table reaches down to this f. */
export const F_LEAST: number = 1 / 72057594037927936;
/** The biased exponent of that. */
export const LEAST_EXPONENT: number = 1023 - 56;

/**
 * Where in its cell a search begins. Not quite in the middle, where S has few digits: the slope of A is then a fraction of small
 * numbers, and A may never come near a double.
 */
const MIDDLE: number = 0.5001;
/** How far A may be from a double, in ULP. */
const TOLERANCE: number = 1 / 512;

/** The number of the cell that is reached, and its pair. */
export let cell: number = 0;
export let complement: number = 0.5;
export let logOdds: number = 0;

let step: number = 0;
/** The power of 2 at which the octave begins, that of z or of f; and the number of the next cell in it. */
let octave: number = 0;
let j: number = 0;
/** The centre of the cell that is reached, and −logit of it as a double-double, and the last place of that. */
let center: number = 0;
let high: number = 0;
let low: number = 0;
let unit: number = 0;

/** Begins at ½. */
export function startLogit(): void {
  step = 0;
  octave = 1 / 512;
  j = 0;
  cell = HALF_ENTRY;
  complement = 0.5;
  logOdds = 0;
  center = 0.5;
  high = 0;
  low = 0;
  unit = 1 / 1024 / 562949953421312;
}

/** The next cell: away from ½ up to z = ¼, then from f = ¼ downwards. */
export function nextLogit(): void {
  if (step <= CELLS * Z_OCTAVES) {
    cell = cell + 1 < LOGIT_ENTRIES ? cell + 1 : 0;
    moveTo(0.5 - octave * (1 + (j + MIDDLE) / CELLS));
    search(1 / 18014398509481984);
    j = j + 1 < CELLS ? j + 1 : 0;
    if (j === 0) octave *= 2;
  } else {
    if (step === CELLS * Z_OCTAVES + 1) {
      cell = QUARTER_ENTRY;
      octave = 0.125;
      j = CELLS - 1;
    }
    // From the last cell of an octave to the first.
    cell--;
    moveTo(octave * (1 + (j + MIDDLE) / CELLS));
    search(octave / 4503599627370496);
    if (j === 0) octave *= 0.5;
    j = j > 0 ? j - 1 : CELLS - 1;
  }
  step++;
}

/** From a centre C to the next one, c: by the addition theorem A falls by 2·artanh(v/2), v = (c − C)/(C/2 + c·(½ − C)). */
function moveTo(next: number): void {
  const rest = 0.5 - center;
  const restLow = 0.5 - rest - center;
  const product = next * rest;
  const divisor = product + 0.5 * center;
  const divisorLow = twoSumError(product, 0.5 * center, divisor) + (twoProductError(next, rest, product) + next * restLow);
  const v = (next - center) / divisor;
  const v2 = v * v;
  const vLow =
    quotientError(next - center, 0, divisor, divisorLow, v) + v * v2 * (1 / 12 + v2 * (1 / 80 + v2 * (1 / 448 + v2 / 2304)));
  const sum = high - v;
  low += twoSumError(high, -v, sum) - vLow;
  high = sum + low;
  low -= high - sum;
  center = next;
}

/**
 * Of the doubles S from the centre on, `place` from one to the next, the first for which A is near a double. A falls by
 * 1/(S(1 − S)) times what S rises.
 */
function search(place: number): void {
  while (high >= unit * 9007199254740992) unit *= 2;
  const slope = place / (center * (1 - center) * unit);
  const offset = low / unit;
  const steps = firstNearInteger(offset, -slope, TOLERANCE);
  complement = center + steps * place;
  logOdds = high + (offset - steps * slope + ROUNDER - ROUNDER) * unit;
}
