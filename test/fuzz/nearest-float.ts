/** σ over float32, in a way that the package does not take. */
import { exactSigmoid } from '../../oracle/sigmoid.mjs';

/** Far more than the relative error of 1/(1 + e^-x) in doubles, on any engine. */
const MARGIN = 2 ** -45;
/** Digits of the exact σ behind the point: the numbers of float32 have 149 at most, and the middles between them 150. */
const BITS = 300;

/** The float32 nearest to σ(x), where x is one: of the two around the double that is roughly σ(x), unless both are the same. */
export function nearestFloatSigmoid(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const rough = 1 / (1 + Math.exp(-x));
  const low = Math.fround(rough * (1 - MARGIN));
  const high = Math.fround(rough * (1 + MARGIN));
  if (low === high) return low;
  // Exact in doubles. σ(x) itself is never in the middle.
  const middle = BigInt(((low + high) / 2) * 2 ** BITS);
  return exactSigmoid(x, BITS) > middle ? high : low;
}
