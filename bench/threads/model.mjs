/**
 * What measurements on a few threads say about more: Amdahl's law for the time of an element, plus a fixed cost of the call.
 *
 *     time(n, p) = fixed + n · (serial + parallel / p)
 *
 * @typedef {{ fixed: number, serial: number, parallel: number }} Model seconds, and seconds an element
 */
import { median } from '../median.mjs';

/**
 * The line through the points by Theil and Sen: the median of the slopes between any two, which outliers do not move.
 *
 * @param {(readonly [n: number, seconds: number])[]} points
 * @returns {{ fixed: number, slope: number }}
 */
export function lineThrough(points) {
  const slopes = points.flatMap(([n, time], i) => points.slice(i + 1).map(([m, other]) => (other - time) / (m - n)));
  const slope = median(slopes);
  return { fixed: median(points.map(([n, time]) => time - slope * n)), slope };
}

/**
 * @param {(readonly [n: number, seconds: number])[]} alone times of the synchronous call
 * @param {(readonly [n: number, seconds: number])[]} together times on `threads` threads
 * @param {number} threads 2 at least
 * @returns {Model}
 */
export function fitModel(alone, together, threads) {
  const one = lineThrough(alone).slope;
  const { fixed, slope } = lineThrough(together);
  // one = serial + parallel, slope = serial + parallel / threads; neither part can be negative.
  const parallel = Math.min(one, ((one - slope) * threads) / (threads - 1));
  return { fixed: Math.max(0, fixed), serial: one - parallel, parallel };
}

/** Seconds that a call of n elements would take. @param {Model} model @param {number} n @param {number} threads */
export function predict({ fixed, serial, parallel }, n, threads) {
  return fixed + n * (serial + parallel / threads);
}
