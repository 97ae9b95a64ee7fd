/** Float32 of every kind for each function, the same in every run. */
import { floatFromBits, HARDEST_FLOATS, neighbourFloat, stratifiedFloats } from './float-points.ts';
import { borderPointsOf, type FunctionName, randomPointsOf } from './function-points.ts';
import { between, type Kind, onBothSides, randomPoints } from './points.ts';

const SOFTPLUS_HARDEST = [
  0x39ea41d0, 0x40a3f888, 0x3ad68ba7, 0x398b9622, 0xc2b2e798, 0xb36fa39f, 0x3a294d42, 0xbe6064b3, 0x3aef7621, 0xbee22485,
  0xb8dc1f6f, 0x39c4c3c9, 0xb6addf56, 0xba41eced,
].map(floatFromBits);

/**
 * The inputs, of all 2^32, whose exact values are nearest to the middle between two floats. That of softplus at 0x39ea41d0 is
 * 0.045 ULP of a double away from it, and those of logit at the first two 0.13 and 0.24: a double within 0.53 ULP does not tell.
 */
export const HARDEST_FLOATS_OF: Readonly<Record<FunctionName, readonly number[]>> = {
  sigmoid: HARDEST_FLOATS,
  sigmoidDerivative: [
    0x42b2e798, 0x40154f1e, 0x40906c43, 0x3ef4fb33, 0x3a1cc471, 0x405f584a, 0x39b504f3, 0x3da1f8c0, 0x416aee19, 0x406803a3,
    0x3c8de7a9, 0x3d8efe4d, 0x3cfabb06, 0x3e7c17eb,
  ].map(floatFromBits),
  softplus: SOFTPLUS_HARDEST,
  logSigmoid: SOFTPLUS_HARDEST.map((x) => -x),
  logit: [
    0x3489cc36, 0x1f116ab8, 0x3a086c68, 0xdc8bba4, 0x3de6f3cd, 0x111c87f8, 0x1a8446cb, 0x3d4f94ab, 0x64cb44b, 0x7c060fa,
    0xf61ff63, 0x2423c085, 0x2f3e4465, 0x16c5ee7a,
  ].map(floatFromBits),
};

/** Those for the doubles of `randomPointsOf`, 20,000 of each kind that only floats need, and what is next to boundaries and hard to round. */
export function floatPointsOf(name: FunctionName, seed = 1): Float32Array {
  if (name === 'sigmoid') return stratifiedFloats(seed);
  const points = [...randomPoints(KINDS_OF[name], 1, seed), ...HARDEST_FLOATS_OF[name].flatMap(around)];
  for (const border of new Set(Float32Array.from(borderPointsOf(name)))) points.push(...around(border));
  return Float32Array.from([...points, ...randomPointsOf(name, 1, seed)]);
}

/** x and the two floats on either side, as far as they have its sign. */
function around(x: number): number[] {
  if (!Number.isFinite(x)) return [x];
  const steps = Math.abs(x) < 2 ** -140 ? [0] : [-2, -1, 0, 1, 2];
  return steps.map((step) => neighbourFloat(x, step));
}

const ofAnyBits: Kind = (next) => floatFromBits(Math.floor(next() * 2 ** 32));

/** Where results are subnormal, and where they become the last floats that are not trivial. */
const LINE: readonly Kind[] = [
  ofAnyBits,
  onBothSides(86, 105),
  onBothSides(12, 19),
  onBothSides(0, 20),
  onBothSides(0, 2 ** -10),
];

const KINDS_OF: Readonly<Record<Exclude<FunctionName, 'sigmoid'>, readonly Kind[]>> = {
  sigmoidDerivative: LINE,
  softplus: LINE,
  logSigmoid: LINE,
  logit: [
    ofAnyBits,
    between(0, 1),
    (next) => 2 ** (-150 * next()),
    (next) => 0.5 - 2 ** (-1 - 25 * next()),
    (next) => 0.5 + 2 ** (-1 - 24 * next()),
    (next) => 1 - 2 ** (-25 * next()),
  ],
};
