/** Points for tests over float32. */
import { random, stratifiedPoints } from './points.ts';

const word = new DataView(new ArrayBuffer(4));

/** The float32 with these bits. */
export function floatFromBits(bits: number): number {
  word.setUint32(0, bits);
  return word.getFloat32(0);
}

/** The float32 that is `steps` floats above x, or below it where `steps` is negative. The steps must not cross 0. */
export function neighbourFloat(x: number, steps: number): number {
  word.setFloat32(0, x);
  return floatFromBits(word.getUint32(0) + (x < 0 ? -steps : steps));
}

/** The inputs, of all 2^32, whose σ is very near to the middle between two floats. */
export const HARDEST_FLOATS: readonly number[] = [
  0x3d21bc81, 0xbe104170, 0xbda363f4, 0xbfb6bd4d, 0xbf1964d0, 0x3bfa8d50, 0x3c08b9b4, 0x3e8dffaf, 0xbbae719b, 0xbeb40c25,
  0xc164ddcb, 0xc156defc, 0xc27d58d9, 0xba928601,
].map(floatFromBits);

/** Inputs near 0 where ½ + x/4 is in the middle between two floats: those from 2^-23 on upwards, and from −2^-24 on downwards. */
export const TIED_FLOATS: readonly number[] = Array.from({ length: 256 }, (_, j) => 2 * j + 1).flatMap((odd) => [
  odd * 2 ** -23,
  -odd * 2 ** -24,
]);

/** Where the computation changes: clamps, the results 0 and 1, subnormal results, the ends of the floats. */
const BOUNDARIES = [17.5, 17.33, -104, -103.97208, -87.33655, -88, 2 ** -26, -(2 ** -26), 2 ** -16, -(2 ** -16), 2 ** -126];

/** Points of every kind, the same in every run: 20,000 of each random kind, and those next to boundaries. */
export function stratifiedFloats(seed = 1): Float32Array {
  const next = random(seed);
  const points: number[] = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** -149, -(2 ** -149)];
  points.push(3.4028234663852886e38, -3.4028234663852886e38, ...HARDEST_FLOATS, ...TIED_FLOATS);
  for (let i = 0; i < 20_000; i++) {
    points.push(next() * 20 - 10);
    points.push(next() * 125 - 105);
    points.push(-87 - 18 * next());
    points.push((next() < 0.5 ? -1 : 1) * 2 ** (next() * 40 - 32));
    points.push(floatFromBits(Math.floor(next() * 2 ** 32)));
  }
  const around = (x: number): number[] => [-2, -1, 0, 1, 2].map((steps) => neighbourFloat(x, steps));
  // The boundaries between cells of the table, and the centres of the cells.
  for (let i = -105 * 64; i <= 19 * 64; i++) {
    if (i !== 0) points.push(...around(i / 64));
    points.push(...around((i - 0.5) / 64));
  }
  for (const boundary of BOUNDARIES) points.push(...around(boundary));
  return Float32Array.from([...points, ...stratifiedPoints().filter((_, i) => i % 10 === 0)]);
}
