/** The steps of functions whose tables are at grid points (see ../../math/grid.ts), with four doubles an entry: a and three others. */
import { GRID_BOTTOM, GRID_OFFSET } from '../../math/grid';
import { constant, Own, setOwn, Shared } from './constants';
import { BLOCK } from './layout';
import { Steps } from './map';
import { indexShifted, Prepared, reduce, runLength } from './reduction';

/** What they ask of a function. */
export interface Formula extends Prepared {
  /** What masks the byte offset of an entry within the low bits of a shifted input. */
  mask(): u32;
  /** The halves of the entry at this offset: a and h, w and wLow. By constant addresses, which cost nothing, other than sums. */
  first(offset: u32): v128;
  second(offset: u32): v128;
  /** f(a + r), where the entry is a, h, w and wLow. d3 and d5 are constants behind `Own`. */
  near(r: v128, h: v128, w: v128, wLow: v128, half: v128, one: v128, c2: v128, c4: v128, d3: v128, d5: v128): v128;
  /** What the caller gets, of what was computed for prepared inputs. */
  finish(y: v128): v128;
  /** The same for elements that may be outside the table: x is as it was given. */
  finishOutside(x: v128, y: v128): v128;
}

/** The constants behind `Own`. */
export const enum Grid {
  D3,
  D5,

  COUNT,
}

/** Constants that a function has of its own. */
export const GRID_SLOTS: i32 = Own.COUNT + Grid.COUNT;

export function setGridConstants(own: i32, shift: f64): void {
  setOwn(own, shift, GRID_BOTTOM, GRID_OFFSET, 1.0 / 12.0, 1.0 / 720.0);
}

/** What the divisor of the addition theorems is more than 1: h·r + r²·(1/12 − r²/720) */
// @ts-ignore: decorator
@inline
export function excess(h: v128, r: v128, c2: v128, c4: v128): v128 {
  const r2 = f64x2.mul(r, r);
  return f64x2.add(f64x2.mul(h, r), f64x2.mul(r2, f64x2.sub(c2, f64x2.mul(r2, c4))));
}

export class GridSteps<F extends Formula> implements Steps {
  // @ts-ignore: decorator
  @inline
  index(source: usize, t: usize, end: usize): void {
    indexShifted<F>(source, t, end);
  }

  // @ts-ignore: decorator
  @inline
  fast(source: usize, target: usize, t: usize, end: usize, z: usize): usize {
    const f = changetype<F>(0);
    const mask = f.mask();
    const half = constant(Shared.HALF);
    const one = constant(Shared.ONE);
    const c2 = constant(f.own() + Own.C2);
    const c4 = constant(f.own() + Own.C4);
    const d3 = constant(f.own() + Own.COUNT + Grid.D3);
    const d5 = constant(f.own() + Own.COUNT + Grid.D5);
    const begin = t;
    for (; t < end; t += 32, source += 32, target += 32) {
      const e0 = load<u32>(t, 0) & mask, e1 = load<u32>(t, 8) & mask;
      const e2 = load<u32>(t, 16) & mask, e3 = load<u32>(t, 24) & mask;
      const p0 = f.first(e0), p1 = f.first(e1), p2 = f.first(e2), p3 = f.first(e3);
      // r = x − a
      const r0 = f64x2.sub(f.prepare(v128.load(source, 0)), v128.shuffle<f64>(p0, p1, 0, 2));
      const r1 = f64x2.sub(f.prepare(v128.load(source, 16)), v128.shuffle<f64>(p2, p3, 0, 2));
      const q0 = f.second(e0), q1 = f.second(e1), q2 = f.second(e2), q3 = f.second(e3);
      const h0 = v128.shuffle<f64>(p0, p1, 1, 3), w0 = v128.shuffle<f64>(q0, q1, 0, 2), l0 = v128.shuffle<f64>(q0, q1, 1, 3);
      const h1 = v128.shuffle<f64>(p2, p3, 1, 3), w1 = v128.shuffle<f64>(q2, q3, 0, 2), l1 = v128.shuffle<f64>(q2, q3, 1, 3);
      const y0 = f.near(r0, h0, w0, l0, half, one, c2, c4, d3, d5);
      const y1 = f.near(r1, h1, w1, l1, half, one, c2, c4, d3, d5);
      // Bit 62 of a double is set from 2 on, and in infinities and NaN.
      if (i64x2.bitmask(i64x2.shl(v128.or(r0, r1), 1)) != 0) break;
      v128.store(target, f.finish(y0), 0);
      v128.store(target, f.finish(y1), 16);
    }
    return (t - begin) >> 3;
  }

  general(source: usize, target: usize, length: usize, t: usize): usize {
    const f = changetype<F>(0);
    const mask = f.mask();
    length = runLength(source, min(length, BLOCK), 48.0);
    reduce<F>(source, t, length);
    const half = constant(Shared.HALF);
    const one = constant(Shared.ONE);
    const c2 = constant(f.own() + Own.C2);
    const c4 = constant(f.own() + Own.C4);
    const d3 = constant(f.own() + Own.COUNT + Grid.D3);
    const d5 = constant(f.own() + Own.COUNT + Grid.D5);
    const nan = constant(Shared.NOT_A_NUMBER);
    for (const end = t + (length << 5); t < end; t += 64, source += 16, target += 16) {
      const e0 = load<u32>(t, 0) & mask, e1 = load<u32>(t, 8) & mask;
      const p0 = f.first(e0), p1 = f.first(e1), q0 = f.second(e0), q1 = f.second(e1);
      // r = (x − k·LN2_HIGH − a) − k·LN2_LOW
      const r = f64x2.sub(f64x2.sub(v128.load(t, 16), v128.shuffle<f64>(p0, p1, 0, 2)), v128.load(t, 32));
      const h = v128.shuffle<f64>(p0, p1, 1, 3), w = v128.shuffle<f64>(q0, q1, 0, 2), l = v128.shuffle<f64>(q0, q1, 1, 3);
      const y = f64x2.mul(f.near(r, h, w, l, half, one, c2, c4, d3, d5), v128.load(t, 48));
      const x = v128.load(source);
      v128.store(target, v128.bitselect(nan, f.finishOutside(x, f.finish(y)), f64x2.ne(x, x)));
    }
    return length;
  }
}
