/** A worker's end of the line to the thread that started it: the web's `self`, or Node's parent port. */
import type { FromWorker, ToWorker } from './protocol.ts';

export type Post = (message: FromWorker, transfer?: ArrayBuffer[]) => void;

interface WebWorkerScope {
  postMessage?: Post;
  onmessage: ((event: { data: ToWorker }) => void) | null;
}
interface NodePort {
  postMessage: Post;
  on(event: 'message', listener: (message: ToWorker) => void): void;
}

/** Listens, and returns how to answer. */
export function connect(receive: (message: ToWorker) => void): Post {
  const scope = globalThis as unknown as WebWorkerScope;
  if (typeof scope.postMessage === 'function') {
    scope.onmessage = ({ data }) => receive(data);
    return scope.postMessage.bind(scope);
  }
  // Not written as a literal: bundlers for the web would look for it. Messages wait until someone listens.
  const name = 'node:worker_threads';
  const opened = (import(/* webpackIgnore: true */ /* @vite-ignore */ name) as Promise<{ parentPort: NodePort }>).then(
    ({ parentPort }) => {
      parentPort.on('message', receive);
      return parentPort;
    },
  );
  return (message, transfer) => void opened.then((port) => port.postMessage(message, transfer));
}
