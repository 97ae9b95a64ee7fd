/**
 * Derives every numeric constant of the formulas and their tables from integers alone, and writes math/constants.ts, from which
 * everything else imports them. Prints the file.
 *
 *     npm run constants
 */
import { realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readNoOptions } from './options.mjs';

const BITS = 240n;
const ONE = 1n << BITS;

/** e^(numerator/denominator), as an integer scaled by 2^BITS; |numerator/denominator| ≤ 1. @param {bigint} numerator @param {bigint} denominator */
function exp(numerator, denominator) {
  let term = ONE;
  let sum = ONE;
  for (let i = 1n; term !== 0n; i++) {
    term = (term * numerator) / (denominator * i);
    sum += term;
  }
  return sum;
}

/** ln 2 = Σ 1/(i·2^i). */
const LN2 = (() => {
  let sum = 0n;
  for (let i = 1n; i <= BITS; i++) sum += (ONE >> i) / i;
  return sum;
})();

/**
 * The double of at most `significantBits` bits nearest to value·2^-BITS, and what is left over.
 *
 * @param {bigint} value @param {bigint} [significantBits] @returns {[number, bigint]}
 */
function nearest(value, significantBits = 53n) {
  const magnitude = value < 0n ? -value : value;
  const shift = BigInt(magnitude.toString(2).length) - significantBits;
  const half = 1n << (shift - 1n);
  const rounded = ((magnitude + half) >> shift) << shift;
  const double = Number(rounded >> shift) * 2 ** Number(shift - BITS);
  return value < 0n ? [-double, value + rounded] : [double, value - rounded];
}

/**
 * A value as a sum of doubles, the first ones of so many bits.
 *
 * @param {bigint} value @param {bigint[]} bits
 */
function parts(value, ...bits) {
  return bits.map((count) => {
    const [part, rest] = nearest(value, count);
    value = rest;
    return part;
  });
}

/** e^x for a double 0 ≤ x < 64. @param {number} x */
function expOf(x) {
  const whole = BigInt(Math.floor(x));
  let power = ONE;
  for (let i = 0n; i < whole; i++) power = (power * exp(1n, 1n)) / ONE;
  return (power * exp(BigInt((x - Number(whole)) * 2 ** 60), 2n ** 60n)) / ONE;
}

/** The spacing of doubles from 32 to 64. */
const PLACE = 2 ** -47;

/** The largest multiple of PLACE from `start` on, within 2^-3, for which `holds`; it holds for all smaller ones. */
function last(/** @type {number} */ start, /** @type {(x: number) => boolean} */ holds) {
  let x = start;
  for (let step = 2 ** -4; step >= PLACE; step /= 2) while (holds(x + step)) x += step;
  return x;
}

/** σ(x) ≥ 1 − 2^-54, the tie that goes to 1, from e^x = 2^54 − 1 on. */
const roundsToOne = last(37.4, (x) => expOf(x) < (2n ** 54n - 1n) * ONE) + PLACE;

/** The formula of the faithful kernel, in doubles, for the largest S below 1. @param {number} r */
function formula(r) {
  const S = 1 - 2 ** -53;
  const r2 = r * r;
  return S + (S * (1 - S) * r) / (1 + (S - 0.5) * r + r2 * (1 / 12 - r2 * (1 / 720)));
}
const lastA = last(roundsToOne - 0.8, (a) => formula(roundsToOne - a) === 1);
if (formula(roundsToOne - lastA) !== 1 || formula(roundsToOne - PLACE - lastA) === 1) {
  throw new Error('no a passes the tie where σ begins to round to 1');
}

/** The least double x with σ(x) ≥ 2^-1022, that is x ≥ −1022·ln 2: σ and e^x agree there to far more than a double's bits. */
const leastNormal = -Math.floor(Number((1022n * LN2) >> (BITS - 100n)) / 2 ** 100 / 2 ** -43) * 2 ** -43;
if (BigInt(-leastNormal * 2 ** 43) << (BITS - 43n) > 1022n * LN2) throw new Error('the least normal result is misplaced');

/**
 * r²/12 − r⁴/720 + r⁶/30240 with its last term economised into the others: for z = r² up to (8.75/1024)², z³ is nearly
 * 3√3/2·Λ·z² − 3/2·Λ²·z with Λ = (8.75/1024)²/(1 + √3/2), the Chebyshev polynomial whose outermost root is moved to 0.
 */
const lambda = (8.75 / 1024) ** 2 / (1 + Math.sqrt(3) / 2);
const C2 = 1 / 12 - (1.5 * lambda * lambda) / 30240;
const C4 = 1 / 720 - (1.5 * Math.sqrt(3) * lambda) / 30240;

/**
 * e^-r = (r² − c6·r + c12)/(r² + c6·r + c12), nearly. With 12 and 6 (Padé) the logarithm is wrong by r⁵/720; with c12 = 12 + d and
 * c6 = (6 + d/2)·(1 − δ) by r⁵/720 − d·r³/144 + δ·r. For |r| ≤ R = 1/128 that is the Chebyshev polynomial of degree 5, of which the
 * maximum is the least, if d = R²/4 and δ = R⁴/2304, by which c6 is smaller than 6 + d/2 by 2^-36.6. With that one of the 2^32
 * inputs is rounded wrongly, with 2^-37 none is: `npm run test:long`.
 */
const R = 1 / 128;
const C12 = 12 + R ** 2 / 4;
const C6 = C12 / 2 - 2 ** -37;

const [ln2High, ln2Low] = parts(LN2, 32n, 53n);
const [, ln2Middle, ln2Lowest] = parts(LN2, 32n, 32n, 53n);
const [cell, cellLow, cellLowest] = parts(exp(1n, 64n), 53n, 53n, 53n);
const [start, startLow] = parts((ONE * ONE) / expOf(48), 53n, 53n);
const [aside, asideLow, asideLowest] = parts(exp(1n, 4096n), 53n, 53n, 53n);

/** @type {[comment: string, ...constants: [name: string, value: number | undefined][]][]} */
const GROUPS = [
  ['1/ln 2 and ln 2.', ['INVERSE_LN2', nearest((ONE * ONE) / LN2)[0]], ['LN2', nearest(LN2)[0]]],
  [
    'ln 2 in two parts of 32 and 53 bits, so that integers below 2^21 times the first are exact (Cody–Waite).',
    ['LN2_HIGH', ln2High],
    ['LN2_LOW', ln2Low],
  ],
  ['The same in three parts of 32, 32 and 53 bits: LN2_HIGH and these.', ['LN2_MIDDLE', ln2Middle], ['LN2_LOWEST', ln2Lowest]],
  [
    'e^(1/64), by one cell of the table, in three parts.',
    ['E_CELL', cell],
    ['E_CELL_LOW', cellLow],
    ['E_CELL_LOWEST', cellLowest],
  ],
  ['e^-48, where the table of softplus begins, in two parts.', ['E_START', start], ['E_START_LOW', startLow]],
  [
    "e^(1/4096), by one step aside from a cell's centre, in three parts.",
    ['E_ASIDE', aside],
    ['E_ASIDE_LOW', asideLow],
    ['E_ASIDE_LOWEST', asideLowest],
  ],
  ['The least double whose σ rounds to 1.', ['ROUNDS_TO_ONE', roundsToOne]],
  ['The a with which the faithful formula passes from 1 − 2^-53 to 1 exactly there.', ['LAST_A', lastA]],
  ['The least double whose σ is a normal double.', ['LEAST_NORMAL', leastNormal]],
  ['r²/12 − r⁴/720 + r⁶/30240 = r²·(C2 − r²·C4), nearly, for |r| ≤ 9.25/1024 (economised).', ['C2', C2], ['C4', C4]],
  ['e^-r = (r² − C6·r + C12)/(r² + C6·r + C12) to 2^-48.5 for |r| ≤ 1/128 (economised).', ['C12', C12], ['C6', C6]],
];

/** What math/constants.ts must hold. */
export const constants = [
  '/** Written by `npm run constants`, which derives each of these numbers: scripts/derive-constants.mjs. */',
  ...GROUPS.flatMap(([comment, ...group]) => [
    '',
    `/** ${comment} */`,
    ...group.map(([name, value]) => `export const ${name}: number = ${value};`),
  ]),
  '',
].join('\n');

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  readNoOptions('npm run constants', 'Derives every numeric constant from integers, and writes math/constants.ts.');
  writeFileSync(new URL('../math/constants.ts', import.meta.url), constants);
  process.stdout.write(constants);
}
