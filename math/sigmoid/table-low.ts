/**
 * What the table of correct rounding leaves out: low = σ(a) − S for the entries below 0, to 2^-102 of S, which the accurate
 * phase needs.
 *
 * It walks like table.ts, with e^(i/64) as a sum of three doubles, since errors add up over thousands of steps:
 *
 *     startLow(); for (i = 1; i <= CORRECT_STEPS; i++) low = nextLow(a, S)
 */
import { E_ASIDE, E_ASIDE_LOW, E_ASIDE_LOWEST, E_CELL, E_CELL_LOW, E_CELL_LOWEST } from '../constants.ts';
import { twoProductError, twoSumError } from '../double-double.ts';

const CELL: number = 1 / 64;
const ASIDE: number = 1 / 4096;

let grid: number = 0;
let exp: number = 1;
let expLow: number = 0;
let expLowest: number = 0;

/** Back to 0, before the first step. */
export function startLow(): void {
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

  // −a = grid + steps aside − m, and product = e^(grid + steps aside).
  let m = a + grid;
  if (m > 0.5 * ASIDE) {
    // The cell next to 0, the only one where a is nearer to 0 than the grid: its steps start from 0.
    m = a;
    product = 1;
    productLow = 0;
    productLowest = 0;
  }
  for (; m < -0.5 * ASIDE; m += ASIDE) times(E_ASIDE, E_ASIDE_LOW, E_ASIDE_LOWEST);
  return lowAt(m, S);
}

let product: number = 0;
let productLow: number = 0;
let productLowest: number = 0;

/** product = product·(x + xLow + xLowest), with a relative error below 2^-155. */
function times(x: number, xLow: number, xLowest: number): void {
  const high = product * x;
  const error = twoProductError(product, x, high);
  const first = product * xLow;
  const second = productLow * x;
  const cross = first + second;
  const low = error + cross;
  const lowest =
    twoSumError(error, cross, low) +
    twoSumError(first, second, cross) +
    (twoProductError(product, xLow, first) + twoProductError(productLow, x, second)) +
    (product * xLowest + productLow * xLow + productLowest * x);
  product = high + low;
  const rest = low - (product - high);
  productLow = rest + lowest;
  productLowest = lowest - (productLow - rest);
}

/** σ(m − g) − S, where product = e^g and m is so small that its fourth power does not count. */
function lowAt(m: number, S: number): number {
  // d = 1 + e^g
  const d = 1 + product;
  const dError = twoSumError(product, 1, d);
  const dLow = dError + productLow;
  const dLowest = twoSumError(dError, productLow, dLow) + productLowest;

  // q + qLow = σ(−g) = 1/d, to 2^-105; a double's remainder in a division is a double.
  const q = 1 / d;
  const qd = q * d;
  const remainder = 1 - qd - twoProductError(q, d, qd);
  const part = q * dLow;
  const rest = remainder - part;
  const restLow = twoSumError(remainder, -part, rest) - twoProductError(q, dLow, part) - q * dLowest;
  const qLow = (rest + restLow) / d;

  // σ(m − g) − σ(−g) = P·m/(1 + h·m + m²/12 + …) = P·m − P·m·(h − (h² − 1/12)·m)·m + …
  const U = 1 - q;
  const P = q * U;
  const PLow = twoProductError(q, U, P) + (q * (1 - U - q - qLow) + qLow * U);
  const h = q - 0.5;
  const change = P * m;
  const changeLow = twoProductError(P, m, change) + (PLow * m - change * (h - (h * h - 1 / 12) * m) * m);
  return q - S + change + qLow + changeLow;
}
