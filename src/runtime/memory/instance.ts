/** A binary on a memory, on this thread: its functions, and how the memory is laid out. */
import type { HostFunctions } from '../kernel.ts';
import { X } from './arithmetic.ts';

/** Arrays and stages begin at multiples of this. */
const CACHE_LINE = 64;

/** The first address from `address` on at which an array may begin. */
export function alignUp(address: number): number {
  return Math.ceil(address / CACHE_LINE) * CACHE_LINE;
}

/** How binaries lay out a memory, in bytes: the same for all of them. */
export interface Layout {
  /** Scratch memory of this thread alone. */
  readonly scratch: number;
  /** Scratch memory that each thread needs. */
  readonly scratchBytes: number;
  /** Where constants end and tables begin. */
  readonly tables: number;
  readonly stage: number;
  readonly stageBytes: number;
  /** By how much the stage may be moved, twice. */
  readonly stageStep: number;
  /** From here on memory is left to others. */
  readonly heap: number;
}

export interface Instance {
  readonly layout: Layout;
  /** X·X/X of arithmetic.ts, computed by the binary and read as arrays are. */
  readonly probed: number;
  /** What the binary exports. @throws Error if there is no such thing, since `module` is another binary */
  exported<T>(name: string): T;
}

/**
 * @param worker this thread's number among those that work for the thread that made the memory; absent for that thread
 * @throws Error if `module` is another binary
 */
export function instantiate(
  module: WebAssembly.Module,
  hostFunctions: HostFunctions,
  memory: WebAssembly.Memory,
  worker: number | undefined,
): Instance {
  const { exports } = new WebAssembly.Instance(module, { env: { memory, ...hostFunctions } });
  function exported<T>(name: string): T {
    if (!exports[name]) throw new Error('"module" is not the kernel; compile kernel.wasm of this version');
    return exports[name] as T;
  }
  const numberIn = (name: string): number => exported<WebAssembly.Global>(name).value;
  const scratchBytes = alignUp(numberIn('scratchBytes'));
  const heap = alignUp(numberIn('heapAddress'));
  const scratch = worker === undefined ? numberIn('scratchAddress') : heap + worker * scratchBytes;
  const layout = {
    scratch,
    scratchBytes,
    tables: numberIn('tablesAddress'),
    stage: numberIn('stageAddress'),
    stageBytes: numberIn('stageLength') * Float64Array.BYTES_PER_ELEMENT,
    stageStep: alignUp(numberIn('stageRoom') / 3 - CACHE_LINE),
    heap,
  };
  exported<(target: number, x: number) => void>('probe')(scratch, X);
  return { layout, exported, probed: new Float64Array(memory.buffer, scratch, 1)[0] as number };
}
