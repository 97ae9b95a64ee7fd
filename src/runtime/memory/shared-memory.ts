import { ARRAY_TYPES, bytesOf } from '../elements.ts';
import { outOfMemory } from '../errors.ts';
import type { Program } from '../kernel.ts';
import { Allocator } from './allocator.ts';
import { compileKernel } from './compile.ts';
import { createGcPressure } from './gc-pressure.ts';
import type { KernelMemory } from './kernel-memory.ts';
import { alignUp, createMemory, MAXIMUM_PAGES, openWorkspace, WASM_PAGE, type Workspace } from './workspace.ts';

/** Reservations to try, in pages: 4 GiB, 1 GiB, 256 MiB, 64 MiB. */
const RESERVATIONS = [MAXIMUM_PAGES, MAXIMUM_PAGES / 4, MAXIMUM_PAGES / 16, MAXIMUM_PAGES / 64];

/**
 * One memory that all threads reach, and that grows: its views never detach. Each array gets a SharedArrayBuffer object of its
 * own, a clone of the memory's that names the same bytes, and its bytes return when that object has been collected.
 *
 * @throws Error that says why there is no shared memory
 */
export function createSharedMemory({ binary, hostFunctions }: Program): KernelMemory {
  if (typeof SharedArrayBuffer !== 'function') {
    throw new Error('SharedArrayBuffer is not available here (a web page needs the headers COOP and COEP)');
  }
  if (typeof FinalizationRegistry !== 'function') throw new Error('FinalizationRegistry is not available here');
  const module = compileKernel(binary, true);
  const memory = createLargestMemory(binary.pages);
  const shared = openWorkspace(module, hostFunctions, memory);
  const { heap, threadBytes } = shared;
  requireAliasing(memory, heap - 1);
  const { take, give } = createHeap(memory, alignUp(heap));
  const registry = new FinalizationRegistry<readonly [address: number, bytes: number]>((range) => give(...range));
  const weigh = createGcPressure();
  const workspaces = new WeakMap<ArrayBufferLike, Workspace>([[memory.buffer, shared]]);

  return {
    shared,
    workspaceOf: (buffer) => workspaces.get(buffer),
    alloc(type, length) {
      const bytes = alignUp(bytesOf(type, Math.max(1, length)));
      const address = take(bytes);
      if (address === undefined) return undefined;
      const buffer = structuredClone(memory.buffer);
      registry.register(buffer, [address, bytes]);
      weigh(buffer, bytes);
      workspaces.set(buffer, shared);
      return new ARRAY_TYPES[type](buffer, address, length);
    },
    reserve() {
      const address = take(threadBytes);
      if (address === undefined) throw outOfMemory('f64', threadBytes / Float64Array.BYTES_PER_ELEMENT);
      return { module, memory, address };
    },
    release: ({ address }) => give(address, threadBytes),
  };
}

function createLargestMemory(pages: number): WebAssembly.Memory {
  let failure: unknown;
  for (const maximum of RESERVATIONS) {
    try {
      return createMemory(pages, maximum, true);
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

interface Heap {
  /** The address of as many zeroed bytes; undefined if the memory can't grow by so much. */
  take(bytes: number): number | undefined;
  /** Gives back what `take` gave. */
  give(address: number, bytes: number): void;
}

/** The memory from the address `begin` on, which grows when that is used up. */
function createHeap(memory: WebAssembly.Memory, begin: number): Heap {
  const allocator = new Allocator(begin);
  allocator.extend(memory.buffer.byteLength);
  /** From here on memory was never given out, and is still zero. */
  let fresh = begin;

  function grow(bytes: number): boolean {
    try {
      memory.grow(Math.ceil(allocator.missing(bytes) / WASM_PAGE));
    } catch {
      return false;
    }
    allocator.extend(memory.buffer.byteLength);
    return true;
  }

  return {
    take(bytes) {
      let address = allocator.take(bytes);
      if (address === undefined && grow(bytes)) address = allocator.take(bytes);
      if (address === undefined) return undefined;
      if (address < fresh) new Uint8Array(memory.buffer, address, bytes).fill(0);
      fresh = Math.max(fresh, address + bytes);
      return address;
    },
    give: (address, bytes) => allocator.give(address, bytes),
  };
}
