/**
 * What the table leaves out: low = σ(a) − S for the pairs of −i/128, to 2^-102 of S, which the second stage needs.
 *
 * It walks like table.ts, with e^(i/128) as a sum of three doubles, since errors add up over thousands of steps:
 *
 *     startLows(); for (i = 1; i <= CORRECT_STEPS; i++) low = nextLow(a, S)
 *
 * This file is compiled twice, like table.ts.
 */
import { productError, sumError } from '../double-double.ts';

const CELL: number = 1 / 128;

/** As in table.ts: by so much, once or twice, a is away from the middle of its cell. */
const ASIDE: number = 1 / 1024;

// From scripts/derive-constants.mjs: e^(1/128) and e^(1/1024).
const E_CELL: number = 1.007843097206448;
const E_CELL_LOW: number = -6.872774751042842e-17;
const E_CELL_LOWEST: number = -4.503969978682451e-33;
const E_ASIDE: number = 1.0009770394924165;
const E_ASIDE_LOW: number = 8.141755997634129e-17;
const E_ASIDE_LOWEST: number = 3.556700104817154e-33;

let grid: number = 0;
let exp: number = 1;
let expLow: number = 0;
let expLowest: number = 0;

/** Back to 0, before the first step. */
export function startLows(): void {
  grid = 0;
  exp = 1;
  expLow = 0;
  expLowest = 0;
}

/** One cell further out: σ(a) − S, for the pair (a, S) of that cell. */
export function nextLow(a: number, S: number): number {
  grid += CELL;
  product = exp;
  productLow = expLow;
  productLowest = expLowest;
  times(E_CELL, E_CELL_LOW, E_CELL_LOWEST);
  exp = product;
  expLow = productLow;
  expLowest = productLowest;
  let m = a + grid;
  for (; m < -0.5 * ASIDE; m += ASIDE) times(E_ASIDE, E_ASIDE_LOW, E_ASIDE_LOWEST);
  return lowAt(m, S);
}

let product: number = 0;
let productLow: number = 0;
let productLowest: number = 0;

/** product = product·(x + xLow + xLowest), with a relative error below 2^-155. */
function times(x: number, xLow: number, xLowest: number): void {
  const high = product * x;
  const error = productError(product, x, high);
  const first = product * xLow;
  const second = productLow * x;
  const cross = first + second;
  const low = error + cross;
  const lowest =
    sumError(error, cross, low) +
    sumError(first, second, cross) +
    (productError(product, xLow, first) + productError(productLow, x, second)) +
    (product * xLowest + productLow * xLow + productLowest * x);
  product = high + low;
  const rest = low - (product - high);
  productLow = rest + lowest;
  productLowest = lowest - (productLow - rest);
}

/** σ(m − g) − S, where product = e^g and m is so small that its third power does not count. */
function lowAt(m: number, S: number): number {
  // d = 1 + e^g
  const d = 1 + product;
  const dError = sumError(product, 1, d);
  const dLow = dError + productLow;
  const dLowest = sumError(dError, productLow, dLow) + productLowest;

  // q + qLow = σ(−g) = 1/d, to 2^-105; a double's remainder in a division is a double.
  const q = 1 / d;
  const qd = q * d;
  const remainder = 1 - qd - productError(q, d, qd);
  const part = q * dLow;
  const rest = remainder - part;
  const restLow = sumError(remainder, -part, rest) - productError(q, dLow, part) - q * dLowest;
  const qLow = (rest + restLow) / d;

  // σ(m − g) − σ(−g) = P·m/(1 + h·m + …)
  const U = 1 - q;
  const P = q * U;
  const PLow = productError(q, U, P) + (q * (1 - U - q - qLow) + qLow * U);
  const change = P * m;
  const changeLow = productError(P, m, change) + (PLow * m - change * (q - 0.5) * m);
  return q - S + change + qLow + changeLow;
}
