/**
 * How an asynchronous call is computed: at once; in slices on the calling thread; by workers that get copies; or by workers
 * that reach the arrays.
 */
export type Route = 'direct' | 'slices' | 'copied' | 'shared';

/** What the choice depends on. The last two are read only where threads can pay, so they may be opened on demand. */
export interface RouteFacts {
  readonly length: number;
  /** The kernel's, see `Kernel`. */
  readonly worthWorkers: number;
  readonly overlapInPart: boolean;
  /** Whether x and out both lie in memory that workers can reach. */
  readonly sharedArrays: boolean;
  /** Whether the workers' kernels run on shared memory. */
  readonly sharedMemory: boolean;
  /** Workers that compute, or would. */
  readonly workers: number;
}

/** The greatest length that is not worth being copied to workers and back. */
const WORTH_COPIES = 524288;

export function route(facts: RouteFacts): Route {
  const { length, worthWorkers, overlapInPart, sharedArrays } = facts;
  if (length <= worthWorkers) return 'direct';
  const reachable = sharedArrays && facts.sharedMemory;
  if (facts.workers === 0 || overlapInPart) return 'slices';
  if (reachable) return 'shared';
  return length <= WORTH_COPIES ? 'slices' : 'copied';
}
