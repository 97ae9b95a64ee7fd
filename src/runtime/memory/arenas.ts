import { ARRAY_TYPES, bytesOf } from '../elements.ts';
import type { Program } from '../kernel.ts';
import type { KernelMemory } from './kernel-memory.ts';
import { alignUp, createMemory, MAXIMUM_PAGES, openWorkspace, WASM_PAGE, type Workspace } from './workspace.ts';

/** An arena has room for arrays worth this much, unless one array needs more. */
const ARENA_BYTES = 64 * 2 ** 20;

/**
 * Ordinary memories, which would detach every view if they grew. So none grows: arrays are put into arenas one after the
 * other, each arena a memory with a workspace of its own, collected as a whole once no array uses it.
 */
export function createArenas(module: WebAssembly.Module, { binary, hostFunctions }: Program): KernelMemory {
  const begin = binary.pages * WASM_PAGE;
  const workspaces = new WeakMap<ArrayBufferLike, Workspace>();
  let arena: WeakRef<ArrayBufferLike> | undefined;
  let next = 0;

  function openArena(bytes: number): ArrayBufferLike | undefined {
    try {
      const pages = Math.ceil((begin + Math.max(ARENA_BYTES, bytes)) / WASM_PAGE);
      const memory = createMemory(pages, MAXIMUM_PAGES, false);
      workspaces.set(memory.buffer, openWorkspace(module, hostFunctions, memory));
      return memory.buffer;
    } catch {
      return undefined;
    }
  }

  return {
    workspaceOf: (buffer) => workspaces.get(buffer),
    alloc(type, length) {
      if (typeof WeakRef !== 'function') return undefined;
      const bytes = alignUp(bytesOf(type, length));
      let buffer = arena?.deref();
      if (buffer === undefined || next + bytes > buffer.byteLength) {
        buffer = openArena(bytes);
        if (buffer === undefined) return undefined;
        arena = new WeakRef(buffer);
        next = begin;
      }
      const array = new ARRAY_TYPES[type](buffer, next, length);
      next += bytes;
      return array;
    },
    reserve: () => undefined,
    release: () => undefined,
  };
}
