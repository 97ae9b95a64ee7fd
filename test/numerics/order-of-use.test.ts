/** Functions of one memory share it with each other: no result depends on which of them was used before, over which elements. */
import type { Logistic } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { ELEMENTS, type ElementArray, type Elements } from '../support/elements.ts';
import { randomPointsOf } from '../support/function-points.ts';
import { FUNCTIONS, type FunctionCase } from '../support/functions.ts';
import { sameBits } from '../support/points.ts';

/** A function over elements of a type, and what is computed by it. */
interface Use {
  readonly title: string;
  readonly elements: Elements;
  readonly points: ElementArray;
  readonly which: FunctionCase;
}

const USES: readonly Use[] = FUNCTIONS.flatMap((which) =>
  ELEMENTS.map((elements) => ({
    title: `${which.symbol} over ${elements.type}`,
    elements,
    points: elements.from(randomPointsOf(which.name, 1 / 50)),
    which,
  })),
);

describeBackends('a function', (_, createLogistic) => {
  /** From instances on which nothing else was ever used. */
  const alone = new Map(USES.map((use) => [use, use.which.of(createLogistic())(use.points)]));

  /** Throws unless a use gives the right results for the user's arrays and allocated ones. */
  function expectRight(logistic: Logistic, use: Use): void {
    const { which, elements, points, title } = use;
    const f = which.of(logistic);
    const x = elements.alloc(logistic, points.length);
    x.set(points);
    for (const y of [f(points), f(x, x)]) expect(sameBits(y, alone.get(use) as ElementArray), title).toBe(true);
  }

  it.each(USES)('$title has the same bits after each other and before it', (first) => {
    for (const second of USES) {
      const logistic = createLogistic();
      for (const use of [first, second, first]) expectRight(logistic, use);
    }
  });

  it('has the same bits when all are used in turn, with rounding of σ that is correct too', () => {
    const logistic = createLogistic('correct');
    const expected = logistic.sigmoid(randomPointsOf('sigmoid', 1 / 50));
    for (let round = 0; round < 3; round++) {
      for (const use of USES) {
        const correct = use.which.name === 'sigmoid' && use.elements.type === 'float64';
        if (correct) expect(sameBits(logistic.sigmoid(use.points), expected)).toBe(true);
        else expectRight(logistic, use);
      }
    }
  });
});
