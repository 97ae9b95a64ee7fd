/** One line on standard error, rewritten as the work goes on. */
import { isatty } from 'node:tty';
import { say } from './io/say.ts';

/** Milliseconds before the first line, since most files are done by then, and between two lines. */
const FIRST = 500;
const NEXT = 200;

export interface Progress {
  /** Bytes of the input that are done, of so many if that is known. */
  update(done: number, total: number | undefined): void;
  /** Removes the line. */
  clear(): void;
}

/** @param forced true to show it anywhere, undefined to show it on a terminal only */
export function createProgress(forced: boolean | undefined, quiet: boolean): Progress {
  if (quiet) return { update() {}, clear() {} };
  const began = performance.now();
  let next = began + (forced ? 0 : FIRST);
  let shown = false;
  return {
    update(done, total) {
      const now = performance.now();
      if (now < next) return;
      // To ask this takes Node a while, which short runs save.
      next = (forced ?? isatty(2)) ? now + NEXT : Number.POSITIVE_INFINITY;
      if (next === Number.POSITIVE_INFINITY) return;
      shown = true;
      say(`\r${lineOf(done, total, (now - began) / 1000)}\x1b[K`);
    },
    clear() {
      if (shown) say('\r\x1b[K');
    },
  };
}

/** "312 MB of 800 MB, 39 %, 1,210 MB/s, 1 s left" @param seconds since the beginning */
export function lineOf(done: number, total: number | undefined, seconds: number): string {
  const rate = done / Math.max(seconds, 1e-3);
  const parts = [total === undefined ? megabytes(done) : `${megabytes(done)} of ${megabytes(total)}`];
  if (total !== undefined && total > 0) parts.push(`${Math.floor((100 * done) / total)} %`);
  parts.push(`${megabytes(rate)}/s`);
  if (total !== undefined && rate > 0) parts.push(`${duration((total - done) / rate)} left`);
  return parts.join(', ');
}

const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: bytes < 1e7 ? 1 : 0 })} MB`;

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
