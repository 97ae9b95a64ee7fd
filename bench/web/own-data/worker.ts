/** Works through a file on a thread of its own, piece by piece. */
import { sigmoid } from 'sigmoid-wasm';
import type { Elements } from '../../elements.mjs';
import { workerScope } from '../worker-scope.ts';
import { FileError } from './format.ts';
import type { DataReport, DataRequest, DataResult } from './protocol.ts';
import { recognise } from './recognise.ts';
import { Tally } from './summary.ts';

const scope = workerScope<DataRequest, DataReport>();

scope.onmessage = ({ data: { file } }) => {
  work(file).then(
    (result) => scope.postMessage({ kind: 'done', result }),
    (error: unknown) => scope.postMessage({ kind: 'failed', message: messageOf(error) }),
  );
};

async function work(file: File): Promise<DataResult> {
  const { name: format, transform } = await recognise(file);
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
  return { format, summary: tally.summary(), blob: new Blob(parts, { type: file.type }), seconds };
}

function messageOf(error: unknown): string {
  if (error instanceof FileError) return error.message;
  if (error instanceof DOMException) return `The browser could not read the file: ${error.message}`;
  return String(error);
}
