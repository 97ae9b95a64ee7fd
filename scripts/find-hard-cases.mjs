/**
 * Finds doubles whose σ lies very close to the middle between two doubles, and writes them to test/data/hard-cases.json.
 *
 *     npm run hard-cases
 *
 * Lefèvre's idea: in a short interval σ(x + k·ulp(x)), in units of its own last place, is a straight line, and where a line
 * comes closest to an integer plus ½ is found by Euclid's algorithm, for millions of k at once ("Moyens arithmétiques pour un
 * calcul fiable", 2000). Each interval is as long as the line holds; of each region's intervals the closest doubles are kept.
 */
import { writeFileSync } from 'node:fs';
import { bitsOf, exactSigmoid, fromBits } from '../oracle/sigmoid.mjs';
import { readNoOptions } from './options.mjs';

readNoOptions('npm run hard-cases', 'Finds doubles whose σ is hard to round, and writes them to test/data/hard-cases.json.');

const INTERVALS = 4000;
const KEPT = 250;
/** Fractions are integers times 2^-FRACTION. */
const FRACTION = 120n;
const ONE = 1n << FRACTION;

/** A generator of numbers in [0, 1), the same in every run: xorshift32 (Marsaglia 2003). */
let state = 1;
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) / 2 ** 32;
}

/** Where to look: the x of each is the first of an interval. @type {Record<string, () => number>} */
const REGIONS = {
  'x > 0': () => 2 ** (random() * 9.2 - 6) * (1 + random() * 2 ** -20),
  'x < 0': () => -(2 ** (random() * 11.6 - 6)) * (1 + random() * 2 ** -20),
  'near 0': () => (random() < 0.5 ? -1 : 1) * 2 ** (-6 - random() * 18) * (1 + random() * 2 ** -20),
  'near 1': () => 20 + random() * 17.4,
  tail: () => -48 - random() * 660,
  subnormal: () => -708.5 - random() * 36.6,
};

/**
 * σ(x) in units of the last place of the double nearest to it, times 2^FRACTION, and the bits behind the point of that place.
 *
 * @param {number} x
 */
function inUlps(x) {
  const bits = 1400;
  const value = exactSigmoid(x, bits);
  const length = value.toString(2).length;
  const place = Math.min(bits - length + 53, 1074);
  return { value: value >> BigInt(bits - place - Number(FRACTION)), place };
}

/** How far σ(x) is from the middle between two doubles, in ULP, as a power of 2. @param {number} x */
function closeness(x) {
  const { value } = inUlps(x);
  const distance = Number((value % ONE) - ONE / 2n) / Number(ONE);
  return Math.log2(Math.abs(distance));
}

/**
 * The least k ≥ 0 with from ≤ k·step mod modulus ≤ to, for 0 < from ≤ to < modulus; undefined if there is none.
 *
 * @param {bigint} step @param {bigint} modulus @param {bigint} from @param {bigint} to @returns {bigint | undefined}
 */
function firstMultiple(step, modulus, from, to) {
  if (step === 0n) return undefined;
  const k = (from + step - 1n) / step;
  if (k * step <= to) return k;
  const turns = firstMultiple(modulus % step, step, mod(-to, step), mod(-from, step));
  return turns === undefined ? undefined : (from + modulus * turns + step - 1n) / step;
}

/** The remainder that is not negative. @param {bigint} x @param {bigint} modulus */
const mod = (x, modulus) => ((x % modulus) + modulus) % modulus;

/**
 * The k in [0, count) for which start + k·slope comes closest to an integer plus ½.
 *
 * @param {bigint} start @param {bigint} slope @param {bigint} count
 */
function closest(start, slope, count) {
  let found;
  let low = 0n;
  let high = ONE / 2n - 1n;
  while (high - low > high >> 6n) {
    const distance = (low + high) >> 1n;
    const from = mod(ONE / 2n - distance - start, ONE);
    const k = from + 2n * distance >= ONE ? 0n : firstMultiple(mod(slope, ONE), ONE, from, from + 2n * distance);
    if (k !== undefined && k < count) {
      found = k;
      high = distance;
    } else {
      low = distance;
    }
  }
  return found;
}

/** The double near x, away from 0, whose σ comes closest to a middle. @param {number} x */
function hardestFrom(x) {
  const { value: start, place } = inUlps(x);
  const ulp = Number(bitsOf(2 * Math.abs(x)) >> 52n) - 1024 - 52;
  const sigma = Number(start >> (FRACTION - 60n)) * 2 ** -60;
  // σ' = σ(1 − σ) and |σ''| ≤ σ', in units of the last place, a step of the last place of x.
  const one = 1n << BigInt(place);
  const slope = (start * ((one << FRACTION) - start)) >> (BigInt(place) + FRACTION);
  const steps = BigInt(-ulp);
  const complement = Number(((one << FRACTION) - start) >> (FRACTION + BigInt(place) - 80n)) * 2 ** -80;
  const bend = sigma * complement * Math.min(1, Math.abs(x)) * 2 ** (2 * ulp);
  const count = BigInt(Math.floor(Math.min((4 * bend) ** (-1 / 3), 2 ** 44)));
  const away = x < 0 ? -1n : 1n;
  const k = closest(start, (away * slope) >> steps, count);
  return k === undefined ? undefined : fromBits(bitsOf(x) + k);
}

console.log(`${Object.keys(REGIONS).length} regions of ${INTERVALS} intervals:`);
/** @type {Record<string, string[]>} */
const result = {};
for (const [name, pick] of Object.entries(REGIONS)) {
  const found = Array.from({ length: INTERVALS }, () => hardestFrom(pick())).filter((x) => x !== undefined);
  const ranked = found.map((x) => ({ x, bits: closeness(x) })).sort((a, b) => a.bits - b.bits);
  const kept = ranked.slice(0, KEPT);
  result[name] = kept.map(({ x }) => `0x${bitsOf(x).toString(16)}`);
  console.log(
    `${name.padEnd(10)} kept ${kept.length}, from 2^${kept[0]?.bits.toFixed(1)} to 2^${kept.at(-1)?.bits.toFixed(1)} ULP of a middle`,
  );
}
writeFileSync(new URL('../test/data/hard-cases.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
