/** Works through a file on a thread of its own, piece by piece. */
import { sigmoid } from 'sigmoid-wasm';
import type { Elements } from '../../elements.mjs';
import { workerScope } from '../worker-scope.ts';
import { FileError, Refusal } from './format.ts';
import type { DataFailure, DataReport, DataRequest, DataResult } from './protocol.ts';
import type { Choices } from './reading.ts';
import { recognise } from './recognise.ts';
import { Tally } from './summary.ts';

const scope = workerScope<DataRequest, DataReport>();

scope.onmessage = ({ data: { file, choices } }) => {
  work(file, choices).then(
    (result) => scope.postMessage({ kind: 'done', result }),
    (error: unknown) => scope.postMessage({ kind: 'failed', ...failureOf(error) }),
  );
};

async function work(file: File, choices: Choices): Promise<DataResult> {
  const { reading, transform, kept } = await recognise(file, choices);
  scope.postMessage({ kind: 'reading', reading });
  const tally = new Tally();
  let seconds = 0;
  function apply(x: Elements): void {
    tally.addInput(x);
    const begin = performance.now();
    sigmoid(x, x);
    seconds += (performance.now() - begin) / 1000;
    tally.addResult(x);
  }
  // As blobs, the browser can put results on disk while the next piece is read.
  const parts: Blob[] = [];
  const onRead = (bytes: number) => scope.postMessage({ kind: 'progress', bytes });
  for await (const part of transform(file, apply, onRead)) parts.push(new Blob([part]));
  return {
    format: reading.format,
    summary: tally.summary(),
    kept: kept?.() ?? [],
    blob: new Blob(parts, { type: file.type }),
    seconds,
  };
}

const failureOf = (error: unknown): DataFailure => ({
  message: messageOf(error),
  readAs: error instanceof Refusal ? error.readAs : [],
});

function messageOf(error: unknown): string {
  if (error instanceof FileError) return error.message;
  if (error instanceof DOMException) return `The browser could not read the file: ${error.message}`;
  return String(error);
}
