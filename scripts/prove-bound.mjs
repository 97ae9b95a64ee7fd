/**
 * Recomputes the sums of math/sigmoid/ERROR-BOUND.md, in integers, over every entry of the table.
 *
 *     npm run prove
 *
 * Quantities are integers times 2^-BITS. Bounds are rounded up at every step, so that what is printed is an upper bound.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BITS = 400n;
const ONE = 1n << BITS;
/** The unit roundoff, 2^-53. */
const U = ONE >> 53n;

const word = new DataView(new ArrayBuffer(8));

/** A double, exactly; |x| ≥ 2^-300 or 0. @param {number} x */
function exact(x) {
  word.setFloat64(0, Math.abs(x));
  const bits = word.getBigUint64(0);
  if (bits === 0n) return 0n;
  const shift = BITS + (bits >> 52n) - 1075n;
  const mantissa = (bits & 0xfffffffffffffn) | 0x10000000000000n;
  const value = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  if (shift < 0n && value << -shift !== mantissa) throw new RangeError(`${x} needs more than ${BITS} bits`);
  return x < 0 ? -value : value;
}

/** @param {bigint} x */
const abs = (x) => (x < 0n ? -x : x);
/** Rounded up, for factors ≥ 0. @param {bigint[]} factors */
const times = (...factors) => factors.reduce((x, y) => ((x * y) >> BITS) + 1n);
/** Rounded up, x ≥ 0, y > 0. @param {bigint} x @param {bigint} y */
const over = (x, y) => (x << BITS) / y + 1n;
/** @param {bigint} x @param {bigint} n */
const power = (x, n) => times(...Array.from({ length: Number(n) }, () => x));
/** @param {bigint} x @param {bigint} y */
const larger = (x, y) => [x, y][Number(y > x)];
/** @param {bigint} x */
export const toNumber = (x) => Number(x >> (BITS - 200n)) / 2 ** 200;

/** e^x for a double |x| ≤ 64, to a few units. @param {number} x */
function exp(x) {
  const halvings = 40n;
  const working = BITS + 100n;
  const one = 1n << working;
  const z = exact(x) << (working - BITS - halvings);
  let term = one;
  let sum = one;
  for (let i = 1n; term !== 0n && term !== -1n; i++) {
    term = ((term * z) / i) >> working;
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) >> working;
  return sum >> (working - BITS);
}

/** σ(x) @param {number} x */
const sigma = (x) => (ONE * ONE) / (ONE + exp(-x));

/** ln 2 = Σ 1/(i·2^i) */
const LN2 = (() => {
  let sum = 0n;
  for (let i = 1n; i <= BITS; i++) sum += (ONE >> i) / i;
  return sum;
})();

/**
 * The first stage at one entry of the table: how large its ε and τ must be.
 *
 * @param {number} S @param {bigint} R the largest |x − a| of its cell @param {bigint} s σ(a) @param {boolean} rIsExact
 */
function firstStage(S, R, s, rIsExact) {
  // σ(a)(1 − σ(a)) differs from S(1 − S) by less than σ(a) from S, which is an error of the absolute kind.
  const low = times(abs(s - exact(S)), ONE + R + R / 16n);
  const P = (exact(S) * (ONE - exact(S))) >> BITS;
  const h = s - ONE / 2n;
  // What the sources compute, against what the theorem has.
  const errorP = over(abs(exact(S * (1 - S)) - P), P);
  const errorH = abs(exact(S - 0.5) - h);
  const R2 = power(R, 2n);

  const r = rIsExact ? 0n : U;
  const w = errorP + U + r + 2n * times(errorP + U, U);
  const linear = times(abs(h), R);
  const largest = linear + R2 / 12n + times(errorH, R);
  const e =
    times(errorH, R) + // h
    times(linear, 2n * U) + // h·r, rounded; h's error in it
    times(R2, 5n * U) / 12n + // r², 1/12, r⁴/720, their difference and product
    power(R, 6n) / 30240n + // the series' first term left out
    times(largest, 2n * U); // the sum
  const D = times(over(e, ONE - largest), ONE + U) + U; // and 1 + e, rounded
  const q = over(((ONE + w) * (ONE + U)) >> BITS, ONE - D) - ONE + 2n;
  return { low, P, q, largest, errorP, e };
}

/**
 * @param {object} table
 * @param {(i: number) => [number, number]} table.pair the pair (a, S) of cell i
 * @param {(i: number) => number} table.low what the table says σ(a) − S is, for i ≤ 0
 * @param {number} table.steps
 * @param {{ EPSILON: number, TAU: number, EPSILON_SECOND: number }} bounds
 */
export function prove({ pair, low, steps }, bounds) {
  const worst = {
    epsilon: 0n,
    epsilonAt: 0,
    tau: 0n,
    tauAt: 0,
    epsilonTail: 0n,
    tauTail: 0n,
    second: 0n,
    secondAt: 0,
    lowError: 0n,
    reach: 0n,
    productP: 0n,
    denominator: 0n,
    inexact: 0,
  };
  const tau = exact(bounds.TAU);

  for (let i = -steps; i <= steps; i++) {
    const [a, S] = i === 0 ? [0, 0.5] : pair(i);
    // The inputs whose index is i: rounded to a multiple of 1/2048 it is at least 16·i − 8 of them, and at most 16·i + 7.
    const from = exact((16 * i - 8.5) / 2048);
    const to = exact((16 * i + 7.5) / 2048);
    const R = larger(exact(a) - from, to - exact(a));
    const s = sigma(a);

    if (S === 1) {
      // The formula gives 1 here. Where is σ less than 1 − 2^-54?
      if (sigma((16 * i - 8.5) / 2048) < ONE - (ONE >> 54n)) throw new Error(`cell ${i} has S = 1, and σ does not round to it`);
      continue;
    }

    // x and a are multiples of 2^-48 or of the last place of the least |x| of the cell: is r, a multiple too, a double?
    const least = i === 0 ? 1 : Math.min(Math.abs(16 * i - 8.5), Math.abs(16 * i + 7.5)) / 2048;
    const place = Math.min(2 ** (Math.floor(Math.log2(least)) - 52), 2 ** -48);
    const rIsExact = R <= exact(place * 2 ** 53);
    if (!rIsExact) worst.inexact++;
    const first = firstStage(S, R, s, rIsExact);
    const tauHere = over(first.low, exact(S));
    // |q| as computed is what ε multiplies, but for 1 + e and roundings; the sources multiply |w|.
    const shrink = ONE - first.largest - 8n * U;
    const epsilonHere = over(over(first.q, ONE - first.q) + U + U / 256n, shrink);
    if (epsilonHere <= exact(bounds.EPSILON)) {
      if (epsilonHere > worst.epsilon) [worst.epsilon, worst.epsilonAt] = [epsilonHere, a];
      if (tauHere > worst.tau) [worst.tau, worst.tauAt] = [tauHere, a];
      worst.productP = larger(worst.productP, first.errorP);
      worst.denominator = larger(worst.denominator, first.e);
    } else {
      // Near 1 the cells' a is far away, and q so small that τ covers all of its error.
      const largestQ = over(times(first.P, R), ONE - first.largest);
      const all = over(first.low + times(largestQ, first.q + 4n * U), exact(S));
      if (i < 2048 || all > tau) throw new Error(`cell ${i}: ε = ${toNumber(epsilonHere)} and τ = ${toNumber(all)}`);
      if (all > worst.tau) [worst.tau, worst.tauAt] = [all, a];
    }

    // The tail comes to −68·ln 2 ± ln 2/2, and r has two errors more.
    const tailLow = (-67.5 * Math.LN2 + 1 / 128) * 128;
    const tailHigh = (-68.5 * Math.LN2 - 1 / 128) * 128;
    if (i >= tailHigh && i <= tailLow) {
      const error = tailError();
      const reduced = epsilonHere + U + U / 64n;
      worst.epsilonTail = larger(worst.epsilonTail, reduced);
      const e48 = exp((16 * i + 7.5) / 2048);
      worst.tauTail = larger(worst.tauTail, tauHere + times(2n * ONE, error) + times(2n * ONE, e48));
    }

    if (i <= 0) {
      const secondHere = secondStage(
        S,
        larger(abs(exact(a) - exact((i - 0.5) / 128)), abs(exact((i + 0.5) / 128) - exact(a))),
        s,
        i === 0 ? 0 : low(i),
      );
      if (secondHere.total > worst.second) [worst.second, worst.secondAt] = [secondHere.total, a];
      worst.lowError = larger(worst.lowError, secondHere.lowError);
      worst.reach = larger(worst.reach, R);
    }
  }
  return Object.fromEntries(Object.entries(worst).map(([name, x]) => [name, typeof x === 'bigint' ? toNumber(x) : x]));
}

/** How far r is from exact in the tail, apart from its rounding: k·ln 2 in two parts, |k| ≤ 1014. */
function tailError() {
  const parts = exact(0.6931471806019545) + exact(-4.2009150726810846e-11);
  const representation = 1014n * abs(parts - LN2);
  const product = 1014n * times(abs(exact(-4.2009150726810846e-11)), U);
  return representation + product;
}

/** And in the second stage, where it has three. */
function tailErrorSecond() {
  const third = exact(2.0941744292700725e-21);
  const parts = exact(0.6931471806019545) + exact(-4.200915072890502e-11) + third;
  return 1014n * abs(parts - LN2) + 1014n * times(third, 2n * U) + times(U, U) / 64n;
}

/**
 * The second stage at one entry: its error relative to σ.
 *
 * @param {number} S @param {bigint} R the largest |r| @param {bigint} s σ(a) @param {number} low
 */
function secondStage(S, R, s, low) {
  const lowError = over(abs(s - exact(S) - exact(low)), exact(S));
  const UU = times(U, U);
  const R2 = power(R, 2n);
  const R4 = power(R, 4n);
  // In units of S: P ≤ S, and U = 1 − S ≤ 1.
  const P = 5n * UU + 3n * times(U, over(abs(exact(low)), exact(S)));
  const w = times(R, 12n * UU + P) + tailErrorSecond();
  // In units of 720.
  const h = times(R, 3n * UU) + times(R, lowError);
  const squares = times(R2, 6n * UU) / 12n + times(R4, 34n * UU) / 720n;
  const rest = times(power(R, 6n), 9n * U) / 30240n;
  const series = (power(R, 12n) * 691n) / 1307674368000n;
  const sums = times(R, 18n * UU) + 5n * UU;
  const D = h + squares + rest + series + sums + tailErrorSecond();
  // q ≤ 1.03·R·S
  const q = times(over(103n * R, 100n * ONE), D + 30n * UU) + (103n * w) / 100n;
  const total = over(lowError + q + 3n * UU, ONE - over(103n * R, 100n * ONE)) + 3n * UU;
  return { total, lowError };
}

async function main() {
  const { build } = await import('esbuild');
  const load = async (/** @type {string} */ contents) => {
    const resolveDir = fileURLToPath(new URL('..', import.meta.url));
    const result = await build({ stdin: { contents, resolveDir }, bundle: true, write: false, format: 'esm' });
    return import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].text).toString('base64')}`);
  };
  const { correctTable, CORRECT_ENTRIES, LOWS, CORRECT_STEPS, bounds } = await load(
    "export * from './src/functions/sigmoid/tables.ts'; export { CORRECT_STEPS } from './math/sigmoid/table.ts'; export * as bounds from './math/sigmoid/bounds.ts'",
  );
  const values = correctTable();
  const table = {
    pair: (/** @type {number} */ i) =>
      /** @type {[number, number]} */ ([values[CORRECT_ENTRIES + 2 * i], values[CORRECT_ENTRIES + 2 * i + 1]]),
    low: (/** @type {number} */ i) => values[LOWS - i],
    steps: CORRECT_STEPS,
  };
  const proved = prove(table, bounds);
  const power2 = (/** @type {number} */ x) => `2^${Math.log2(x).toFixed(2)}`;
  const rows = [
    ['ε, units of 2^-53', proved.epsilon * 2 ** 53, bounds.EPSILON * 2 ** 53],
    ['ε in the tail', proved.epsilonTail * 2 ** 53, bounds.EPSILON * 2 ** 53],
    ['τ', power2(proved.tau), power2(bounds.TAU)],
    ['τ in the tail', power2(proved.tauTail), power2(bounds.TAU)],
    ['ε of the second stage', power2(proved.second), power2(bounds.EPSILON_SECOND)],
  ];
  for (const [name, needed, given] of rows)
    console.log(`${String(name).padEnd(22)} needed ${needed}, in math/sigmoid/bounds.ts ${given}`);
  const units = (/** @type {number} */ x) => `${(x * 2 ** 53).toFixed(2)} u`;
  console.log(`\nfirst stage: P ${units(proved.productP)}, e ${units(proved.denominator)}, worst at a = ${proved.epsilonAt}`);
  console.log(`cells where r is rounded: ${proved.inexact}; largest |r| for x < 0: ${power2(proved.reach)}`);
  console.log(
    `τ worst at a = ${proved.tauAt}; low as stored ${power2(proved.lowError)}, second stage worst at ${proved.secondAt}`,
  );
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
