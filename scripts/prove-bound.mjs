/**
 * Recomputes the sums of math/sigmoid/ERROR-BOUND.md over every entry of the table.
 *
 *     npm run prove
 *
 * What cancels, such as σ(a) − S, is taken from integers times 2^-BITS. The terms of the fast phase are sums of positive doubles, whose
 * own roundings SLACK covers; those of the accurate phase are integers, rounded up. So what is printed is an upper bound.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readNoOptions } from './options.mjs';

const { C2, C4, LN2_HIGH, LN2_LOW, LN2_LOWEST, LN2_MIDDLE } = await load("export * from './math/constants.ts'");

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
/** @param {bigint} x */
const toNumber = (x) => Number(x >> (BITS - 200n)) / 2 ** 200;

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

/** The unit roundoff as a double; and what the sums of doubles below are multiplied by, far more than their own roundings. */
const u = 2 ** -53;
const SLACK = 1 + 2 ** -40;

/**
 * An entry of the table of correct rounding: for |x − a| ≤ R.
 *
 * @typedef {{ a: number, S: number, P: number, L: number }} Entry
 */

/**
 * The terms of ERROR-BOUND.md for the fast phase at one entry, each relative to the least s.
 *
 * @param {Entry} entry @param {number} R @param {boolean} tail whether x was reduced, which leaves r with errors
 */
function fastPhase({ a, S, P, L }, R, tail) {
  const s = sigma(a);
  const errorS = toNumber(abs(s - exact(S)));
  const errorP = toNumber(abs(((s * (ONE - s)) >> BITS) - exact(P) - exact(L)));
  const slope = P + Math.abs(L);
  const linear = Math.abs(S - 0.5) * R;
  const square = (R * R) / 12;
  const E = linear + square;
  const share = (slope * R) / (1 - E) ** 2;
  const least = S - slope * R;

  const table = errorS * (1 + R) + (errorP * R) / (1 - E);
  // P·low, L·r and their sum; the low part of r is at most 2^-27, or in the tail 2^-24
  const low = (P * (tail ? 2 ** -24 : 2 ** -27) + Math.abs(L) * R) / (1 - E);
  // E: S − ½, exact from ¼ on, and its product; r², c2, the difference and the product; the sum; in the tail r too
  const errorE = (S >= 0.25 ? u : 2 * u) * linear + 4.2 * u * square + u * E + (tail ? u * (linear + 2 * square) : 0);
  // w·E, the numerator, 1 + E, the quotient, c ± δ; where the result is subnormal one sum more
  const quotient = (tail ? 6 : 5) * 1.01 * u * (share * E + low);
  const roundings = share * errorE + quotient;
  const series = share * seriesError(R);
  const reduction = tail ? slope * tailError() + S * toNumber(exp(-62.7)) : 0;
  const total = table + 3 * u * low + roundings + series + reduction;
  return { table: table / least, roundings: roundings / least, series: series / least, total: (total / least) * SLACK };
}

/** How far r²·(C2 − r²·C4) is from r²/12 − r⁴/720 + r⁶/30240 − …, for |r| ≤ R. @param {number} R */
function seriesError(R) {
  const POINTS = 1024;
  const first = toNumber(exact(C2) - ONE / 12n);
  const second = toNumber(exact(C4) - ONE / 720n);
  const Z = R * R;
  let worst = 0;
  for (let i = 0; i <= POINTS; i++) {
    const z = (Z * i) / POINTS;
    worst = Math.max(worst, Math.abs(z * (first - z * (second + z * (1 / 30240 - z / 1209600)))));
  }
  // Between the points, and behind the fourth power.
  const steepest = Math.abs(first) + Z * (2 * Math.abs(second) + Z * (3 / 30240 + Z * (4 / 1209600)));
  return worst + (steepest * Z) / POINTS / 2 + Z ** 5 / 47900160;
}

/** The largest power of 2 of which x is a multiple, x ≠ 0. @param {number} x */
function granularity(x) {
  let power = 2 ** Math.floor(Math.log2(Math.abs(x)));
  while (!Number.isInteger(x / power)) power /= 2;
  return power;
}

/** The spacing of doubles at x. @param {number} x */
const placeOf = (x) => 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);

/**
 * That r, w and s are exact, for the inputs from `from` to `to` of cell i.
 *
 * @param {Entry} entry @param {number} i @param {number} from @param {number} to
 */
function requireExact({ a, S, P }, i, from, to) {
  if (i !== 0) {
    // x and a are multiples of a power of 2, and so is r: finest at the end of the cell nearer to 0, coarser beyond a.
    const [inner, outer] = i > 0 ? [from, to] : [to, from];
    const fine = Math.min(placeOf(inner), granularity(a));
    const coarse = Math.min(placeOf(a), granularity(a));
    if (Math.abs(a - inner) > 2 ** 53 * fine || Math.abs(outer - a) > 2 ** 53 * coarse)
      throw new Error(`cell ${i}: r is rounded`);
  }
  const R = Math.max(a - from, to - a);
  const place = i > 0 ? u : placeOf(toNumber(sigma(i / 64)));
  const unit = 2 ** 27 * place;
  if (!Number.isInteger(P / unit) || (P / unit) * (R * 2 ** 26 + 1) > 2 ** 53) throw new Error(`cell ${i}: w is rounded`);
  // w is a multiple of 2·place. So is S for x < 0; for x > 0, s is at most 1.
  const sum = i > 0 ? place : 2 * place;
  if (!Number.isInteger(S / sum) || (S + P * R) / sum > 2 ** 53 * (1 + u)) throw new Error(`cell ${i}: s is rounded`);
}

/**
 * @param {object} table
 * @param {(i: number) => Entry} table.entry of cell i
 * @param {(i: number) => number} table.low what the table says σ(a) − S is, for i ≤ 0
 * @param {number} table.steps cells on either side of 0
 */
export function prove({ entry, low, steps }) {
  const worst = {
    fast: 0,
    fastAt: 0,
    table: 0,
    roundings: 0,
    series: 0,
    right: 0,
    tail: 0,
    accurate: 0,
    accurateAt: 0,
    low: 0,
  };
  for (let i = -steps; i <= steps; i++) {
    const cell = entry(i);
    // The inputs whose index is i: rounded to a multiple of 1/2048 it is at least 32·i − 16 of them, and at most 32·i + 15.
    const from = (32 * i - 16.5) / 2048;
    const to = (32 * i + 15.5) / 2048;
    if (cell.S === 1) {
      // The formula gives 1 here. Where is σ less than 1 − 2^-54?
      if (sigma(from) < ONE - (ONE >> 54n)) throw new Error(`cell ${i} has S = 1, and σ does not round to it`);
      continue;
    }
    requireExact(cell, i, from, to);
    const R = Math.max(cell.a - from, to - cell.a);
    const fast = fastPhase(cell, R, false);
    if (fast.total > worst.fast) Object.assign(worst, { ...fast, fast: fast.total, fastAt: cell.a });
    if (i > 0) worst.right = Math.max(worst.right, fast.total);
    // The tail comes to −91·ln 2 ± ln 2/2.
    if (to > -91.5 * Math.LN2 - 2 ** -20 && from < -90.5 * Math.LN2 + 2 ** -20) {
      worst.tail = Math.max(worst.tail, fastPhase(cell, R + 2 ** -23, true).total);
    }
    // The accurate phase uses the entries from −48.5 to 0.
    if (i <= 0 && i >= -48.5 * 64) {
      const reach = Math.max(Math.abs(cell.a - (i - 0.5) / 64), Math.abs((i + 0.5) / 64 - cell.a));
      const accurate = accuratePhase(cell.S, exact(reach), sigma(cell.a), i === 0 ? 0 : low(i));
      if (toNumber(accurate.total) > worst.accurate)
        Object.assign(worst, { accurate: toNumber(accurate.total), accurateAt: cell.a });
      worst.low = Math.max(worst.low, toNumber(accurate.lowError));
    }
  }
  const { total: _, ...proved } = /** @type {typeof worst & { total?: number }} */ (worst);
  return proved;
}

/** How far r is from exact in the tail, apart from its rounding: k·ln 2 in two parts, |k| ≤ 984, and the sum of the low ones. */
function tailError() {
  const parts = exact(LN2_HIGH) + exact(LN2_LOW);
  const product = Math.abs(984 * LN2_LOW);
  return toNumber(984n * abs(parts - LN2)) + u * product + u * (product + 2 ** -27);
}

/** The same in the accurate phase, where ln 2 has three parts. */
function tailErrorAccurate() {
  const third = exact(LN2_LOWEST);
  const parts = exact(LN2_HIGH) + exact(LN2_MIDDLE) + third;
  return 1014n * abs(parts - LN2) + 1014n * times(third, 2n * U) + times(U, U) / 64n;
}

/**
 * The accurate phase at one entry: its error relative to σ.
 *
 * @param {number} S @param {bigint} R the largest |r| @param {bigint} s σ(a) @param {number} low
 */
function accuratePhase(S, R, s, low) {
  const lowError = over(abs(s - exact(S) - exact(low)), exact(S));
  const UU = times(U, U);
  const R2 = power(R, 2n);
  const R4 = power(R, 4n);
  // In units of S: P ≤ S, and U = 1 − S ≤ 1.
  const P = 5n * UU + 3n * times(U, over(abs(exact(low)), exact(S)));
  const w = times(R, 12n * UU + P) + tailErrorAccurate();
  // In units of 720.
  const h = times(R, 3n * UU) + times(R, lowError);
  const squares = times(R2, 6n * UU) / 12n + times(R4, 34n * UU) / 720n;
  const rest = times(power(R, 6n), 9n * U) / 30240n;
  const series = (power(R, 12n) * 691n) / 1307674368000n;
  const sums = times(R, 18n * UU) + 5n * UU;
  const D = h + squares + rest + series + sums + tailErrorAccurate();
  // q ≤ 1.03·R·S
  const q = times(over(103n * R, 100n * ONE), D + 30n * UU) + (103n * w) / 100n;
  const total = over(lowError + q + 3n * UU, ONE - over(103n * R, 100n * ONE)) + 3n * UU;
  return { total, lowError };
}

/** @param {string} contents imports of the project's TypeScript */
async function load(contents) {
  const { build } = await import('esbuild');
  const resolveDir = fileURLToPath(new URL('..', import.meta.url));
  const result = await build({ stdin: { contents, resolveDir }, bundle: true, write: false, format: 'esm' });
  return import(`data:text/javascript;base64,${Buffer.from(result.outputFiles[0].text).toString('base64')}`);
}

async function main() {
  readNoOptions('npm run prove', 'Recomputes the error bounds of correct rounding over the whole table.');
  console.log('The bounds over every entry of the table:');
  const { correctTable, ENTRIES, CORRECT_LOW, CORRECT_STEPS, bounds } = await load(
    "export * from './src/functions/sigmoid/tables.ts'; export { CORRECT_STEPS, ENTRIES } from './math/sigmoid/table.ts'; export * as bounds from './math/sigmoid/bounds.ts'",
  );
  const table = correctTable();
  const proved = prove({
    entry(i) {
      const [a, S, P, L] = table.subarray(2 * ENTRIES + 4 * i);
      return { a, S, P, L };
    },
    low: (i) => table[CORRECT_LOW - i],
    steps: CORRECT_STEPS,
  });
  const power2 = (/** @type {number} */ x) => `2^${Math.log2(x).toFixed(2)}`;
  const row = (/** @type {string} */ name, /** @type {number} */ needed, /** @type {number} */ given) =>
    console.log(`${name.padEnd(28)} needed ${power2(needed)}, in math/sigmoid/bounds.ts ${power2(given)}`);
  row('FAST_ERROR', proved.fast, bounds.FAST_ERROR);
  row('FAST_ERROR in the tail', proved.tail, bounds.FAST_ERROR);
  row('ACCURATE_ERROR', proved.accurate, bounds.ACCURATE_ERROR);
  console.log(`\nfast phase, worst at a = ${proved.fastAt}, where x > 0 ${power2(proved.right)}`);
  console.log(
    `  of it the table ${power2(proved.table)}, roundings ${power2(proved.roundings)}, series ${power2(proved.series)}`,
  );
  console.log(`accurate phase, worst at a = ${proved.accurateAt}, of it σ(a) − S as stored ${power2(proved.low)}`);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
