/** Starts a worker: thinly over the web's `Worker` and `worker_threads` of Node and Deno. */

import { attempt, later } from '../host.ts';
import type { Program } from '../kernel.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

export interface WorkerHandle {
  post(message: ToWorker, transfer?: ArrayBuffer[]): void;
  terminate(why: string): void;
}

export interface WorkerEvents {
  onMessage(message: FromWorker): void;
  /** The worker is gone, by itself or by `terminate`, and writes to no memory any more. Comes once. */
  onEnd(why: string): void;
}

/** Milliseconds after which a terminated worker of the web has ended; there is no event for that. */
const WEB_END_MS = 50;

const WORKER_THREADS = 'node:worker_threads';

interface Host {
  readonly process?: {
    readonly versions?: { readonly node?: string };
    getBuiltinModule?(name: typeof WORKER_THREADS): NodeWorkerThreads;
  };
  readonly Bun?: unknown;
}

/**
 * @param workerUrl where the worker script is, for hosts that forbid workers from inlined source
 * @throws Error that says why there is no worker
 */
export async function spawnWorker(
  program: Program,
  workerUrl: string | URL | undefined,
  events: WorkerEvents,
): Promise<WorkerHandle> {
  const host = globalThis as Host;
  // Bun and Deno have both kinds. Bun knows the web's best; Deno's of the web hold the process open.
  const inNode = attempt(() => host.process?.versions?.node !== undefined && host.Bun === undefined);
  return (inNode ? spawnInNode : spawnOnTheWeb)(program, workerUrl, events);
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

async function spawnInNode(
  { name, workerSource }: Program,
  url: string | URL | undefined,
  events: WorkerEvents,
): Promise<WorkerHandle> {
  const builtin = (globalThis as Host).process?.getBuiltinModule?.(WORKER_THREADS);
  // Not written as an import: bundlers for the web would look for it, or refuse it. Node before 20.16 has no other way.
  const { Worker } = builtin ?? ((await Function(`return import("${WORKER_THREADS}")`)()) as NodeWorkerThreads);
  // Without the options and NODE_OPTIONS of the process: loaders and preloaded modules are not for this script.
  const options = { eval: url === undefined, execArgv: [], env: {}, name };
  const worker = new Worker(url === undefined ? workerSource : asScript(url), options);
  let reason: string | undefined;
  worker.on('message', (message) => events.onMessage(message));
  worker.on('error', (error) => {
    reason ??= String(error?.message ?? error);
  });
  worker.on('exit', (code) => events.onEnd(reason ?? `exit code ${code}`));
  // After the listeners, since a listener for messages undoes it.
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
function asScript(url: string | URL): string | URL {
  return typeof url === 'string' && /^[a-z-]{2,}:/i.test(url) ? new URL(url) : url;
}

async function spawnOnTheWeb(
  program: Program,
  workerUrl: string | URL | undefined,
  events: WorkerEvents,
): Promise<WorkerHandle> {
  if (typeof Worker !== 'function') throw new Error('Worker is not available here');
  const url = workerUrl ?? URL.createObjectURL(new Blob([program.workerSource], { type: 'text/javascript' }));
  const worker = new Worker(url, { name: program.name }) as Worker & { unref?: () => void };
  worker.unref?.();
  let ended = false;
  function terminate(why: string): void {
    if (ended) return;
    ended = true;
    worker.terminate();
    if (workerUrl === undefined) attempt(() => URL.revokeObjectURL(url as string));
    const end = (): void => events.onEnd(why);
    if (!later(end, WEB_END_MS, true)) end();
  }
  worker.onmessage = ({ data }) => events.onMessage(data);
  worker.onerror = (event) => {
    event.preventDefault?.();
    terminate(event.message || 'its script was not allowed or did not load');
  };
  return { post: (message, transfer = []) => worker.postMessage(message, transfer), terminate };
}
