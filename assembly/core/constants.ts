/**
 * The numbers of the formulas, in memory, each in all lanes.
 *
 * V8 rebuilds a v128.const wherever it occurs, within a loop too; a value loaded from memory before the loop stays in its
 * register. That is worth 15–20 %.
 */
import { CONSTANTS } from './layout';

// @ts-ignore: decorator
@inline export function constant(slot: i32): v128 { return v128.load(CONSTANTS + (<usize>slot << 4)); }

export function setConstant(slot: i32, value: f64): void { store128(slot, f64x2.splat(value)); }
/** The same in four lanes. */
export function setConstantFloat(slot: i32, value: f32): void { store128(slot, f32x4.splat(value)); }
export function setConstantInteger(slot: i32, value: i32): void { store128(slot, i32x4.splat(value)); }

function store128(slot: i32, value: v128): void { v128.store(CONSTANTS + (<usize>slot << 4), value); }

/** The constants that a function has of its own; the main loop adds SHIFT, and hands the four behind it to the fast path. */
export const enum Own {
  SHIFT,
  HALF,
  ONE,
  C2,
  C4,
  BOTTOM,
  K_OFFSET,

  COUNT,
}
