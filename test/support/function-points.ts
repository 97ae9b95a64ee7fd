/** Points of every kind for each function, the same in every run. */
import { fromBits } from '../../oracle/bits.mjs';
import type { ORACLES } from '../../oracle/functions.mjs';
import {
  around,
  BOUNDARIES,
  between,
  gridPoints,
  KINDS,
  type Kind,
  ofAnyBits,
  onBothSides,
  randomPoints,
  SPECIAL,
  sigmoidBorders,
} from './points.ts';

export type FunctionName = keyof typeof ORACLES;

/** `scale` times 20,000 points of each random kind for a function. */
export function randomPointsOf(name: FunctionName, scale = 1, seed = 1): Float64Array {
  return Float64Array.from(randomPoints(KINDS_OF[name], scale, seed));
}

/** Those, and the points next to boundaries and the special ones, which do not depend on `scale` and `seed`. */
export function pointsOf(name: FunctionName, scale = 1, seed = 1): Float64Array {
  return Float64Array.from([...randomPointsOf(name, scale, seed), ...borderPointsOf(name)]);
}

/** The special points of a function and those next to its boundaries. */
export function borderPointsOf(name: FunctionName): Float64Array {
  return Float64Array.from(BORDERS_OF[name]());
}

/** Where one of the functions becomes e^x, x or 0, or its results subnormal, and other thresholds that libraries have. */
const TURNS = [
  18, 20, 33, 33.3, 34, 35, 36, 37, 38, 48, 50, 88, 700, 708, 708.3964185322641, 709.782712893384, 710, 744, 744.4400719213812,
  745, 745.1332191019411, 745.1332191019412, 746, 750, 754, 800,
];

const mirrored =
  (kind: Kind): Kind =>
  (next) =>
    -kind(next);

const SOFTPLUS: readonly Kind[] = [
  ...KINDS,
  // Where log(1 + e^x) is hardly e^x any more, hardly x yet, and where PyTorch takes x for it.
  between(-38, -36),
  between(33, 37),
  between(19, 21),
  between(-800, 800),
];

const KINDS_OF: Readonly<Record<FunctionName, readonly Kind[]>> = {
  sigmoid: KINDS,
  sigmoidDerivative: [...KINDS, onBothSides(700, 746), onBothSides(36, 38), onBothSides(47, 49), onBothSides(0, 800)],
  softplus: SOFTPLUS,
  logSigmoid: SOFTPLUS.map(mirrored),
  logit: [
    between(0, 1),
    (next) => 2 ** (-1074 * next()),
    (next) => 2 ** (-60 * next()),
    (next) => fromBits(BigInt(Math.floor(next() * 0x3ff00000)) * 2n ** 32n + BigInt(Math.floor(next() * 2 ** 32))),
    // Next to ½ on either side, and next to 1, at every distance.
    (next) => 0.5 - 2 ** (-1 - 53 * next()),
    (next) => 0.5 + 2 ** (-1 - 52 * next()),
    (next) => 1 - 2 ** (-53 * next()),
    // The middle cells, whose values are differences of two numbers.
    between(0.25, 0.75),
    ofAnyBits,
  ],
};

/** Of a function over all numbers. */
function lineBorders(): number[] {
  const boundaries = [...BOUNDARIES, ...TURNS].flatMap((x) => [x, -x]);
  return [...SPECIAL, ...gridPoints(), ...boundaries.flatMap(around)];
}

/** Ends and centres of the 64 cells of each octave of those from 2^from on and below 2^to. */
function logarithmicCells(from: number, to: number): number[] {
  return Array.from({ length: (to - from) * 128 }, (_, i) => 2 ** (from + Math.floor(i / 128)) * (1 + (i % 128) / 128));
}

function logitBorders(): number[] {
  const points = [...SPECIAL, 0.5, 1, 0.25, 0.75, -1, -0.5, 2, -2, Number.MAX_VALUE, -Number.MAX_VALUE, 1e-320, -1e-320];
  for (let exponent = -1070; exponent <= 1; exponent++) points.push(...around(2 ** exponent));
  for (const f of logarithmicCells(-60, -1)) {
    points.push(...around(f));
    if (f >= 2 ** -54) points.push(...around(1 - f));
  }
  for (const z of logarithmicCells(-12, -1)) points.push(...around(0.5 - z), ...around(0.5 + z));
  return points;
}

const BORDERS_OF: Readonly<Record<FunctionName, () => number[]>> = {
  sigmoid: () => [...SPECIAL, ...sigmoidBorders()],
  sigmoidDerivative: lineBorders,
  softplus: lineBorders,
  logSigmoid: lineBorders,
  logit: logitBorders,
};
