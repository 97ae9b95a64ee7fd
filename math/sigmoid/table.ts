/**
 * The accurate tables (Gal 1986) behind the formulas: for each cell of width 1/64 a pair (a, S) with S = σ(a).
 *
 * a is not the centre of its cell but a double near it, chosen so that σ(a) is very nearly a double too. Then S alone carries
 * σ(a) far beyond its 53 bits, and x − a is exact. Tables are computed when they are first needed, since they do not compress.
 *
 * The walk goes outwards from 0; each step computes the entries of −i/64 and +i/64:
 *
 *     startFaithful(); for (i = 1; i <= FAITHFUL_STEPS; i++) { next(); … lowerA, lowerS, upperA, upperS }
 *     startCorrect(); for (i = 1; i <= CORRECT_STEPS; i++) { next(); … and lowerP, lowerPLow, upperP, upperPLow }
 *
 * Values of more than 53 bits are double-doubles, high + low (Dekker 1971; errors in Joldes, Muller and Popescu 2017).
 */
import { E_ASIDE, E_ASIDE_LOW, LAST_A, ROUNDS_TO_ONE } from '../constants.ts';
import { twoProductError } from '../double-double.ts';
import { nextPower, powerHigh, powerLow, startPowers } from '../powers.ts';
import { firstNearInteger, ROUNDER } from '../search.ts';

/** Entries of either table, index i for the cell around i/64 − 64; and cells on either side of 0 with a pair of their own. */
export const ENTRIES: number = 8192;
export const FAITHFUL_STEPS: number = 3072;
export const CORRECT_STEPS: number = 4095;

const CELL: number = 1 / 64;
/** How far a search moves away from the centre of a cell, a few times at most, when the a that it found is too far from it. */
const ASIDE: number = 1 / 4096;
/** The spacing of doubles below 1. */
const ULP_BELOW_1: number = 1 / 9007199254740992;

/** From here on a = logit(S) is known well enough as a plain double, for every S = 1 − m·2^-53. */
const LOGIT_FROM: number = 16;

/** The pairs of −i/64 and of +i/64 after i steps. */
export let lowerA: number = 0;
export let lowerS: number = 0;
export let upperA: number = 0;
export let upperS: number = 0;
/** For correct rounding, S(1 − S) of each as a multiple of 2^27 times the last place of S, and what is left over. */
export let lowerP: number = 0;
export let lowerPLow: number = 0;
export let upperP: number = 0;
export let upperPLow: number = 0;

let correct: boolean = false;
/** How many ULP σ(a) may be away from S. With a smaller tolerance a lies further from the centre of its cell. */
let tolerance: number = 0;
/** How many ULP σ may deviate from the straight line that the search takes it for. */
let mostBend: number = 0;

/** The step reached, and the spacing of doubles at σ(−grid). */
let grid: number = 0;
let ulp: number = ULP_BELOW_1;

/** Where a is looked for (grid, or a little aside of it), e^center, and σ(−center) = high + low. */
let center: number = 0;
let nearHigh: number = 0;
let nearLow: number = 0;
let high: number = 0;
let low: number = 0;

/** What the search found. */
let foundA: number = 0;
let foundS: number = 0;

/** Back to 0, for the faithful table. Both errors of its S together are below 2^-7.5 ULP: test/numerics/table.test.ts. */
export function startFaithful(): void {
  start(false, 1 / 256, Infinity);
}

/** Back to 0, for the table of correct rounding. */
export function startCorrect(): void {
  start(true, 1 / 16384, 1 / 65536);
}

function start(forCorrect: boolean, within: number, bend: number): void {
  correct = forCorrect;
  tolerance = within;
  mostBend = bend;
  grid = 0;
  startPowers();
  ulp = ULP_BELOW_1;
}

/** One cell further out. */
export function next(): void {
  grid += CELL;
  nextPower();

  startAtGrid();
  while (high < ulp * 4503599627370496) ulp *= 0.5;
  while (!searchLower()) stepAside();
  lowerA = foundA;
  lowerS = foundS;

  if (grid >= LOGIT_FROM) {
    startAtGrid();
    setUpperByLogit(high);
  } else {
    startAtGrid();
    while (!searchUpper()) stepAside();
    upperA = foundA;
    upperS = foundS;
  }
  if (correct) setSlopes();
}

function startAtGrid(): void {
  center = grid;
  nearHigh = powerHigh;
  nearLow = powerLow;
  if (correct && grid === CELL) {
    // In this cell alone x − a is a double only if a is not further out than the grid: start from 0, a little within.
    center = 0;
    nearHigh = 1;
    nearLow = 0;
    while (center < grid - 2 * ASIDE) timesAside();
  }
  setReciprocal();
}

function stepAside(): void {
  timesAside();
  setReciprocal();
}

function timesAside(): void {
  center += ASIDE;
  const product = nearHigh * E_ASIDE;
  nearLow = twoProductError(nearHigh, E_ASIDE, product) + (nearHigh * E_ASIDE_LOW + nearLow * E_ASIDE);
  nearHigh = product;
}

/** high + low = 1/(1 + nearHigh + nearLow) */
function setReciprocal(): void {
  const onePlusHigh = nearHigh + 1;
  const onePlusLow = 1 - (onePlusHigh - nearHigh) + nearLow;
  const divisor = onePlusHigh + onePlusLow;
  const divisorLow = onePlusLow - (divisor - onePlusHigh);
  const quotient = 1 / divisor;
  const product = quotient * divisor;
  const residual = 1 - product - twoProductError(quotient, divisor, product) - quotient * divisorLow;
  const correction = residual / divisor;
  high = quotient + correction;
  low = correction - (high - quotient);
}

function searchLower(): boolean {
  if (!correct) return search(-center, high, low, ulp);
  // S has 52 bits, so that S + w is exact across a power of 2.
  const even = high + 2 * ulp * ROUNDER - 2 * ulp * ROUNDER;
  return search(-center, even, high - even + low, 2 * ulp);
}

function searchUpper(): boolean {
  const upperHigh = 1 - high;
  return search(center, upperHigh, 1 - upperHigh - high - low, ULP_BELOW_1);
}

/**
 * Finds the least a ≥ from such that σ(a) is within tolerance of an S, where σ(from) = high + low and S is a multiple of `unit`.
 *
 * In those units σ(from + j·step) − high = low + j·step·σ′, as long as j is not too large: an arithmetic progression, whose first
 * member near an integer is wanted. Returns whether it is not too large.
 */
function search(from: number, high: number, low: number, unit: number): boolean {
  const step = searchStep();
  const offset = low / unit;
  const slope = (high * (1 - high) * step) / unit;
  const j = firstNearInteger(offset, slope, tolerance);
  foundA = from + j * step;
  foundS = high + (offset + j * slope + ROUNDER - ROUNDER) * unit;
  return 0.5 * slope * j * j * step < mostBend;
}

/** The steps in which a moves: 2^-46, or for correct rounding the finest of which all within reach are doubles. */
function searchStep(): number {
  if (!correct) return 1 / 70368744177664;
  return (grid < 15.9 ? 0.125 : grid < 31.9 ? 0.25 : 0.5) / 70368744177664;
}

/**
 * Near 1 the doubles are S = 1 − m·2^-53 with a small m, and a = logit(S) = grid − ln(m·2^-53/S · e^grid). An error of a counts
 * with the factor σ(a)(1 − σ(a)) < 2^-23. `complement` is 1 − σ(grid).
 */
function setUpperByLogit(complement: number): void {
  const m = complement / ULP_BELOW_1 + ROUNDER - ROUNDER;
  upperS = 1 - m * ULP_BELOW_1;
  if (m > 0) {
    upperA = grid - log((m * ULP_BELOW_1 * (1 - complement)) / (upperS * complement));
  } else if (grid - ROUNDS_TO_ONE < 0.5 * CELL) {
    upperA = LAST_A;
    upperS = 1 - ULP_BELOW_1;
  } else {
    upperA = grid;
  }
}

/** ln x for ½ < x < 2: to 2^-38 at the ends, to the last bit near 1, and the same bits everywhere, unlike Math.log. */
function log(x: number): number {
  const z = (x - 1) / (x + 1);
  const z2 = z * z;
  let sum: number = 0;
  for (let n: number = 21; n >= 1; n -= 2) sum = sum * z2 + 1 / n;
  return 2 * z * sum;
}

function setSlopes(): void {
  setSlope(upperS, ULP_BELOW_1);
  upperP = slope;
  upperPLow = slopeLow;
  setSlope(lowerS, ulp);
  lowerP = slope;
  lowerPLow = slopeLow;
}

let slope: number = 0;
let slopeLow: number = 0;

/** S(1 − S) = slope + slopeLow, the first a multiple of 2^27 times the last place of S. */
function setSlope(S: number, lastPlace: number): void {
  const U = 1 - S;
  const P = S * U;
  const rounder = lastPlace * 134217728 * ROUNDER;
  slope = P + rounder - rounder;
  slopeLow = P - slope + (twoProductError(S, U, P) + S * (1 - U - S));
}
