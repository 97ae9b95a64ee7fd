import type { Runner } from '../backend.ts';
import { ARRAY_TYPES, bufferOf, copyElements, type ElementArray, lengthOf, view } from '../elements.ts';
import type { LoadedKernel } from '../memory/workspace.ts';
import type { PoolWorker } from './pool-worker.ts';
import type { Parcel } from './protocol.ts';
import type { WorkSource } from './work-source.ts';

/** Elements of a parcel: 512 KiB of doubles. */
const PARCEL_ELEMENTS = 65536;
/** Parcels on their way at once, for each worker: one is computed while another travels. */
const PARCELS_UNDERWAY = 2;
/** Elements that the calling thread computes at a time. */
const PIECE_ELEMENTS = 16384;

/** Indices of the first element, and behind the last. */
type Range = readonly [begin: number, end: number];

/**
 * Work over memory that no worker reaches, where there is no shared memory either: copies go to workers and back, a few at a
 * time. The calling thread computes too.
 *
 * @param loaded what is computed, on an ordinary memory
 * @param run computes on the calling thread
 */
export function createCopiedParcels(
  id: number,
  { kernel, module }: LoadedKernel,
  x: ElementArray,
  out: ElementArray,
  run: Runner['run'],
): WorkSource {
  const type = kernel.elementType;
  const total = lengthOf(type, x);
  const { take, putBack, cancel } = createRanges(total);
  /** What each worker has in hand, by its beginnings. */
  const underway = new Map<PoolWorker, Map<number, Range>>();
  const answers: [PoolWorker, Parcel][] = [];
  let done = 0;

  /** Sends the next elements in `buffer`, which is used again and again. */
  function send(worker: PoolWorker, inHand: Map<number, Range>, buffer: ElementArray<ArrayBuffer>): void {
    const range = take(PARCEL_ELEMENTS);
    if (range === undefined) return;
    const [begin, end] = range;
    const elements = view(type, buffer, 0, end - begin) as ElementArray<ArrayBuffer>;
    copyElements(elements, view(type, x, begin, end), 0);
    inHand.set(begin, range);
    worker.post({ kind: 'parcel', id, kernel, module, begin, elements }, [bufferOf(buffer) as ArrayBuffer]);
  }

  function accept(worker: PoolWorker, { begin, elements }: Parcel): void {
    const inHand = underway.get(worker);
    if (inHand === undefined) return;
    inHand.delete(begin);
    copyElements(out, elements, begin);
    done += lengthOf(type, elements);
    send(worker, inHand, new ARRAY_TYPES[type](bufferOf(elements) as ArrayBuffer));
    if (inHand.size === 0) underway.delete(worker);
  }

  return {
    total,
    get done() {
      return done;
    },
    get busy() {
      return [...underway.keys()];
    },
    needsMessages: true,
    news: 0,
    onNews: () => undefined,
    enlist(worker) {
      const inHand = new Map<number, Range>();
      underway.set(worker, inHand);
      for (let i = 0; i < PARCELS_UNDERWAY; i++) send(worker, inHand, new ARRAY_TYPES[type](PARCEL_ELEMENTS));
      if (inHand.size === 0) underway.delete(worker);
    },
    receive: (worker, answer) => void answers.push([worker, answer as Parcel]),
    computeSome() {
      const answer = answers.shift();
      if (answer) {
        accept(...answer);
        return true;
      }
      const range = take(PIECE_ELEMENTS);
      if (range === undefined) return false;
      run(view(type, x, ...range), view(type, out, ...range));
      done += range[1] - range[0];
      return true;
    },
    // Nothing was written of a parcel that did not come back.
    leave(worker) {
      putBack(underway.get(worker)?.values() ?? []);
      underway.delete(worker);
    },
    cancel() {
      cancel();
      // Of these nobody writes to the caller's memory.
      underway.clear();
    },
    close: cancel,
  };
}

interface Ranges {
  /** The next elements, at most so many unless they were put back; undefined if none are left. */
  take(most: number): Range | undefined;
  putBack(ranges: Iterable<Range>): void;
  /** Leaves none to take. */
  cancel(): void;
}

function createRanges(total: number): Ranges {
  const returned: Range[] = [];
  let next = 0;
  let cancelled = false;
  return {
    take(most) {
      if (cancelled) return undefined;
      if (returned.length > 0) return returned.pop();
      if (next >= total) return undefined;
      const begin = next;
      next = Math.min(total, begin + most);
      return [begin, next];
    },
    putBack: (ranges) => void returned.push(...ranges),
    cancel() {
      cancelled = true;
    },
  };
}
