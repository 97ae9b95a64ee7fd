/** What the machine offers. */

interface Host {
  readonly navigator?: { readonly hardwareConcurrency?: number };
  readonly process?: { getBuiltinModule?(name: 'node:os'): { availableParallelism(): number } };
}

/** Where the host does not say (Node before 20.16). */
const USUAL_THREADS = 4;

/** Threads that run at the same time. */
export function parallelism(): number {
  const { navigator, process } = globalThis as Host;
  // The process first: test environments that imitate a browser make up a navigator.
  return process?.getBuiltinModule?.('node:os').availableParallelism() ?? navigator?.hardwareConcurrency ?? USUAL_THREADS;
}
