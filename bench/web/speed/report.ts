/** Measurements as Markdown and as JSON. */
import { sigmoid } from 'sigmoid-wasm';
import type { ElementType } from '../../elements.mjs';
import { count } from '../format.ts';
import type { Row } from './protocol.ts';
import { CEILING } from './subjects.ts';

/** Where it was measured, as the browser tells. */
export function environment() {
  return {
    version: PACKAGE_VERSION,
    browser: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    isolated: crossOriginIsolated,
    info: sigmoid.info,
  };
}

/** 123456789 → "123", and one more digit of what is less than 100 millions. */
export const millions = (rate: number): string => (rate < 1e8 ? (rate / 1e6).toFixed(1) : count(Math.round(rate / 1e6)));
export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;

export const sizesOf = (rows: readonly Row[]): number[] => [...new Set(rows.map(({ size }) => size))];
export const subjectsOf = (rows: readonly Row[]): string[] => [...new Set(rows.map(({ subject }) => subject))];
export const find = (rows: readonly Row[], subject: string, size: number): Row | undefined =>
  rows.find((row) => row.subject === subject && row.size === size);

/** The fastest way of computing σ at a size, over one type. */
export function bestOf(rows: readonly Row[], size: number, type: ElementType): Row | undefined {
  return rows
    .filter((row) => row.subject !== CEILING && row.size === size && row.type === type)
    .toSorted((a, b) => b.ratio - a.ratio)[0];
}

export function markdownOf(rows: readonly Row[]): string {
  const { version, browser, cores } = environment();
  const sizes = sizesOf(rows);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const body = subjectsOf(rows).map((subject) => {
    const cells = sizes.map((size) => {
      const row = find(rows, subject, size);
      return row ? `${millions(row.rate)} (${times(row.ratio)})` : '–';
    });
    return line([subject, ...cells]);
  });
  return [
    `sigmoid-wasm ${version}, ${cores} cores, ${browser}`,
    '',
    'M elements/s (to the naive loop over the same type); medians, interleaved; x uniform in [−10, 10)',
    '',
    line(['', ...sizes.map(count)]),
    line(['---', ...sizes.map(() => '--:')]),
    ...body,
    '',
  ].join('\n');
}

export function jsonOf(rows: readonly Row[]): string {
  return `${JSON.stringify({ ...environment(), rows }, null, 2)}\n`;
}
