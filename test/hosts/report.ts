/** What a host's probe reports, and the checks of it. */
import { expect, inject } from 'vitest';
import type { SigmoidInfo } from '../../src/index.ts';
import type { Expected } from './expectations.ts';

export interface Report {
  /** Digest of the points. */
  points: string;
  /** Digest of σ of the points, by the way in which it was computed. */
  digests: Record<string, string>;
  /** The last progress reported, as a part of 1. */
  progress: number;
  info: SigmoidInfo;
}

/** Checks that a host has computed Node's bits in every way, and that it got what it must get. */
export function expectReport(report: unknown, { reasons, ...got }: Expected): void {
  const { points, digests, progress, info } = report as Report;
  const reference = inject('reference');
  expect(points).toBe(reference.points);
  const bits = reference.digests.plain;
  expect(digests).toEqual(Object.fromEntries(Object.keys(reference.digests).map((way) => [way, bits])));
  expect(progress).toBe(1);
  expect(info).toEqual({ rounding: 'faithful', ...got, reasons: reasons.map((reason) => expect.stringMatching(reason)) });
}
