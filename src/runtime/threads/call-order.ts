/** Calls of `async` that would get in each other's way take effect in the order in which they were made. */

import type { Signal } from '../backend.ts';
import { bufferOf, byteLengthOf, byteOffsetOf, type ElementArray, isShared } from '../elements.ts';
import { isFirstOfItsMemory } from '../memory/one-memory.ts';
import { onAbort } from './abort.ts';
import { type Call, type Claim, Segments } from './segments.ts';

/** The memories that calls of all instances use: by their buffers, or by OTHERS. */
const ordinary = new Map<object, Segments>();
const shared = new Map<object, Segments>();
/** Stands for all shared memory of which it is not known that it is another's: two buffers may be one, at the same addresses. */
const OTHERS = {};

/** The only call under way, which most are: not worth an entry above until there is another. */
let alone: Entry | undefined;
const NOBODY: ReadonlySet<Call> = new Set();

/** None while no call is under way. */
export function memoriesInUse(): number {
  return ordinary.size + shared.size + (alone ? 1 : 0);
}

/**
 * Runs `start`, which looks at the signal itself, once every earlier call is settled that reads what this one writes, or
 * writes what this one reads or writes. Rejects with the reason of the signal if that is aborted before.
 */
export function inCallOrder(
  x: ElementArray,
  out: ElementArray,
  signal: Signal | undefined,
  start: () => Promise<void>,
): Promise<void> {
  let settle!: () => void;
  const call: Call = new Promise((resolve) => {
    settle = resolve;
  });
  const places = [placeOf(x, false), placeOf(out, true)].filter(({ begin, end }) => begin < end);
  const entry = { places, call };
  const earlier = enter(entry);

  async function run(): Promise<void> {
    try {
      await start();
    } finally {
      end();
    }
  }
  function end(): void {
    leave(entry);
    settle();
  }
  if (earlier.size === 0) return run();
  return new Promise((resolve, reject) => {
    // A call that is aborted, or whose signal throws, keeps its place too: those behind it wait for it alone, and not for those
    // before it.
    let unsubscribe = (): void => undefined;
    let next: () => Promise<void> | void = run;
    try {
      unsubscribe = onAbort(signal, reject);
    } catch (error) {
      reject(error);
      next = end;
    }
    Promise.all(earlier).finally(unsubscribe).then(next).then(resolve, reject);
  });
}

/** A call and what it uses. */
interface Entry {
  readonly places: readonly Place[];
  readonly call: Call;
}

/** What a call uses of which memory. */
interface Place extends Claim {
  readonly memories: Map<object, Segments>;
  readonly key: object;
}

function placeOf(array: ElementArray, writes: boolean): Place {
  const buffer = bufferOf(array);
  const begin = byteOffsetOf(array);
  const memories = isShared(buffer) ? shared : ordinary;
  const key = memories === ordinary || isFirstOfItsMemory(buffer) ? buffer : OTHERS;
  return { memories, key, begin, end: begin + byteLengthOf(array), writes };
}

function mayBeMemoryOf({ memories, key }: Place): Iterable<Segments | undefined> {
  return key === OTHERS ? shared.values() : [memories.get(key), memories.get(OTHERS)];
}

/** Returns whom the call waits for. */
function enter(entry: Entry): ReadonlySet<Call> {
  if (alone === undefined && ordinary.size + shared.size === 0) {
    alone = entry;
    return NOBODY;
  }
  const first = alone;
  alone = undefined;
  if (first) add(first);
  const earlier = new Set<Call>();
  for (const place of entry.places) for (const segments of mayBeMemoryOf(place)) segments?.addConflicts(place, earlier);
  add(entry);
  return earlier;
}

function add({ places, call }: Entry): void {
  for (const place of places) {
    const segments = place.memories.get(place.key) ?? new Segments();
    place.memories.set(place.key, segments);
    segments.add(place, call);
  }
}

function leave(entry: Entry): void {
  if (alone === entry) {
    alone = undefined;
    return;
  }
  for (const place of entry.places) {
    const segments = place.memories.get(place.key);
    segments?.remove(place, entry.call);
    if (segments?.isUnused) place.memories.delete(place.key);
  }
}
