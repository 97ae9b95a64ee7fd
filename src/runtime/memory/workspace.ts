/** Puts binaries on a memory, and the tables of their kernels there. */
import { arrayOver, bytesOf, copyElements, type ElementArray } from '../elements.ts';
import type { HostFunctions, Kernel } from '../kernel.ts';
import { type Instance, instantiate } from './instance.ts';

export const WASM_PAGE = 65536;
/** The most that 32-bit addresses reach. */
export const MAXIMUM_PAGES = 65536;

/** One memory, for one thread, and what runs on it. */
export interface Workspace {
  readonly memory: WebAssembly.Memory;
  /** The binary that holds a kernel. @throws Error that says why it can't be had */
  instanceFor(kernel: Kernel): Instance;
  /** A kernel, ready to run. */
  load(kernel: Kernel): LoadedKernel;
}

/** A kernel on one memory, for one thread. */
export interface LoadedKernel {
  readonly kernel: Kernel;
  /** Holds it; for memories that are shared like this one. */
  readonly module: WebAssembly.Module;
  /** Computes target[i] from source[i]; takes byte addresses, and that of scratch memory for this thread alone. */
  readonly run: (source: number, target: number, length: number, scratch: number) => void;
  /** Address of this thread's scratch memory. */
  readonly scratch: number;
  /** Where arrays from elsewhere are copied to, block by block: one place, moved a little each. For the first thread alone. */
  readonly stages: readonly [ElementArray, ElementArray, ElementArray];
}

/**
 * How the tables of a kernel come into a memory: computed there; copied from another workspace; or by another thread, which has
 * loaded the kernel before.
 */
export type Tables = 'computed' | Workspace | 'there';

export interface WorkspaceOptions {
  /** One on which nothing but binaries of the package is. */
  readonly memory: WebAssembly.Memory;
  readonly tables: Tables;
  /** The module that holds a kernel. */
  readonly moduleFor: (kernel: Kernel) => WebAssembly.Module;
  readonly hostFunctions: HostFunctions;
  /** This thread's number among those that work for the thread that made the memory; absent for that thread. */
  readonly worker?: number;
}

export function openWorkspace({ memory, tables, moduleFor, hostFunctions, worker }: WorkspaceOptions): Workspace {
  /** By the names of binaries. */
  const instances = new Map<string, Instance>();
  const kernels = new Map<string, LoadedKernel>();
  /** Tables that are in memory, by the exports that write them: kernels may have one in common. */
  const prepared = new Set<string>();

  function instanceFor(kernel: Kernel): Instance {
    const instance = instances.get(kernel.binary) ?? instantiate(moduleFor(kernel), hostFunctions, memory, worker);
    instances.set(kernel.binary, instance);
    return instance;
  }

  function prepare(kernel: Kernel): void {
    const { initialize, tables: names } = kernel.exports;
    const { layout, exported } = instanceFor(kernel);
    if (tables === 'computed') exported<() => void>(initialize)();
    else if (tables !== 'there') {
      tables.load(kernel);
      const [begin, end] = names.map((name) => exported<WebAssembly.Global>(name).value) as [number, number];
      copyBytes(tables.memory, memory, 0, layout.tables);
      copyBytes(tables.memory, memory, begin, end);
    }
    prepared.add(initialize);
  }

  function open(kernel: Kernel): LoadedKernel {
    const { exports, elementType } = kernel;
    const { layout, exported } = instanceFor(kernel);
    if (!prepared.has(exports.initialize)) prepare(kernel);
    const length = layout.stageBytes / bytesOf(elementType, 1);
    const stageAt = (moved: number): ElementArray => arrayOver(elementType, memory.buffer, layout.stage + moved, length);
    const stages = [stageAt(0), stageAt(layout.stageStep), stageAt(2 * layout.stageStep)] as const;
    const run = exported<LoadedKernel['run']>(exports.run);
    const loaded = { kernel, module: moduleFor(kernel), run, scratch: layout.scratch, stages };
    kernels.set(kernel.id, loaded);
    return loaded;
  }

  return { memory, instanceFor, load: (kernel) => kernels.get(kernel.id) ?? open(kernel) };
}

/** Other threads may read what is written: it is the constants and tables of kernels, which are there already, or those of others. */
function copyBytes(source: WebAssembly.Memory, target: WebAssembly.Memory, begin: number, end: number): void {
  const doubles = new Float64Array(source.buffer, begin, (end - begin) / Float64Array.BYTES_PER_ELEMENT);
  copyElements(new Float64Array(target.buffer, begin), doubles, 0);
}

/** A memory of `pages` pages at least. @throws RangeError if it can't be had */
export function createMemory(pages: number, maximum: number, shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum, shared });
}
