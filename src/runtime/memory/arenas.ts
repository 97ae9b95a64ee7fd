/** Memory in which kernels find arrays: where `alloc` takes them from. */
import { arrayOver, bytesOf, type ElementArray, type ElementType } from '../elements.ts';
import { messageOf } from '../errors.ts';
import { yieldToEventLoop } from '../event-loop.ts';
import type { HostFunctions, Kernel } from '../kernel.ts';
import { weigh } from './gc-pressure.ts';
import { alignUp, type Layout } from './instance.ts';
import { noteFirstOfItsMemory } from './one-memory.ts';
import { createMemory, MAXIMUM_PAGES, openWorkspace, WASM_PAGE, type Workspace } from './workspace.ts';

/** Bytes of arrays that an arena has room for, unless two arrays need more. */
const LEAST_ROOM = 32 * 2 ** 20;
/** Arrays to give up on at most, after an arena could not be opened, before the next attempt. */
const MOST_SKIPPED = 64;

/**
 * One memory of a fixed size, filled front to back with arrays and never used again: it belongs to the engine's garbage
 * collector, which knows on all threads who holds its buffer. Views of it never detach, since it never grows.
 */
export interface Arena {
  /** Names it among all of the instance, on all threads. */
  readonly id: number;
  /** Of the thread that made it. */
  readonly workspace: Workspace;
}

export interface Arenas {
  /** The arena whose memory is behind this buffer object. */
  arenaOf(buffer: ArrayBufferLike): Arena | undefined;
  /** A zeroed array, in one arena with its partner, which x and out of a call often are; undefined if there is no arena for it. */
  alloc(type: ElementType, length: number): ElementArray | undefined;
  /** A zeroed array in an arena of its own. @throws RangeError if there is none */
  allocAlone(type: ElementType, length: number): ElementArray;
  /** Why the last array that got no arena got none. */
  readonly failure: string | undefined;
}

export interface ArenaOptions {
  readonly shared: boolean;
  /** The module that holds a kernel, for these memories. */
  readonly moduleFor: (kernel: Kernel) => WebAssembly.Module;
  readonly hostFunctions: HostFunctions;
  /** From where tables are copied. */
  readonly staging: Workspace;
  readonly layout: Layout;
  /** Threads besides this one that compute in an arena. */
  readonly workers: number;
}

export function createArenas({ shared, moduleFor, hostFunctions, staging, layout, workers }: ArenaOptions): Arenas {
  const arenas = new WeakMap<ArrayBufferLike, Arena>();
  const begin = layout.heap + workers * layout.scratchBytes;
  const most = MAXIMUM_PAGES * WASM_PAGE - begin;
  const current = createCurrent();
  let nextId = 1;
  let next = 0;
  /** Sizes in bytes of which the current arena holds an odd number of arrays: one has no partner. */
  const lone = new Set<number>();
  let failure: string | undefined;
  let failures = 0;
  let skipped = 0;

  function open(room: number): ArrayBufferLike {
    const pages = Math.ceil((begin + room) / WASM_PAGE);
    const memory = createMemory(pages, pages, shared);
    const { buffer } = memory;
    arenas.set(buffer, { id: nextId++, workspace: openWorkspace({ memory, tables: staging, moduleFor, hostFunctions }) });
    if (shared) {
      noteFirstOfItsMemory(buffer);
      weigh(buffer);
    }
    return buffer;
  }

  /** An arena for two arrays of so many bytes at least, or where that is not possible for one. */
  function openFor(bytes: number): ArrayBufferLike {
    const room = Math.max(LEAST_ROOM, 2 * bytes);
    if (room > most) return open(bytes);
    try {
      return open(room);
    } catch (error) {
      if (room <= LEAST_ROOM) throw error;
      return open(bytes);
    }
  }

  /** The same, but where there was none lately it is not asked for each time: engines collect all garbage before they refuse. */
  function tryToOpenFor(bytes: number): ArrayBufferLike | undefined {
    if (bytes > most || skipped++ < Math.min(failures, MOST_SKIPPED)) return undefined;
    skipped = 0;
    try {
      const buffer = openFor(bytes);
      current.set(buffer);
      next = begin;
      lone.clear();
      failures = 0;
      return buffer;
    } catch (error) {
      failure = messageOf(error);
      failures++;
      return undefined;
    }
  }

  return {
    arenaOf: (buffer) => arenas.get(buffer),
    alloc(type, length) {
      const bytes = alignUp(bytesOf(type, length));
      // Of two arrays of one size the second is taken for the partner of the first.
      const needed = lone.has(bytes) ? bytes : 2 * bytes;
      let buffer = current.get();
      if (buffer === undefined || next + needed > buffer.byteLength) buffer = tryToOpenFor(bytes);
      if (buffer === undefined) return undefined;
      if (!lone.delete(bytes)) lone.add(bytes);
      const array = arrayOver(type, buffer, next, length);
      next += bytes;
      return array;
    },
    allocAlone: (type, length) => arrayOver(type, open(bytesOf(type, length)), begin, length),
    get failure() {
      return failure;
    },
  };
}

/** The arena that is being filled. */
interface Current {
  get(): ArrayBufferLike | undefined;
  set(buffer: ArrayBufferLike): void;
}

/**
 * Holds the buffer until the end of the turn, and then only as long as others do. A weak reference from the beginning would
 * hold it too long: what one has been read or made in a turn is kept until that ends.
 */
function createCurrent(): Current {
  let held: ArrayBufferLike | undefined;
  let weak: WeakRef<ArrayBufferLike> | undefined;
  let loosening = false;

  function hold(buffer: ArrayBufferLike | undefined): void {
    held = buffer;
    if (loosening || typeof WeakRef !== 'function') return;
    loosening = true;
    void yieldToEventLoop().then(() => {
      loosening = false;
      weak = held && new WeakRef(held);
      held = undefined;
    });
  }

  return {
    get() {
      if (held === undefined) hold(weak?.deref());
      return held;
    },
    set: hold,
  };
}
