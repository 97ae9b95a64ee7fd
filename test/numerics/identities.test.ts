/** What the functions have to do with each other, and with themselves on the other side of 0. */
import type { Logistic } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { pointsOf } from '../support/function-points.ts';
import { sameBits } from '../support/points.ts';

/** The most ULP by which a result is off: 0.53, or 1 where it is subnormal. */
const BOUND = 0.53;
/** For the rounding of the limits themselves, which are computed in doubles. */
const SLACK = 1 + 2 ** -20;

const LEAST_NORMAL = 2 ** -1022;

const double = new DataView(new ArrayBuffer(8));

/** The last place of a double. */
function placeOf(y: number): number {
  double.setFloat64(0, y);
  const exponent = (double.getUint16(0) >> 4) & 0x7ff;
  return 2 ** (Math.max(exponent, 1) - 1023 - 52);
}

/** By how much a result may be off. */
function roundingOf(y: number): number {
  return (Math.abs(y) < LEAST_NORMAL ? 1 : BOUND) * placeOf(y);
}

/**
 * By how much logit(σ(x)) may be away from x. y = σ(x) is off by up to e, so that log y and log(1 − y), whose difference is
 * logit(y), are off by up to −log(1 − e/y) and −log(1 − e/(1 − y)); and logit is rounded once more. To the right, where
 * 1 − y is a few last places, this is large whatever the algorithms: nothing is left of x from 37.43 on.
 */
function limitOfLogitOfSigmoid(y: number, back: number): number {
  const e = roundingOf(y);
  return -Math.log1p(-Math.min(1, e / y)) - Math.log1p(-Math.min(1, e / (1 - y))) + roundingOf(back);
}

/**
 * By how much σ(logit(p)) may be away from p. x = logit(p) is off by up to e, and σ′ = p(1 − p) changes by no more than the
 * factor e^e on the way. Where p is tiny, |x| is large and its last place too: e is up to 2^-44, which is 2^8 ULP of p.
 */
function limitOfSigmoidOfLogit(p: number, x: number, back: number): number {
  const e = roundingOf(x);
  return e * p * (1 - p) * Math.exp(e) + roundingOf(back);
}

/** The greatest of `distances` relative to its limit, which none may exceed. */
function closest(x: Float64Array, y: Float64Array, limitOf: (i: number) => number): number {
  let ratio = 0;
  for (let i = 0; i < x.length; i++) {
    const distance = Math.abs((x[i] as number) - (y[i] as number));
    const limit = limitOf(i) * SLACK;
    if (!(distance <= limit)) throw new Error(`${x[i]} came back as ${y[i]}: ${distance}, where ${limit} is the limit`);
    if (limit > 0) ratio = Math.max(ratio, distance / limit);
  }
  return ratio;
}

const line = pointsOf('softplus');
const unit = pointsOf('logit').filter((p) => p > 0 && p < 1);

describeBackends('the functions', (_, createLogistic) => {
  const { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit }: Logistic = createLogistic();

  it('are such that σ′ is even, bit for bit', () => {
    expect(sameBits(sigmoidDerivative(line.map((x) => -x)), sigmoidDerivative(line))).toBe(true);
  });

  it('are such that log σ(x) = −softplus(−x), bit for bit', () => {
    const numbers = line.filter((x) => !Number.isNaN(x));
    const mirrored = softplus(numbers.map((x) => -x)).map((y) => -y);
    expect(sameBits(logSigmoid(numbers), mirrored)).toBe(true);
  });

  it('are such that logit(1 − p) = −logit(p), bit for bit, where 1 − p is exact', () => {
    const upper = [...unit.filter((p) => p > 0.5), 1];
    const above = logit(Float64Array.from(upper));
    const below = logit(Float64Array.from(upper, (p) => 1 - p));
    expect(upper.length).toBeGreaterThan(50_000);
    expect(
      sameBits(
        below.map((y) => -y),
        above,
      ),
    ).toBe(true);
  });

  it('are such that σ′(x) = σ(x) to the last bit but one, where 1 − σ(x) is 1', () => {
    const far = line.filter((x) => x < -53);
    expect(far.length).toBeGreaterThan(10_000);
    closest(sigmoidDerivative(far), sigmoid(far), (i) => 2 * roundingOf(sigmoid(far[i] as number)));
  });

  it('are such that logit(σ(x)) comes back to x as near as the rounding of σ(x) allows', () => {
    const inRange = line.filter((x) => x > -745 && x < 37);
    const y = sigmoid(inRange);
    const back = logit(y);
    const ratio = closest(inRange, back, (i) => limitOfLogitOfSigmoid(y[i] as number, back[i] as number));
    // It is a limit and not more: some come near to it.
    expect(ratio).toBeGreaterThan(0.8);
  });

  it('are such that σ(logit(p)) comes back to p as near as the rounding of logit(p) allows', () => {
    const x = logit(unit);
    const back = sigmoid(x);
    const ratio = closest(unit, back, (i) => limitOfSigmoidOfLogit(unit[i] as number, x[i] as number, back[i] as number));
    expect(ratio).toBeGreaterThan(0.8);
  });
});
