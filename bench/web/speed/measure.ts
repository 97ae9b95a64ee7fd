/** The worker that measures, as a promise. */
import type { Row, SpeedReport, SpeedRequest } from './protocol.ts';

export interface MeasureOptions {
  /** Stops the measurement; the promise rejects with `signal.reason`. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { done: number; total: number; size: number }) => void;
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

/** Measures every subject at these sizes. */
export function measure(sizes: readonly number[], { signal, onProgress, onRows }: MeasureOptions): Promise<void> {
  const worker = new Worker(new URL('./speed-worker.js', import.meta.url), { type: 'module' });
  const send = (request: SpeedRequest) => worker.postMessage(request);
  let cancel = (): void => undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const result = new Promise<void>((resolve, reject) => {
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
      if (data.kind === 'progress') onProgress(data);
      else if (data.kind === 'rows') onRows(data.rows, data.skipped);
      else if (data.kind === 'done') resolve();
      else if (data.kind === 'cancelled') reject(signal.reason);
      else reject(new Error(data.message));
    };
  });
  send({ kind: 'start', sizes });
  return result.finally(() => {
    clearTimeout(silence);
    signal.removeEventListener('abort', cancel);
    worker.terminate();
  });
}
