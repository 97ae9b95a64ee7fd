/** The worker that reads a file, as a promise. */
import type { DataReport, DataRequest, DataResult } from './protocol.ts';

export interface ProcessOptions {
  /** Stops the work; the promise rejects with `signal.reason`. */
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

/** σ of every number in a file. @throws Error whose message says what is wrong with the file */
export function processFile(file: File, { signal, onProgress }: ProcessOptions): Promise<DataResult> {
  const worker = new Worker(new URL('./data-worker.js', import.meta.url), { type: 'module' });
  const result = new Promise<DataResult>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker that reads files did not start'));
    worker.onmessage = ({ data }: MessageEvent<DataReport>) => {
      if (data.kind === 'progress') onProgress(data.bytes);
      else if (data.kind === 'done') resolve(data.result);
      else reject(new Error(data.message));
    };
  });
  worker.postMessage({ file } satisfies DataRequest);
  return result.finally(() => worker.terminate());
}
