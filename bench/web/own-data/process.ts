/** The worker that reads a file, as a promise. */
import { Refusal } from './format.ts';
import type { DataReport, DataRequest, DataResult } from './protocol.ts';
import type { Choices, Reading } from './reading.ts';

export interface ProcessOptions {
  readonly choices: Choices;
  /** Stops the work; the promise rejects with `signal.reason`. */
  readonly signal: AbortSignal;
  readonly onReading: (reading: Reading) => void;
  readonly onProgress: (bytes: number) => void;
}

/**
 * σ of the numbers in a file.
 *
 * @throws Error whose message says what is wrong with the file
 * @throws Refusal if it can be read nevertheless
 */
export function processFile(file: File, { choices, signal, onReading, onProgress }: ProcessOptions): Promise<DataResult> {
  const worker = new Worker(new URL('./data-worker.js', import.meta.url), { type: 'module' });
  const result = new Promise<DataResult>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    worker.onerror = ({ message }) => reject(new Error(message || 'the worker that reads files did not start'));
    worker.onmessage = ({ data }: MessageEvent<DataReport>) => {
      if (data.kind === 'reading') onReading(data.reading);
      else if (data.kind === 'progress') onProgress(data.bytes);
      else if (data.kind === 'done') resolve(data.result);
      else reject(new Refusal(data.message, data.readAs));
    };
  });
  worker.postMessage({ file, choices } satisfies DataRequest);
  return result.finally(() => worker.terminate());
}
