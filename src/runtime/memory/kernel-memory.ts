/**
 * Memory in which the kernel finds arrays: where `alloc` takes them from, and which kernel reaches a given buffer.
 *
 * An array may be dropped while a subarray of it lives on, so its memory may return only when its `buffer` is gone. Both
 * kinds of memory here give arrays such a buffer to watch.
 */

import type { Rounding } from '../../api/types.ts';
import { outOfMemory } from '../errors.ts';
import { Allocator } from './allocator.ts';
import { compileKernel } from './compile.ts';
import { createWeights } from './gc-pressure.ts';
import {
  BASE_BYTES,
  CACHE_LINE,
  createMemory,
  instantiateKernel,
  type Kernel,
  MAXIMUM_PAGES,
  PAGE,
  type ThreadPart,
} from './kernel.ts';

export interface KernelMemory {
  readonly shared: boolean;
  /** The kernel that reaches the memory behind this buffer. */
  kernelOf(buffer: ArrayBufferLike): Kernel | undefined;
  /** A zeroed array; undefined if it doesn't fit. */
  alloc(length: number): Float64Array | undefined;
  /** Where other threads reach it too, what they need for that. */
  readonly threads?: ThreadParts;
}

/** The part of each other thread: its scratch memory and its stage. */
export interface ThreadParts {
  /** The kernel of the thread that made the memory. */
  readonly kernel: Kernel;
  /** @throws RangeError if there is no memory for it */
  reserve(): ThreadPart;
  /** The thread is gone. */
  release(part: ThreadPart): void;
}

const alignUp = (bytes: number): number => Math.ceil(bytes / CACHE_LINE) * CACHE_LINE;

/** Reservations to try, in pages: 4 GiB, 1 GiB, 256 MiB, 64 MiB. */
const RESERVATIONS = [MAXIMUM_PAGES, MAXIMUM_PAGES / 4, MAXIMUM_PAGES / 16, MAXIMUM_PAGES / 64];

/**
 * One shared memory that grows: its views never detach. Each array gets a SharedArrayBuffer object of its own, a clone of
 * the memory's that names the same bytes, and its bytes return when that object has been collected.
 *
 * @throws Error that says why there is no shared memory
 */
export function createSharedMemory(rounding: Rounding): KernelMemory {
  if (typeof SharedArrayBuffer !== 'function') {
    throw new Error('SharedArrayBuffer is not available here (a web page needs the headers COOP and COEP)');
  }
  if (typeof FinalizationRegistry !== 'function') throw new Error('FinalizationRegistry is not available here');
  const module = compileKernel(true);
  const memory = reserve();
  const kernel = instantiateKernel(module, memory, rounding);
  requireAliasing(memory, kernel.scratch);

  const kernels = new WeakMap<ArrayBufferLike, Kernel>([[memory.buffer, kernel]]);
  const allocator = new Allocator(alignUp(kernel.heap));
  allocator.extend(memory.buffer.byteLength);
  /** From here on memory was never given out, and is still zero. */
  let fresh = 0;
  const registry = new FinalizationRegistry<{ address: number; bytes: number }>(({ address, bytes }) =>
    allocator.give(address, bytes),
  );
  const weigh = createWeights();

  function alloc(length: number): Float64Array | undefined {
    const bytes = alignUp(Math.max(1, length) * Float64Array.BYTES_PER_ELEMENT);
    const address = take(bytes);
    if (address === undefined) return undefined;
    const buffer = structuredClone(memory.buffer);
    registry.register(buffer, { address, bytes });
    weigh(buffer, bytes);
    kernels.set(buffer, kernel);
    const array = new Float64Array(buffer, address, length);
    if (address < fresh) array.fill(0);
    fresh = Math.max(fresh, address + bytes);
    return array;
  }

  function take(bytes: number): number | undefined {
    const free = allocator.take(bytes);
    if (free !== undefined) return free;
    try {
      memory.grow(Math.ceil(allocator.missing(bytes) / PAGE));
    } catch {
      return undefined;
    }
    allocator.extend(memory.buffer.byteLength);
    return allocator.take(bytes);
  }

  const threadBytes = alignUp(kernel.threadBytes);
  return {
    shared: true,
    kernelOf: (buffer) => kernels.get(buffer),
    alloc,
    threads: {
      kernel,
      reserve() {
        const address = take(threadBytes);
        if (address === undefined) throw outOfMemory(threadBytes / Float64Array.BYTES_PER_ELEMENT);
        fresh = Math.max(fresh, address + threadBytes);
        return { module, memory, address };
      },
      release: ({ address }) => allocator.give(address, threadBytes),
    },
  };
}

function reserve(): WebAssembly.Memory {
  let failure: unknown;
  for (const maximum of RESERVATIONS) {
    try {
      return createMemory(BASE_BYTES, maximum, true);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Two buffer objects for one memory: what `alloc` needs in order to know when an array is gone. */
function requireAliasing(memory: WebAssembly.Memory, address: number): void {
  const clone = new Uint8Array(structuredClone(memory.buffer), address, 1);
  const original = new Uint8Array(memory.buffer, address, 1);
  clone[0] = 1;
  const aliased = clone.buffer !== original.buffer && original[0] === 1;
  clone[0] = 0;
  if (!aliased) throw new Error('this engine does not clone the SharedArrayBuffer of a WebAssembly.Memory');
}

/** An arena has room for arrays worth this much, unless one array needs more. */
const ARENA_BYTES = 64 * 2 ** 20;

/**
 * Ordinary memories, which would detach every view if they grew. So none grows: arrays are put into arenas one after the
 * other, each arena a memory with a kernel of its own, collected as a whole once no array uses it.
 */
export function createArenas(module: WebAssembly.Module, rounding: Rounding): KernelMemory {
  const kernels = new WeakMap<ArrayBufferLike, Kernel>();
  let arena: WeakRef<ArrayBufferLike> | undefined;
  let next = 0;

  function alloc(length: number): Float64Array | undefined {
    if (typeof WeakRef !== 'function') return undefined;
    const bytes = alignUp(length * Float64Array.BYTES_PER_ELEMENT);
    let buffer = arena?.deref();
    if (buffer === undefined || next + bytes > buffer.byteLength) {
      buffer = openArena(bytes);
      if (buffer === undefined) return undefined;
      arena = new WeakRef(buffer);
      next = BASE_BYTES;
    }
    const array = new Float64Array(buffer, next, length);
    next += bytes;
    return array;
  }

  function openArena(bytes: number): ArrayBufferLike | undefined {
    try {
      const memory = createMemory(BASE_BYTES + Math.max(ARENA_BYTES, bytes), MAXIMUM_PAGES, false);
      kernels.set(memory.buffer, instantiateKernel(module, memory, rounding));
      return memory.buffer;
    } catch {
      return undefined;
    }
  }

  return { shared: false, kernelOf: (buffer) => kernels.get(buffer), alloc };
}
