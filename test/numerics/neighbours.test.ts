import { expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { random, sameBits } from '../support/points.ts';

/** Elements that the code treats in ways of their own: ordinary, tiny, ties, saturated, subnormal, special, at the table's ends. */
const KINDS: ((next: () => number) => number)[] = [
  (next) => next() * 20 - 10,
  (next) => (next() - 0.5) * 2 ** -27,
  (next) => (2 * Math.floor(next() * 2 ** 20) + 1) * 2 ** -52,
  (next) => -(2 * Math.floor(next() * 2 ** 20) + 1) * 2 ** -53,
  (next) => 2 ** -26 * (0.5 + next()),
  (next) => -49 - 600 * next(),
  (next) => -708 - 37 * next(),
  (next) => -48 - 16 * next(),
  (next) => 36 + 28 * next(),
  (next) => 64 + 800 * next(),
  (next) => -746 - 800 * next(),
  () => 0,
  () => -0,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => Number.NEGATIVE_INFINITY,
];

/** Runs of some of these kinds, chosen anew for each array. */
function mixture(next: () => number): Float64Array {
  const chosen = KINDS.filter(() => next() < 0.3);
  const kinds = chosen.length > 0 ? chosen : KINDS;
  const pick = (): ((next: () => number) => number) => kinds[Math.floor(next() * kinds.length)] as (typeof KINDS)[number];
  let kind = pick();
  return Float64Array.from({ length: Math.floor(next() * 300) }, () => {
    if (next() < 0.4) kind = pick();
    return kind(next);
  });
}

describeBackends('an element among others', (create) => {
  it.each(['faithful', 'correct'] as const)('has the same bits whatever is beside it, with rounding %s', (rounding) => {
    const sigmoid = create(rounding);
    const next = random(41);
    for (let round = 0; round < 1000; round++) {
      const x = mixture(next);
      const alone = x.map((value) => sigmoid(value));
      const apart = sigmoid(x);
      const inPlace = sigmoid.alloc(x.length);
      inPlace.set(x);
      sigmoid(inPlace, inPlace);
      if (!sameBits(apart, alone) || !sameBits(inPlace, alone)) {
        const at = apart.findIndex((value, i) => !Object.is(value, alone[i]) || !Object.is(inPlace[i], alone[i]));
        throw new Error(
          `round ${round}, element ${at}: σ(${x[at]}) is ${alone[at]} alone, ${apart[at]}, in place ${inPlace[at]}`,
        );
      }
      expect(apart).toHaveLength(x.length);
    }
  });
});
