/** What there is to see of each function: its formula, its axes, its slope, and what a value means. */
import { logit, sigmoid, sigmoidDerivative, softplus } from 'sigmoid-wasm';
import { odds, probability, short } from '../format.ts';
import type { FunctionName } from '../functions.ts';

export type Interval = readonly [from: number, to: number];

export interface Curve {
  readonly about: string;
  /** Of the axis of x, which is also that of the slider. */
  readonly x: Interval;
  readonly y: Interval;
  /** Of the axis of y where the slope is drawn too. */
  readonly yWithSlope: Interval;
  /** The labels of the axis of y. */
  readonly labels: readonly number[];
  /** By which an arrow key moves the point; the pointer moves it by a tenth of this. */
  readonly step: number;
  /** A dotted line to compare the curve with, through these points. */
  readonly guide: readonly (readonly [x: number, y: number])[];
  readonly guideName: string;
  /** What the function is at x, in other words. */
  readonly reading: { readonly name: string; readonly at: (x: number) => string };
  readonly slope: {
    readonly name: string;
    readonly at: (x: number) => number;
    /** The parts of the axis of x that are shaded. */
    readonly shaded: readonly Interval[];
    readonly note: string;
  };
}

/** A slope below this is little to learn from. */
const VANISHING = 0.01;
/** σ′(x) = VANISHING, at ± this x. */
const VANISHES_AT = Math.acosh(1 / (2 * VANISHING) - 1);
/** σ(x) = VANISHING, at minus this x. */
const VANISHES_IN_TAIL = -logit(VANISHING);

/** −4, −2 … 4 */
const labels = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => Number((from + i * step).toPrecision(3)));

export const CURVES: Readonly<Record<FunctionName, Curve>> = {
  sigmoid: {
    about: 'σ(x) = 1/(1 + e⁻ˣ) turns any number into one between 0 and 1 that reads as a probability.',
    x: [-10, 10],
    y: [-0.04, 1.04],
    yWithSlope: [-0.04, 1.04],
    labels: labels(0, 1, 0.25),
    step: 0.1,
    guide: [
      [-10, 0.5],
      [10, 0.5],
    ],
    guideName: '½, even odds',
    reading: { name: 'read as a probability', at: (x) => probability(sigmoid(x)) },
    slope: {
      name: 'σ′(x)',
      at: sigmoidDerivative,
      shaded: [
        [-10, -VANISHES_AT],
        [VANISHES_AT, 10],
      ],
      note: 'In the shaded parts the slope is below 1 %: there a network that learns by gradients hardly learns at all.',
    },
  },
  sigmoidDerivative: {
    about: 'σ′(x) = σ(x) · σ(−x) is the slope of σ, by which a network that learns multiplies its gradients.',
    x: [-10, 10],
    y: [-0.01, 0.26],
    yWithSlope: [-0.11, 0.26],
    labels: labels(-0.1, 0.25, 0.05),
    step: 0.1,
    guide: [
      [-10, 0.25],
      [10, 0.25],
    ],
    guideName: '¼, the most',
    reading: { name: 'of ¼, the most', at: (x) => probability(4 * sigmoidDerivative(x)) },
    slope: {
      name: 'σ″(x)',
      // σ(−x) − σ(x) = −tanh(x/2), which keeps all digits near 0.
      at: (x) => -sigmoidDerivative(x) * Math.tanh(x / 2),
      shaded: [],
      note: 'It is 0 where σ is steepest. Elsewhere σ bends: to the left of 0 upwards, to the right downwards.',
    },
  },
  softplus: {
    about: 'softplus(x) = log(1 + eˣ) is max(0, x) with a smooth bend, and the loss of a logistic regression.',
    x: [-6, 6],
    y: [-0.25, 6.25],
    yWithSlope: [-0.25, 6.25],
    labels: labels(0, 6, 1),
    step: 0.1,
    guide: [
      [-6, 0],
      [0, 0],
      [6, 6],
    ],
    guideName: 'max(0, x)',
    reading: { name: 'above max(0, x) by', at: (x) => short(softplus(-Math.abs(x))) },
    slope: {
      name: 'σ(x)',
      at: sigmoid,
      shaded: [[-6, -VANISHES_IN_TAIL]],
      note: 'The slope of softplus is σ. In the shaded part it is below 1 %, but unlike that of max(0, x) it is never quite 0.',
    },
  },
  logSigmoid: {
    about: 'log σ(x) = −log(1 + e⁻ˣ) is the logarithm of a probability, however near to 0 or 1 that is.',
    x: [-6, 6],
    y: [-6.25, 0.25],
    yWithSlope: [-6.25, 1.25],
    labels: labels(-6, 1, 1),
    step: 0.1,
    guide: [
      [-6, -6],
      [0, 0],
      [6, 0],
    ],
    guideName: 'min(0, x)',
    reading: { name: 'logarithm of', at: (x) => probability(sigmoid(x)) },
    slope: {
      name: 'σ(−x)',
      at: (x) => sigmoid(-x),
      shaded: [[VANISHES_IN_TAIL, 6]],
      note: 'In the shaded part the slope is below 1 %: of what it already holds for more than 99 % likely, a model learns little more.',
    },
  },
  logit: {
    about: 'logit(p) = log(p/(1 − p)) turns a probability back into the number that σ makes it of.',
    x: [0, 1],
    y: [-7.25, 7.25],
    yWithSlope: [-7.25, 12.25],
    labels: labels(-6, 12, 3),
    step: 0.01,
    guide: [
      [0, 0],
      [1, 0],
    ],
    guideName: '0, even odds',
    reading: { name: 'logarithm of the odds', at: odds },
    slope: {
      name: '1/(p(1 − p))',
      at: (p) => 1 / (p * (1 - p)),
      shaded: [],
      note: 'The slope is least at ½, where it is 4, and grows without bound towards 0 and 1.',
    },
  },
};
