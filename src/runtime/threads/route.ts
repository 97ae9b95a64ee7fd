/**
 * How an asynchronous call is computed: at once; in slices on the calling thread; or on all threads, where workers get copies by
 * messages, get copies through shared memory, or reach the arrays.
 */
export type Route = 'direct' | 'slices' | 'copied' | 'staged' | 'shared';

/** What the choice depends on. The last three are read only where threads can pay, so they may be opened on demand. */
export interface RouteFacts {
  readonly length: number;
  /** The kernel's, see `Kernel`. */
  readonly worthWorkers: number;
  readonly overlapInPart: boolean;
  /** Whether x and out both lie in memory that workers can reach. */
  readonly sharedArrays: boolean;
  /** Whether the call is worth workers, now that it may have to start them. */
  readonly worthPool: boolean;
  /** Whether the workers' kernels run on shared memory. */
  readonly sharedMemory: boolean;
  /** Threads that compute, or would, the calling thread among them. */
  readonly threads: number;
}

/** The greatest lengths that are not worth being copied to workers and back, by shared memory and by messages. */
const WORTH_STAGES = 262144;
const WORTH_COPIES = 524288;
/** More than that do not fit into a shared word. */
const MOST_ELEMENTS = 2 ** 32;

export function route(facts: RouteFacts): Route {
  const { length, worthWorkers, overlapInPart, sharedArrays } = facts;
  if (length <= worthWorkers) return 'direct';
  if (overlapInPart || length >= MOST_ELEMENTS || !facts.worthPool || facts.threads === 1) return 'slices';
  if (!facts.sharedMemory) return length <= WORTH_COPIES ? 'slices' : 'copied';
  if (sharedArrays) return 'shared';
  return length <= WORTH_STAGES ? 'slices' : 'staged';
}
