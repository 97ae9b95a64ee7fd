/**
 * The pairs (a, S), S = σ(a), behind the formula: one for each cell of width 1/64, or 1/128 for correct rounding.
 *
 * a is not the middle of its cell but a double beside it, chosen so that σ(a) is very nearly a double too. Then S alone
 * carries σ(a), to 2^-7.5 ULP, and x − a is exact. The pairs are computed at first use, since they would not compress.
 *
 * This file is compiled twice, into the kernel and into the TypeScript backend, so it keeps to what both languages share:
 * `number` (f64 there) and module variables. It walks outwards from 0; each step computes the pairs of ±i/64.
 *
 *     start(FAITHFUL); for (i = 1; i <= STEPS; i++) { next(); … lowerA, lowerS, upperA, upperS }
 *
 * Internally a value of more than 53 bits is a sum high + low of two doubles, by Dekker's algorithms ("A floating-point
 * technique for extending the available precision", 1971; errors in Joldes, Muller and Popescu, 2017).
 */
import { productError } from '../double-double.ts';

/** Cells on either side of 0 that have pairs: the table begins at −48. From 37.5 on, S is 1. */
export const STEPS: number = 3072;
/** The same where cells are half as wide: for correct rounding, whose share of undecided elements is half as large then. */
export const CORRECT_STEPS: number = 6144;

/** How many ULP σ(a) may be away from S, for either rounding: a closer one takes a further away from the middle of its cell. */
export const FAITHFUL: number = 1 / 256;
export const CORRECT: number = 1 / 4096;

/** The pairs of −i/64 and of +i/64 after i steps. */
export let lowerA: number = 0;
export let lowerS: number = 0;
export let upperA: number = 0;
export let upperS: number = 0;

let cell: number = 0;
let cellExpHigh: number = 0;
let cellExpLow: number = 0;
/** By so much a moves away from the middle of its cell, once or twice, where it would have to be found too far away. */
const ASIDE: number = 1 / 1024;

// From scripts/derive-constants.mjs: e^(1/64); the least double whose σ rounds to 1; and the a with which the formula, in
// doubles and with S = 1 − 2^-53, passes from S to 1 exactly there.
const E_CELL_HIGH: number = 1.0157477085866857;
const E_CELL_LOW: number = 2.0530467874932267e-17;
const E_HALF_CELL_HIGH: number = 1.007843097206448;
const E_HALF_CELL_LOW: number = -6.872774751042842e-17;
const E_ASIDE_HIGH: number = 1.0009770394924165;
const E_ASIDE_LOW: number = 8.141755997634129e-17;
const ROUNDS_TO_ONE: number = 37.42994775023705;
const LAST_A: number = 36.73680318376941;

/** From here on a = logit(S) is known well enough as a plain double, for every S = 1 − m·2^-53. */
const LOGIT_FROM: number = 16;

let grid: number = 0;
let expHigh: number = 1;
let expLow: number = 0;
/** The spacing of doubles at σ(−grid). */
let ulp: number = 0;

/** Back to 0, before the first step; `within` is FAITHFUL or CORRECT. */
export function start(within: number): void {
  tolerance = within;
  const correct = within < FAITHFUL;
  mostBend = correct ? 1 / 16384 : Infinity;
  cell = correct ? 1 / 128 : 1 / 64;
  cellExpHigh = correct ? E_HALF_CELL_HIGH : E_CELL_HIGH;
  cellExpLow = correct ? E_HALF_CELL_LOW : E_CELL_LOW;
  grid = 0;
  expHigh = 1;
  expLow = 0;
  ulp = 1 / 9007199254740992;
}

/** One cell further out. */
export function next(): void {
  grid += cell;
  timesCell();

  startHere();
  while (high < ulp * 4503599627370496) ulp *= 0.5;
  while (!search(-center, high, low, ulp)) stepAside();
  lowerA = foundA;
  lowerS = foundS;

  startHere();
  if (grid >= LOGIT_FROM) {
    logit(high);
    return;
  }
  while (!searchUpper()) stepAside();
  upperA = foundA;
  upperS = foundS;
}

function searchUpper(): boolean {
  const upperHigh = 1 - high;
  return search(center, upperHigh, 1 - upperHigh - high - low, 1 / 9007199254740992);
}

/** Where a is looked for: grid, or a little beside it. */
let center: number = 0;
/** e^center, and σ(−center) = high + low. */
let nearHigh: number = 0;
let nearLow: number = 0;
let high: number = 0;
let low: number = 0;

function startHere(): void {
  center = grid;
  nearHigh = expHigh;
  nearLow = expLow;
  reciprocal();
}

function stepAside(): void {
  center += ASIDE;
  const product = nearHigh * E_ASIDE_HIGH;
  nearLow = productError(nearHigh, E_ASIDE_HIGH, product) + (nearHigh * E_ASIDE_LOW + nearLow * E_ASIDE_HIGH);
  nearHigh = product;
  reciprocal();
}

/** high + low = 1/(1 + nearHigh + nearLow) */
function reciprocal(): void {
  const onePlusHigh = nearHigh + 1;
  const onePlusLow = 1 - (onePlusHigh - nearHigh) + nearLow;
  const divisor = onePlusHigh + onePlusLow;
  const divisorLow = onePlusLow - (divisor - onePlusHigh);
  const quotient = 1 / divisor;
  const product = quotient * divisor;
  const residual = 1 - product - productError(quotient, divisor, product) - quotient * divisorLow;
  const correction = residual / divisor;
  high = quotient + correction;
  low = correction - (high - quotient);
}

/** exp = exp·e^cell, with a relative error below 2^-103 a step. */
function timesCell(): void {
  const product = expHigh * cellExpHigh;
  const low = productError(expHigh, cellExpHigh, product) + (expHigh * cellExpLow + expLow * cellExpHigh);
  expHigh = product + low;
  expLow = low - (expHigh - product);
}

let foundA: number = 0;
let foundS: number = 0;

/** a moves in steps of 2^-46, which a double below 64 holds exactly. */
const STEP: number = 1 / 70368744177664;
/** σ(a) may be this many ULP away from S. */
let tolerance: number = 0;
/** How many ULP σ may deviate from the straight line that `search` takes it for. */
let mostBend: number = 0;
/** 1.5·2^52: adding and subtracting it rounds to an integer. */
const ROUNDER: number = 6755399441055744;

/**
 * The least j ≥ 0 such that σ(grid + j·2^-46) is within tolerance of a double, where σ(grid) = high + low.
 *
 * In ULP, σ(grid + j·2^-46) − high = low + j·2^-46·σ', as long as j is not too large: an arithmetic progression whose first
 * member near an integer is wanted. Returns whether it is not too large. (Both errors of the faithful table together: 2^-7.5,
 * in test/numerics/table.test.ts.)
 */
function search(grid: number, high: number, low: number, ulp: number): boolean {
  const start = low / ulp;
  const slope = (high * (1 - high) * STEP) / ulp;
  const from = fraction(-start - tolerance);
  const j = from + 2 * tolerance >= 1 ? 0 : firstMultiple(fraction(slope), 1, from, from + 2 * tolerance);
  foundA = grid + j * STEP;
  foundS = high + (start + j * slope + ROUNDER - ROUNDER) * ulp;
  return 0.5 * slope * j * j * STEP < mostBend;
}

/** The least j ≥ 0 with from ≤ j·step mod modulus ≤ to, for 0 < from < to < modulus: Euclid's algorithm on step and modulus. */
function firstMultiple(step: number, modulus: number, from: number, to: number): number {
  const j = Math.ceil(from / step);
  if (j * step <= to) return j;
  // No multiple of step lies in [from, to]; count how often the modulus must be passed until one does.
  const rest = step * fraction(modulus / step);
  const turns = firstMultiple(rest, step, step * fraction(-to / step), step * fraction(-from / step));
  return Math.ceil((from + modulus * turns) / step);
}

function fraction(x: number): number {
  return x - Math.floor(x);
}

/**
 * Near 1 the doubles are S = 1 − m·2^-53 with a small m; a = logit(S) = grid − ln(m·2^-53/S · e^grid).
 * An error of a counts with the factor σ(a)(1 − σ(a)) < 2^-23. `complement` is 1 − σ(grid).
 */
function logit(complement: number): void {
  const m = complement * 9007199254740992 + ROUNDER - ROUNDER;
  upperS = 1 - m / 9007199254740992;
  if (m > 0) {
    upperA = grid - log(((m / 9007199254740992) * (1 - complement)) / (upperS * complement));
  } else if (grid - ROUNDS_TO_ONE < 0.5 * cell) {
    upperA = LAST_A;
    upperS = 1 - 1 / 9007199254740992;
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
