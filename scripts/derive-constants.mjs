/**
 * Derives every numeric constant of the formula and its table from integers alone, and prints it as it stands in the sources.
 *
 *     npm run constants
 */

const BITS = 240n;
const ONE = 1n << BITS;

/** e^(numerator/denominator), as an integer scaled by 2^BITS; |numerator/denominator| ≤ 1. */
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
function ln2() {
  let sum = 0n;
  for (let i = 1n; i <= BITS; i++) sum += (ONE >> i) / i;
  return sum;
}

/** The double nearest to value·2^-BITS, and what is left over. */
function nearest(value, significantBits = 53n) {
  const magnitude = value < 0n ? -value : value;
  const shift = BigInt(magnitude.toString(2).length) - significantBits;
  const half = 1n << (shift - 1n);
  const rounded = ((magnitude + half) >> shift) << shift;
  const double = Number(rounded >> shift) * 2 ** Number(shift - BITS);
  return value < 0n ? [-double, value + rounded] : [double, value - rounded];
}

const hex = (x) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return `0x${view.getBigUint64(0).toString(16).padStart(16, '0')}`;
};

function print(name, value) {
  const [high, rest] = nearest(value);
  const [low] = nearest(rest);
  console.log(`${name.padEnd(14)} ${high} (${hex(high)}) + ${low} (${hex(low)})`);
}

print('e', exp(1n, 1n));
print('e^(1/64)', exp(1n, 64n));
print('e^(1/128)', exp(1n, 128n));
print('e^(1/1024)', exp(1n, 1024n));
for (const denominator of [128n, 1024n]) {
  const [, low] = nearest(exp(1n, denominator));
  console.log(`${`e^(1/${denominator})`.padEnd(14)} third part ${nearest(nearest(low)[1])[0]}`);
}
print('1/ln 2', (ONE * ONE) / ln2());

const [high, rest] = nearest(ln2(), 32n);
const [low] = nearest(rest);
console.log(`${'ln 2'.padEnd(14)} ${high} (${hex(high)}, 32 bits) + ${low} (${hex(low)})`);

/**
 * Where σ becomes 1: the least double x with 1/(1+e^-x) ≥ 1 − 2^-54 (at equality the tie goes to 1, the even one), that is
 * e^x ≥ 2^54 − 1. One entry of the table covers both sides of it, with S = 1 − 2^-53; its a is chosen so that the formula,
 * evaluated in doubles, passes the tie exactly there.
 */
function expInteger(x) {
  const whole = BigInt(Math.floor(x));
  let power = ONE;
  for (let i = 0n; i < whole; i++) power = (power * exp(1n, 1n)) / ONE;
  const scale = 2n ** 60n;
  return (power * exp(BigInt((x - Number(whole)) * 2 ** 60), scale)) / ONE;
}
const ulp = 2 ** -47;
let threshold = 37.4;
for (let step = 2 ** -6; step >= ulp; step /= 2) {
  while (expInteger(threshold + step) < (2n ** 54n - 1n) * ONE) threshold += step;
}
threshold += ulp;
console.log(`${'σ(x) = 1 from'.padEnd(14)} ${threshold} (${hex(threshold)})`);

const S = 1 - 2 ** -53;
function formula(r) {
  const r2 = r * r;
  return S + (S * (1 - S) * r) / (1 + (S - 0.5) * r + r2 * (1 / 12 - r2 * (1 / 720)));
}
let a = threshold - 0.8;
for (let step = 2 ** -4; step >= ulp; step /= 2) {
  while (formula(threshold - (a + step)) === 1) a += step;
}
if (formula(threshold - a) !== 1 || formula(threshold - ulp - a) !== S) throw new Error('no a passes the tie at the threshold');
console.log(`${'its a'.padEnd(14)} ${a} (${hex(a)})`);

const [second, third] = nearest(rest, 32n);
console.log(`${'ln 2'.padEnd(14)} ${high} + ${second} + ${nearest(third)[0]} (32, 32 and 53 bits)`);
