/** Measurements as Markdown and as JSON. */
import { sigmoid } from 'sigmoid-wasm';
import { count } from '../format.ts';
import type { Row } from './protocol.ts';

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

export const millions = (rate: number): string => (rate / 1e6).toFixed(rate < 1e8 ? 1 : 0);
export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;

export const sizesOf = (rows: readonly Row[]): number[] => [...new Set(rows.map(({ size }) => size))];
export const subjectsOf = (rows: readonly Row[]): string[] => [...new Set(rows.map(({ subject }) => subject))];
export const find = (rows: readonly Row[], subject: string, size: number): Row | undefined =>
  rows.find((row) => row.subject === subject && row.size === size);

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
