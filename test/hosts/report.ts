/** What a host's probe reports, and the checks of it. */

import type { SigmoidInfo } from 'sigmoid-wasm';
import { expect, inject } from 'vitest';
import type { Expected } from './expectations.ts';

export interface Report {
  /** Digest of the points. */
  points: string;
  /** Digest of σ of the points, by the way in which it was computed. */
  digests: Record<string, string>;
  /** Digest of σ of the points, rounded correctly. */
  correct: string;
  /** The last progress reported, as a part of 1. */
  progress: number;
  host: {
    /** Threads that the host says it can run at the same time. */
    parallelism: number;
    /** Messages that came from each worker that was started: one that it was ready, others that it computed. */
    workers: number[];
  };
  info: SigmoidInfo;
}

/** Checks that a host has computed Node's bits in every way, and that it got what it must get. */
export function expectReport(report: unknown, expected: Expected): void {
  const { points, digests, correct, progress, host, info } = report as Report;
  const reference = inject('reference');
  expect(points).toBe(reference.points);
  const bits = reference.digests.plain;
  expect(digests).toEqual(Object.fromEntries(Object.keys(reference.digests).map((way) => [way, bits])));
  expect(correct).toBe(reference.correct);
  expect(correct).not.toBe(bits);
  expect(progress).toBe(1);

  const { backend, shared } = expected;
  const threads = expected.threads === 'all' ? host.parallelism : expected.threads;
  const reasons = expected.reasons.map((reason) => expect.stringMatching(reason));
  expect(info).toEqual({ backend, threads, shared, rounding: 'faithful', reasons });
  expect(host.workers.filter((messages) => messages > 1)).toHaveLength(expected.workers ? threads : 0);
}
