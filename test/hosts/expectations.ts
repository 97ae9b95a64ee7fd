/** What an instance must report in each kind of host. */

export interface Expected {
  backend: 'wasm' | 'ts';
  /** The threads of `async`: a number, 'all' for as many as the host can run at the same time, or 'two' for as many of two. */
  threads: number | 'all' | 'two';
  /** Whether all but the calling thread are workers; otherwise that is the only one. */
  workers: boolean;
  shared: boolean;
  /** A pattern for each reason, in the order of the reasons. */
  reasons: RegExp[];
}

const NO_WORKERS = /^\d workers ended or did not start .*none left$/;

export const EXPECTED = {
  /** Node, Deno, Bun, and pages that are cross-origin isolated. */
  everything: { backend: 'wasm', threads: 'all', workers: true, shared: true, reasons: [] },
  /** Node before 20.16, which has no `process.getBuiltinModule` to ask for the number of cores. */
  earlyNode: { backend: 'wasm', threads: 4, workers: true, shared: true, reasons: [] },
  /** Pages that are not cross-origin isolated. */
  notIsolated: {
    backend: 'wasm',
    threads: 'two',
    workers: true,
    shared: false,
    reasons: [/^no shared memory, hence two threads.* SharedArrayBuffer is not available.*COOP and COEP/],
  },
  /** Pages whose Content-Security-Policy lacks 'wasm-unsafe-eval'. */
  strictPolicy: { backend: 'ts', threads: 1, workers: false, shared: true, reasons: [/^no WebAssembly: /] },
  /** Instances that were created with backend 'ts'. */
  typescript: { backend: 'ts', threads: 1, workers: false, shared: true, reasons: [] },
  /** Pages whose Content-Security-Policy has worker-src 'none'. */
  noWorkers: { backend: 'wasm', threads: 1, workers: false, shared: true, reasons: [NO_WORKERS] },
  /** Processors whose memory is big-endian, which a kernel's is not. */
  bigEndian: {
    backend: 'ts',
    threads: 1,
    workers: false,
    shared: true,
    reasons: [/^no WebAssembly: this processor is big-endian/],
  },
  /** Cloudflare's workerd, which has no workers and does not compile WebAssembly from bytes. */
  workerd: { backend: 'ts', threads: 1, workers: false, shared: true, reasons: [/^no WebAssembly: .*disallowed by embedder/] },
  /** The same host with createSigmoid({ module }): it says that it has one core. */
  workerdWithModule: {
    backend: 'wasm',
    threads: 1,
    workers: false,
    shared: false,
    reasons: [/^no shared memory, hence one thread/],
  },
} satisfies Record<string, Expected>;
