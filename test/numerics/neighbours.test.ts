/** No bit of a result depends on what stands beside its element. */
import type { LogisticFunction } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { times } from '../support/cases.ts';
import { type ElementArray, type Elements, FLOAT64 } from '../support/elements.ts';
import { describeFunctionsOfElements } from '../support/functions.ts';
import { bitsOfArray, type Kind, random, sameBits } from '../support/points.ts';

const SPECIAL: readonly Kind[] = [
  () => 0,
  () => -0,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => Number.NEGATIVE_INFINITY,
  () => 1000,
  () => -1000,
];

/** Elements that the code treats in ways of their own: ordinary, tiny, ties, saturated, subnormal, special, at the table's ends. */
const LINE: readonly Kind[] = [
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
  (next) => 708 + 37 * next(),
  (next) => (next() < 0.5 ? -1 : 1) * (86 + 18 * next()),
  ...SPECIAL,
];

/** The same for logit: ordinary, next to ½, to 1 and to 0, below its table, subnormal, and where it is NaN. */
const UNIT: readonly Kind[] = [
  (next) => next(),
  (next) => 0.25 + next() / 2,
  (next) => 0.5 + (next() - 0.5) * 2 ** -9,
  (next) => 0.5 + (next() - 0.5) * 2 ** -40,
  (next) => 1 - next() * 2 ** -40,
  (next) => next() * 2 ** -50,
  (next) => 2 ** (-56 - 900 * next()),
  (next) => next() * 2 ** -1022,
  (next) => next() * 2 ** -126,
  (next) => 1 + next(),
  (next) => -next(),
  (next) => next() * 20 - 10,
  () => 0.5,
  () => 1,
  ...SPECIAL,
];

/** Runs of some kinds, chosen anew for each array. */
function mixture(next: () => number, all: readonly Kind[], { from }: Elements): ElementArray {
  const chosen = all.filter(() => next() < 0.3);
  const kinds = chosen.length > 0 ? chosen : all;
  const pick = (): Kind => kinds[Math.floor(next() * kinds.length)] as Kind;
  let kind = pick();
  return from(
    Array.from({ length: Math.floor(next() * 300) }, () => {
      if (next() < 0.4) kind = pick();
      return kind(next);
    }),
  );
}

/** @throws Error unless f of the array, into another and in place, has the bits that each element gives alone */
function expectUnaffected(f: LogisticFunction, x: ElementArray, elements: Elements): void {
  // A number is a double, so an element of another type is alone in an array.
  const alone = x.map((value) => (elements.type === 'float64' ? f(value) : (f(elements.from([value]))[0] as number)));
  const apart = f(x);
  const inPlace = elements.alloc(f, x.length);
  inPlace.set(x);
  f(inPlace, inPlace);
  expect(apart).toHaveLength(x.length);
  for (const results of [apart, inPlace]) {
    if (sameBits(results, alone)) continue;
    const bits = [results, alone].map((array) => bitsOfArray(array)) as [BigUint64Array, BigUint64Array];
    const at = bits[0].findIndex((value, i) => value !== bits[1][i]);
    throw new Error(`of ${x[at]}, element ${at} of ${x.length}: ${alone[at]} alone, ${results[at]} among others`);
  }
}

describeFunctionsOfElements('an element among others', ({ name }, create, elements) => {
  const f = create();
  const kinds = name === 'logit' ? UNIT : LINE;

  it('has the same bits whatever is beside it', () => {
    const next = random(41);
    for (let round = 0; round < times({ some: 150, all: 500 }); round++)
      expectUnaffected(f, mixture(next, kinds, elements), elements);
  });

  it('has the same bits in each lane beside elements that are all of any one kind', () => {
    const next = random(42);
    for (const kind of kinds) {
      for (const beside of kinds) {
        const x = elements.from(Array.from({ length: 17 }, () => beside(next)));
        for (let lane = 0; lane < 8; lane++) {
          const before = x[lane] as number;
          x[lane] = kind(next);
          expectUnaffected(f, x, elements);
          x[lane] = before;
        }
      }
    }
  });
});

describeBackends('an element among others that are rounded correctly', (create) => {
  it('has the same bits whatever is beside it', () => {
    const sigmoid = create('correct');
    const next = random(41);
    for (let round = 0; round < times({ some: 300, all: 1000 }); round++)
      expectUnaffected(sigmoid, mixture(next, LINE, FLOAT64), FLOAT64);
  });
});
