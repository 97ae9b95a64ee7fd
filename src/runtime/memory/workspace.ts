/** Puts the binary on a memory, and the tables of its kernels there. */
import { ARRAY_TYPES, type ElementArray } from '../elements.ts';
import type { HostFunctions, Kernel } from '../kernel.ts';

export const WASM_PAGE = 65536;
/** The most that 32-bit addresses reach. */
export const MAXIMUM_PAGES = 65536;
/** Arrays and stages begin at multiples of this. */
const CACHE_LINE = 64;

/** The binary on one memory, for one thread. */
export interface Workspace {
  /** Address from which on memory is free. */
  readonly heap: number;
  /** Bytes of scratch memory and stage that each further thread needs. */
  readonly threadBytes: number;
  /**
   * A kernel, ready to run. Its tables are written the first time, by the thread that put the binary on the memory: other
   * threads load only kernels that this one has loaded before.
   */
  load(kernel: Kernel): LoadedKernel;
}

/** A kernel on one memory, for one thread. */
export interface LoadedKernel {
  readonly kernel: Kernel;
  /** Computes target[i] from source[i]; takes byte addresses, and that of scratch memory for this thread alone. */
  readonly run: (source: number, target: number, length: number, scratch: number) => void;
  /** Address of this thread's scratch memory. */
  readonly scratch: number;
  /** Where arrays from elsewhere are copied to, block by block: one place, moved a little each. */
  readonly stages: readonly [ElementArray, ElementArray, ElementArray];
}

/** What a further thread needs of a shared memory. */
export interface ThreadPart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the thread's scratch memory, with its stage behind it. */
  readonly address: number;
}

/**
 * @param memory one that nothing else uses yet; or, with `address`, one that another thread has put the binary on
 * @param address of `threadBytes` bytes for this thread alone
 * @throws Error if `module` is another binary
 */
export function openWorkspace(
  module: WebAssembly.Module,
  hostFunctions: HostFunctions,
  memory: WebAssembly.Memory,
  address?: number,
): Workspace {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, ...hostFunctions } });
  function exported<T>(name: string): T {
    if (!exports[name]) throw new Error('"module" is not the kernel; compile kernel.wasm of this version');
    return exports[name] as T;
  }
  const numberIn = (name: string): number => exported<WebAssembly.Global>(name).value;

  const stageOffset = alignUp(numberIn('scratchBytes'));
  const stageBytes = numberIn('stageLength') * Float64Array.BYTES_PER_ELEMENT;
  const stageRoom = numberIn('stageRoom');
  const stageStep = alignUp(stageRoom / 3 - CACHE_LINE);
  const scratch = address ?? numberIn('scratchAddress');
  const stageAddress = address === undefined ? numberIn('stageAddress') : address + stageOffset;
  const kernels = new Map<string, LoadedKernel>();

  function open(kernel: Kernel): LoadedKernel {
    if (address === undefined) exported<() => void>(kernel.exports.initialize)();
    const ArrayType = ARRAY_TYPES[kernel.elementType];
    const length = stageBytes / ArrayType.BYTES_PER_ELEMENT;
    const stageAt = (moved: number): ElementArray => new ArrayType(memory.buffer, stageAddress + moved, length);
    const stages = [stageAt(0), stageAt(stageStep), stageAt(2 * stageStep)] as const;
    const loaded = { kernel, run: exported<LoadedKernel['run']>(kernel.exports.run), scratch, stages };
    kernels.set(kernel.id, loaded);
    return loaded;
  }

  return {
    heap: numberIn('heapAddress'),
    threadBytes: alignUp(stageOffset + stageBytes + stageRoom),
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
