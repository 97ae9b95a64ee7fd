/**
 * Which member of an arithmetic progression is the first to lie near an integer: how accurate tables (Gal 1986) find points at
 * which a function's value is nearly a double.
 */

/** 1.5·2^52: adding and subtracting it rounds to an integer. */
export const ROUNDER: number = 6755399441055744;

/** The least j ≥ 0 for which start + j·slope is within `tolerance` of an integer. */
export function firstNearInteger(start: number, slope: number, tolerance: number): number {
  const from = fraction(-start - tolerance);
  return from + 2 * tolerance >= 1 ? 0 : firstMultiple(fraction(slope), 1, from, from + 2 * tolerance);
}

/** The least j ≥ 0 with from ≤ j·step mod modulus ≤ to, for 0 < from < to < modulus: Euclid's algorithm on step and modulus. */
function firstMultiple(step: number, modulus: number, from: number, to: number): number {
  const j = Math.ceil(from / step);
  if (j * step <= to) return j;
  // No multiple of step lies in [from, to]; count how often the modulus must be passed until one does.
  const rest = step * fraction(modulus / step);
  const turns = firstMultiple(rest, step, step * fraction(-to / step), step * fraction(-from / step));
  return Math.ceil((from + modulus * turns) / step);
}

function fraction(x: number): number {
  return x - Math.floor(x);
}
