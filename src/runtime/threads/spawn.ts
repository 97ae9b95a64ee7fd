/** Starts a worker: thinly over the web's `Worker` and `worker_threads` of Node and Deno. */

import { workerSource } from '../../generated/worker-source.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

export interface Thread {
  post(message: ToWorker, transfer?: ArrayBuffer[]): void;
  terminate(why: string): void;
}

export interface ThreadEvents {
  onMessage(message: FromWorker): void;
  /** The thread is gone, by itself or by `terminate`, and writes to no memory any more. Comes once. */
  onEnd(why: string): void;
}

/** Milliseconds after which a worker of the web that was told to end has done so; nothing tells. */
const WEB_GRACE = 50;

interface Host {
  readonly process?: { readonly versions?: { readonly node?: string } };
  readonly Bun?: unknown;
}

/**
 * @param workerUrl where the worker script is; its source is at hand otherwise
 * @throws Error that says why there is no worker
 */
export async function spawnThread(events: ThreadEvents, workerUrl: string | URL | undefined): Promise<Thread> {
  const { process, Bun } = globalThis as Host;
  // Bun and Deno have both kinds. Bun knows the web's best; Deno's of the web hold the process open.
  const hasThreads = process?.versions?.node !== undefined && Bun === undefined;
  return hasThreads ? spawnInNode(events, workerUrl) : spawnOnTheWeb(events, workerUrl);
}

interface NodeWorker {
  postMessage(message: ToWorker, transfer?: ArrayBuffer[]): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
  on(event: 'message', listener: (message: FromWorker) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  on(event: 'exit', listener: (code: number) => void): void;
}
interface NodeWorkerThreads {
  Worker: new (script: string | URL, options: { eval: boolean; execArgv: string[]; env: object; name: string }) => NodeWorker;
}

async function spawnInNode(events: ThreadEvents, workerUrl: string | URL | undefined): Promise<Thread> {
  // Not written as a literal: bundlers for the web would look for it.
  const name = 'node:worker_threads';
  const { Worker } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ name)) as NodeWorkerThreads;
  // Without the options and NODE_OPTIONS of the process: loaders and preloaded modules are not for this script.
  const options = { eval: workerUrl === undefined, execArgv: [], env: {}, name: 'sigmoid-wasm' };
  const worker = new Worker(workerUrl === undefined ? workerSource : asScript(workerUrl), options);
  let reason: string | undefined;
  worker.on('message', (message) => events.onMessage(message));
  worker.on('error', (error) => {
    reason ??= String(error?.message ?? error);
  });
  worker.on('exit', (code) => events.onEnd(reason ?? `exit code ${code}`));
  // After the listeners: one for messages takes it back.
  worker.unref();
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    terminate(why) {
      reason ??= why;
      // Whoever waits for its end keeps the process open until then.
      worker.ref();
      void worker.terminate();
    },
  };
}

/** A URL, or a path. */
function asScript(workerUrl: string | URL): string | URL {
  return typeof workerUrl === 'string' && /^[a-z-]{2,}:/i.test(workerUrl) ? new URL(workerUrl) : workerUrl;
}

async function spawnOnTheWeb(events: ThreadEvents, workerUrl: string | URL | undefined): Promise<Thread> {
  if (typeof Worker !== 'function') throw new Error('Worker is not available here');
  const url = workerUrl ?? URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: 'sigmoid-wasm' }) as Worker & { unref?: () => void };
  worker.unref?.();
  let ended = false;
  function terminate(why: string): void {
    if (ended) return;
    ended = true;
    worker.terminate();
    if (workerUrl === undefined) URL.revokeObjectURL(url as string);
    setTimeout(() => events.onEnd(why), WEB_GRACE);
  }
  worker.onmessage = ({ data }) => events.onMessage(data);
  worker.onerror = (event) => {
    event.preventDefault?.();
    terminate(event.message || 'its script was not allowed or did not load');
  };
  return { post: (message, transfer = []) => worker.postMessage(message, transfer), terminate };
}
