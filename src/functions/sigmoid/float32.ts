/**
 * σ over float32, by the formula of assembly/sigmoid/float32.ts, which explains it. Each result is the nearest float32, so that the
 * bits are the same whatever the operations.
 */
import { C6, C12 } from '../../../math/constants.ts';
import { ROUNDER } from '../../../math/search.ts';
import { LEAST, TOP, ZERO_ENTRY } from '../../../math/sigmoid/float32.ts';
import { bufferOf, byteOffsetOf, lengthOf } from '../../runtime/elements.ts';

const CELL = 1 / 64;

/**
 * out[i] = the float32 nearest to σ(x[i]). `table` is that of `floatTable()`. The arrays have one length, and are the same or do
 * not overlap.
 *
 * Four elements at a time. The sign that chooses the entry comes from an element's bits: a comparison would be predicted wrongly
 * every other time, which costs a factor of 3.
 */
export function floatSigmoidInto(x: Float32Array, out: Float32Array, table: Float64Array): void {
  // As locals: bundlers make variables of a module's constants, which engines read anew for each element.
  const least = LEAST;
  const top = TOP;
  const rounder = ROUNDER;
  const cell = CELL;
  const zero = ZERO_ENTRY;
  const c12 = C12;
  const c6 = C6;
  const length = lengthOf('f32', x);
  const bits = new Int32Array(bufferOf(x), byteOffsetOf(x), length);
  let i = 0;
  for (; i < length - 3; i += 4) {
    const x0 = x[i] as number;
    const x1 = x[i + 1] as number;
    const x2 = x[i + 2] as number;
    const x3 = x[i + 3] as number;
    if (x0 > least && x0 < top && x1 > least && x1 < top && x2 > least && x2 < top && x3 > least && x3 < top) {
      // i = round(64·x),  r = x − i/64
      const i0 = x0 * 64 + rounder - rounder;
      const i1 = x1 * 64 + rounder - rounder;
      const i2 = x2 * 64 + rounder - rounder;
      const i3 = x3 * 64 + rounder - rounder;
      const r0 = x0 - i0 * cell;
      const r1 = x1 - i1 * cell;
      const r2 = x2 - i2 * cell;
      const r3 = x3 - i3 * cell;
      const T0 = table[((i0 + zero) | 0) + ((bits[i] as number) >> 31)] as number;
      const T1 = table[((i1 + zero) | 0) + ((bits[i + 1] as number) >> 31)] as number;
      const T2 = table[((i2 + zero) | 0) + ((bits[i + 2] as number) >> 31)] as number;
      const T3 = table[((i3 + zero) | 0) + ((bits[i + 3] as number) >> 31)] as number;
      // n/(n + T·m)
      const even0 = r0 * r0 + c12;
      const even1 = r1 * r1 + c12;
      const even2 = r2 * r2 + c12;
      const even3 = r3 * r3 + c12;
      const odd0 = r0 * c6;
      const odd1 = r1 * c6;
      const odd2 = r2 * c6;
      const odd3 = r3 * c6;
      const n0 = even0 + odd0;
      const n1 = even1 + odd1;
      const n2 = even2 + odd2;
      const n3 = even3 + odd3;
      out[i] = n0 / (n0 + T0 * (even0 - odd0));
      out[i + 1] = n1 / (n1 + T1 * (even1 - odd1));
      out[i + 2] = n2 / (n2 + T2 * (even2 - odd2));
      out[i + 3] = n3 / (n3 + T3 * (even3 - odd3));
    } else {
      for (let j = i; j < i + 4; j++) out[j] = floatSigmoidOf(x[j] as number, table);
    }
  }
  for (; i < length; i++) out[i] = floatSigmoidOf(x[i] as number, table);
}

/** σ(x) for a float32, before it is rounded to one. */
export function floatSigmoidOf(x: number, table: Float64Array): number {
  if (!(x > LEAST && x < TOP)) return x >= TOP ? 1 : x <= LEAST ? 0 : Number.NaN;
  const i = x * 64 + ROUNDER - ROUNDER;
  const r = x - i * CELL;
  const sign = x < 0 || Object.is(x, -0) ? -1 : 0;
  const even = r * r + C12;
  const odd = r * C6;
  const n = even + odd;
  return n / (n + (table[i + ZERO_ENTRY + sign] as number) * (even - odd));
}
