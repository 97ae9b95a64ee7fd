/** What each kind of host must get. */
import type { SigmoidInfo } from '../../src/index.ts';

/** `reasons` has one pattern for each reason, in order. */
export type Expected = Pick<SigmoidInfo, 'backend' | 'threads' | 'shared'> & { reasons: RegExp[] };

export const EXPECTED = {
  /** Node, Deno, Bun, and pages that are cross-origin isolated. */
  everything: { backend: 'wasm', threads: 1, shared: true, reasons: [] },
  /** Pages that are not cross-origin isolated. */
  notIsolated: { backend: 'wasm', threads: 1, shared: false, reasons: [/SharedArrayBuffer is not available.*COOP and COEP/] },
  /** Pages whose Content-Security-Policy lacks 'wasm-unsafe-eval'. */
  strictPolicy: { backend: 'ts', threads: 1, shared: true, reasons: [/^no WebAssembly: /] },
  /** Whoever asks for the TypeScript backend. */
  typescript: { backend: 'ts', threads: 1, shared: true, reasons: [] },
  /** Pages whose Content-Security-Policy has worker-src 'none'. */
  noWorkers: { backend: 'wasm', threads: 1, shared: true, reasons: [] },
  /** Cloudflare's workerd, which compiles no WebAssembly from bytes; */
  workerd: { backend: 'ts', threads: 1, shared: true, reasons: [/^no WebAssembly: .*disallowed by embedder/] },
  /** and what it gets by createSigmoid({ module }). */
  workerdWithModule: { backend: 'wasm', threads: 1, shared: false, reasons: [/^no shared memory: "module"/] },
  /** Jest's jsdom, which has no structuredClone. */
  jsdom: { backend: 'wasm', threads: 1, shared: false, reasons: [/^no shared memory: .*structuredClone/] },
} satisfies Record<string, Expected>;
