/** Where to look at the errors of each function, what it is usually computed by, and what there is to see. */
import type { FunctionName } from '../functions.ts';

export interface Range {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What there is to see. */
  readonly note: string;
}

/** What one would write in JavaScript instead. */
export interface Usual {
  readonly text: string;
  readonly at: (x: number) => number;
}

const usualSigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const usualTail = (x: number): number => Math.log1p(Math.exp(-Math.abs(x)));

export const USUAL: Readonly<Record<FunctionName, Usual>> = {
  sigmoid: { text: '1 / (1 + Math.exp(−x))', at: usualSigmoid },
  sigmoidDerivative: {
    text: 's * (1 − s), s = 1 / (1 + Math.exp(−x))',
    at(x) {
      const s = usualSigmoid(x);
      return s * (1 - s);
    },
  },
  softplus: { text: 'Math.max(x, 0) + Math.log1p(Math.exp(−Math.abs(x)))', at: (x) => Math.max(x, 0) + usualTail(x) },
  logSigmoid: { text: 'Math.min(x, 0) − Math.log1p(Math.exp(−Math.abs(x)))', at: (x) => Math.min(x, 0) - usualTail(x) },
  logit: { text: 'Math.log(p / (1 − p))', at: (p) => Math.log(p / (1 - p)) },
};

export const RANGES: Readonly<Record<FunctionName, readonly [Range, ...Range[]]>> = {
  sigmoid: [
    {
      name: '−10 … 10',
      from: -10,
      to: 10,
      note: 'Where most numbers are. Above ½ ULP a result is not the nearest double: a third of the usual results, few of the others.',
    },
    {
      name: '36 … 38',
      from: 36,
      to: 38,
      note:
        'The usual expression becomes 1 at 36.74. The double nearest to the exact value stays below 1 up to 37.43: for a loss of ' +
        'log(1 − σ) that is the difference between −37 and −∞.',
    },
    {
      name: '−745 … −700',
      from: -745.2,
      to: -700,
      note:
        'Below −709.78, e⁻ˣ overflows to infinity and the usual expression gives 0. The exact value is small, but a double can ' +
        'hold it down to −745.13: a log-likelihood made of it is −740, not −∞.',
    },
    {
      name: 'near 0',
      from: -0.001,
      to: 0.001,
      note: 'The usual expression rounds three times: e⁻ˣ, the sum and the quotient. Here the package rounds practically once.',
    },
  ],
  sigmoidDerivative: [
    {
      name: '−10 … 10',
      from: -10,
      to: 10,
      note: 'Where most numbers are. On the right the usual expression has lost four digits at 10 already; σ′ is the same on both sides.',
    },
    {
      name: '30 … 40',
      from: 30,
      to: 40,
      note:
        'The nearer s is to 1, the fewer digits are left in 1 − s. From 36.74 on the usual expression gives 0, where σ′ is 10⁻¹⁶ ' +
        'and as easily held by a double as 1 is.',
    },
    {
      name: 'near 0',
      from: -0.001,
      to: 0.001,
      note: 'Where nothing is lost in 1 − s, the usual expression still rounds five times. Here the package rounds practically once.',
    },
    {
      name: '−745 … −700',
      from: -745.2,
      to: -700,
      note:
        'On the left s itself is σ′, until e⁻ˣ overflows below −709.78 and the usual expression gives 0. A double can hold the ' +
        'exact value down to −745.13, and up to 745.13 on the right.',
    },
  ],
  softplus: [
    {
      name: '−10 … 10',
      from: -10,
      to: 10,
      note:
        'This is the careful way to write it. Math.log(1 + Math.exp(x)), the plain one, loses digits the further x is to the left, ' +
        'is 0 below −36.74, and infinite above 709.78.',
    },
    {
      name: 'near 0',
      from: -0.001,
      to: 0.001,
      note: 'The careful expression rounds an exponential, a logarithm and a sum. Here the package rounds practically once.',
    },
    {
      name: '−40 … −30',
      from: -40,
      to: -30,
      note:
        'Far to the left softplus is all but eˣ, and what remains is how well the engine computes that. The bits of Math.exp ' +
        'differ between engines, those of the package do not.',
    },
    {
      name: '−745 … −700',
      from: -745.2,
      to: -700,
      note:
        'Results near the end of the doubles, which is 5 · 10⁻³²⁴, and where they lie evenly. Here the package promises 1 ULP, and a ' +
        'good Math.exp can be nearer.',
    },
  ],
  logSigmoid: [
    {
      name: '−10 … 10',
      from: -10,
      to: 10,
      note:
        'This is the careful way to write it. Math.log(1 / (1 + Math.exp(−x))), the plain one, loses digits the further x is to the ' +
        'right, is 0 above 36.74, and −∞ below −709.78.',
    },
    {
      name: 'near 0',
      from: -0.001,
      to: 0.001,
      note: 'The careful expression rounds an exponential, a logarithm and a difference. Here the package rounds practically once.',
    },
    {
      name: '30 … 40',
      from: 30,
      to: 40,
      note:
        'Far to the right log σ is all but −e⁻ˣ, and what remains is how well the engine computes that. The bits of Math.exp ' +
        'differ between engines, those of the package do not.',
    },
    {
      name: '700 … 745',
      from: 700,
      to: 745.2,
      note:
        'Results near the end of the doubles, which is −5 · 10⁻³²⁴, and where they lie evenly. Here the package promises 1 ULP, and a ' +
        'good Math.exp can be nearer.',
    },
  ],
  logit: [
    {
      name: '0 … 1',
      from: 0,
      to: 1,
      note: 'All probabilities. The nearer to ½, the more digits the usual expression loses; the package loses none anywhere.',
    },
    {
      name: 'near ½',
      from: 0.499,
      to: 0.501,
      note:
        'Near ½ the quotient is near 1, so that its logarithm is small and keeps little more than the error with which the ' +
        'quotient was rounded. The package computes from the distance to ½, which is exact.',
    },
    {
      name: '0 … 0.001',
      from: 0,
      to: 0.001,
      note: 'For small p the usual expression is good: the logarithm is large, and the errors of what is within it hardly count.',
    },
    {
      name: '0.999 … 1',
      from: 0.999,
      to: 1,
      note: 'For p near 1 the usual expression is good as well: 1 − p is exact, since p and 1 are near each other.',
    },
  ],
};
