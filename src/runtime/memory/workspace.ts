/** Puts the binary on a memory, and the tables of its kernels there. */
import { arrayOver, bytesOf, copyElements, type ElementArray } from '../elements.ts';
import type { HostFunctions, Kernel } from '../kernel.ts';
import { X } from './arithmetic.ts';

export const WASM_PAGE = 65536;
/** The most that 32-bit addresses reach. */
export const MAXIMUM_PAGES = 65536;
/** Arrays and stages begin at multiples of this. */
const CACHE_LINE = 64;

/** The binary on one memory, for one thread. */
export interface Workspace {
  readonly memory: WebAssembly.Memory;
  /** Address from which on the binary leaves memory to others. */
  readonly heap: number;
  /** Bytes of scratch memory that each thread needs. */
  readonly scratchBytes: number;
  /** X·X/X of arithmetic.ts, computed by the binary and read as arrays are. */
  readonly probed: number;
  /** A kernel, ready to run. */
  load(kernel: Kernel): LoadedKernel;
}

/** A kernel on one memory, for one thread. */
export interface LoadedKernel {
  readonly kernel: Kernel;
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

/**
 * @param memory one on which nothing but this binary is
 * @param worker this thread's number among those that work for the thread that made the memory; absent for that thread
 * @throws Error if `module` is another binary
 */
export function openWorkspace(
  module: WebAssembly.Module,
  hostFunctions: HostFunctions,
  memory: WebAssembly.Memory,
  tables: Tables,
  worker?: number,
): Workspace {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, ...hostFunctions } });
  function exported<T>(name: string): T {
    if (!exports[name]) throw new Error('"module" is not the kernel; compile kernel.wasm of this version');
    return exports[name] as T;
  }
  const numberIn = (name: string): number => exported<WebAssembly.Global>(name).value;

  const heap = alignUp(numberIn('heapAddress'));
  const scratchBytes = alignUp(numberIn('scratchBytes'));
  const stageAddress = numberIn('stageAddress');
  const stageBytes = numberIn('stageLength') * Float64Array.BYTES_PER_ELEMENT;
  const stageStep = alignUp(numberIn('stageRoom') / 3 - CACHE_LINE);
  const scratch = worker === undefined ? numberIn('scratchAddress') : heap + worker * scratchBytes;
  exported<(target: number, x: number) => void>('probe')(scratch, X);
  const kernels = new Map<string, LoadedKernel>();

  /** Other threads may read tables meanwhile: these are overwritten with what they hold. */
  function copyFrom(source: Workspace, begin: number, end: number): void {
    const doubles = new Float64Array(source.memory.buffer, begin, (end - begin) / Float64Array.BYTES_PER_ELEMENT);
    copyElements(new Float64Array(memory.buffer, begin), doubles, 0);
  }

  function open(kernel: Kernel): LoadedKernel {
    if (tables === 'computed') exported<() => void>(kernel.exports.initialize)();
    else if (tables !== 'there') {
      const [begin, end] = kernel.exports.tables;
      tables.load(kernel);
      // The constants, and then what is this kernel's alone.
      copyFrom(tables, 0, numberIn('tablesAddress'));
      copyFrom(tables, numberIn(begin), numberIn(end));
    }
    const { elementType } = kernel;
    const length = stageBytes / bytesOf(elementType, 1);
    const stageAt = (moved: number): ElementArray => arrayOver(elementType, memory.buffer, stageAddress + moved, length);
    const stages = [stageAt(0), stageAt(stageStep), stageAt(2 * stageStep)] as const;
    const loaded = { kernel, run: exported<LoadedKernel['run']>(kernel.exports.run), scratch, stages };
    kernels.set(kernel.id, loaded);
    return loaded;
  }

  return {
    memory,
    heap,
    scratchBytes,
    probed: new Float64Array(memory.buffer, scratch, 1)[0] as number,
    load: (kernel) => kernels.get(kernel.id) ?? open(kernel),
  };
}

/** A memory of `pages` pages at least. @throws RangeError if it can't be had */
export function createMemory(pages: number, maximum: number, shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum, shared });
}

/** The first address from `address` on at which an array may begin. */
export function alignUp(address: number): number {
  return Math.ceil(address / CACHE_LINE) * CACHE_LINE;
}
