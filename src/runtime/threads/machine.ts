/** What the machine offers. */
import { attempt } from '../host.ts';

interface Host {
  readonly navigator: { readonly hardwareConcurrency: number };
  readonly process: { getBuiltinModule(name: 'node:os'): { availableParallelism(): number } };
}

const host = globalThis as unknown as Host;

/** Where the host does not say (Node before 20.16). */
const USUAL_THREADS = 4;

/** Threads that run at the same time. */
export function parallelism(): number {
  const answers = [
    // The process first: test environments that imitate a browser make up a navigator.
    attempt(() => host.process.getBuiltinModule('node:os').availableParallelism()),
    attempt(() => host.navigator.hardwareConcurrency),
  ];
  return answers.find((count) => Number.isInteger(count) && Number(count) > 0) ?? USUAL_THREADS;
}
