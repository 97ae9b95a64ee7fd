/** The worker that measures, as a promise. */
import type { Order, Row, SpeedReport, SpeedRequest } from './protocol.ts';

export interface MeasureOptions extends Pick<Order, 'names'> {
  /** How long it may take. */
  readonly milliseconds: number;
  /** Stops the measurement; the promise rejects with `signal.reason`. */
  readonly signal: AbortSignal;
  /** Called with the part of the time that has passed. */
  readonly onProgress: (progress: { part: number; size: number }) => void;
  /** Called with all rows of one size, and with what was left out and why. */
  readonly onRows: (rows: readonly Row[], skipped: readonly string[]) => void;
}

/** Milliseconds in which the worker answers a cancel with the end of the call in flight; then it is ended all the same. */
const GRACE = 2000;

/**
 * Milliseconds without a word after which the worker is ended. Firefox 153, driven over WebDriver BiDi, does not come back from
 * one in a hundred `new Worker` in a worker, whatever the script.
 */
const SILENCE = 20_000;

/** The reason of a measurement that another one took the place of: two at once would both measure less than there is. */
export const REPLACED = 'another measurement has begun';

let replaceCurrent = (): void => undefined;
let running = 0;

/** Whether a measurement is under way. */
export const isMeasuring = (): boolean => running > 0;

/** Measures subjects at these sizes. Returns which sizes there was no time for. @throws REPLACED if another one begins */
export function measure(
  sizes: readonly number[],
  { names, milliseconds, signal: cancelled, onProgress, onRows }: MeasureOptions,
): Promise<readonly string[]> {
  replaceCurrent();
  running++;
  const replaced = new AbortController();
  replaceCurrent = () => replaced.abort(REPLACED);
  const signal = AbortSignal.any([cancelled, replaced.signal]);
  const worker = new Worker(new URL('./speed-worker.js', import.meta.url), { type: 'module' });
  const send = (request: SpeedRequest) => worker.postMessage(request);
  const begin = performance.now();
  let cancel = (): void => undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const result = new Promise<readonly string[]>((resolve, reject) => {
    cancel = () => {
      send({ kind: 'cancel' });
      setTimeout(() => reject(signal.reason), GRACE);
    };
    signal.addEventListener('abort', cancel, { once: true });
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker that measures did not start'));
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => reject(new Error(`no answer for ${SILENCE / 1000} s`)), SILENCE);
    };
    listen();
    worker.onmessage = ({ data }: MessageEvent<SpeedReport>) => {
      listen();
      const part = Math.min(1, (performance.now() - begin) / milliseconds);
      if (data.kind === 'progress') onProgress({ part, size: data.size });
      else if (data.kind === 'rows') onRows(data.rows, data.skipped);
      else if (data.kind === 'done') resolve(data.skipped);
      else if (data.kind === 'cancelled') reject(signal.reason);
      else reject(new Error(data.message));
    };
  });
  const end = performance.timeOrigin + begin + milliseconds;
  send({ kind: 'start', sizes, end, ...(names && { names }) });
  return result.finally(() => {
    running--;
    clearTimeout(silence);
    signal.removeEventListener('abort', cancel);
    worker.terminate();
  });
}
