/** The report of the probe in a host, and the checks of it. */

import type { SigmoidInfo } from 'sigmoid-wasm';
import { expect, inject } from 'vitest';
import type { Expected } from './expectations.ts';

export interface Report {
  /** The digest of the points. */
  points: string;
  /** The digests of σ of the points, by the way in which it was computed. */
  digests: Record<string, string>;
  /** The digest of σ of the points with correct rounding. */
  correct: string;
  /** The digest that σ of points over float32 has in every way. */
  floats: string;
  /** For each function but σ the digests that its results over either type of elements have in every way. */
  functions: Record<string, { float64: string; float32: string }>;
  /** The last progress that was reported, as a fraction of the total. */
  progress: number;
  host: {
    /** The number of threads that the host says it can run at the same time. */
    parallelism: number;
    /** The number of messages from each worker that was started: one when it was ready, and more when it computed. */
    workers: number[];
  };
  info: SigmoidInfo;
}

/** Checks that a host computed Node's bits in every way, and that its instance reports what is expected. */
export function expectReport(report: unknown, expected: Expected): void {
  const { points, digests, correct, floats, functions, progress, host, info } = report as Report;
  const reference = inject('reference');
  expect(points).toBe(reference.points);
  const bits = reference.digests.plain;
  expect(digests).toEqual(Object.fromEntries(Object.keys(reference.digests).map((way) => [way, bits])));
  expect(correct).toBe(reference.correct);
  expect(correct).not.toBe(bits);
  expect(floats).toMatch(/^[0-9a-f]{16}$/);
  expect(floats).toBe(reference.floats);
  expectFunctions(functions, reference.functions);
  expect(progress).toBe(1);

  const { backend, shared } = expected;
  const threads = { all: host.parallelism, two: Math.min(2, host.parallelism) }[expected.threads] ?? expected.threads;
  const reasons = expected.reasons.map((reason) => expect.stringMatching(reason));
  expect(info).toEqual({ backend, threads, shared, rounding: 'faithful', reasons });
  expect(host.workers.filter((messages) => messages > 1)).toHaveLength(expected.workers ? Number(threads) - 1 : 0);
}

function expectFunctions(functions: Report['functions'], reference: Report['functions']): void {
  expect(Object.keys(functions)).toEqual(['sigmoidDerivative', 'softplus', 'logSigmoid', 'logit']);
  const digests = Object.values(functions).flatMap(({ float64, float32 }) => [float64, float32]);
  for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set(digests).size).toBe(digests.length);
  expect(functions).toEqual(reference);
}
