/** Puts the kernel on a memory. */

import type { Rounding } from '../../api/types.ts';
import { nearestSigmoid } from '../../functions/sigmoid/nearest.ts';

export const PAGE = 65536;
/** Arrays and stages begin at multiples of this. */
export const CACHE_LINE = 64;
/** The most that 32-bit addresses reach. */
export const MAXIMUM_PAGES = 65536;
/** Bytes of the constants, table and stage, rounded up to whole pages. */
export const BASE_BYTES = 6 * PAGE;

/** As in assembly/core/layout.ts. */
const STAGE_ROOM = 4096;
const STAGE_STEP = 1344;

/** What a further thread needs of a shared memory. */
export interface ThreadPart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Of its scratch memory and its stage. */
  readonly address: number;
}

/** The kernel on one memory. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  /** target[i] = σ(source[i]); byte addresses, and the address of scratch memory for this thread alone. */
  readonly sigmoid: (source: number, target: number, length: number, scratch: number) => void;
  /** Address of the scratch memory of the thread that made the kernel. */
  readonly scratch: number;
  /** Where arrays from elsewhere are copied to, block by block: one place, moved by a third of `STAGE_ROOM` each. */
  readonly stages: readonly [Float64Array, Float64Array, Float64Array];
  /** Address from which on memory is free. */
  readonly heap: number;
  /** Bytes of scratch memory and stage that each further thread needs. */
  readonly threadBytes: number;
}

interface KernelExports {
  readonly initialize: () => void;
  readonly initializeCorrect: () => void;
  readonly sigmoid: Kernel['sigmoid'];
  readonly sigmoidCorrect: Kernel['sigmoid'];
  readonly scratchAddress: WebAssembly.Global;
  readonly scratchBytes: WebAssembly.Global;
  readonly stageAddress: WebAssembly.Global;
  readonly stageLength: WebAssembly.Global;
  readonly heapAddress: WebAssembly.Global;
}

/** A memory of `bytes` bytes at least. @throws RangeError if it can't be had */
export function createMemory(bytes: number, maximum: number, shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE), maximum, shared });
}

/** Puts the kernel on a memory that nothing else uses yet, and writes its table there. */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory, rounding: Rounding): Kernel {
  const exports = instantiate(module, memory);
  if (rounding === 'correct') exports.initializeCorrect();
  else exports.initialize();
  return kernelOf(exports, memory, rounding, numberIn(exports.scratchAddress), numberIn(exports.stageAddress));
}

/** The kernel for a thread with a part of a memory that has its table: `address` is that of `threadBytes` bytes of its own. */
export function attachKernel({ module, memory, address }: ThreadPart, rounding: Rounding): Kernel {
  const exports = instantiate(module, memory);
  return kernelOf(exports, memory, rounding, address, address + stageOffset(exports));
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  const exports = new WebAssembly.Instance(module, { env: { memory, nearestSigmoid } }).exports as unknown as KernelExports;
  if (typeof exports.initialize !== 'function' || typeof exports.sigmoidCorrect !== 'function') {
    throw new Error('"module" is not the kernel; compile sigmoid-wasm/kernel.wasm of this version');
  }
  return exports;
}

function kernelOf(
  exports: KernelExports,
  memory: WebAssembly.Memory,
  rounding: Rounding,
  scratch: number,
  stageAddress: number,
): Kernel {
  const length = numberIn(exports.stageLength);
  const stageAt = (moved: number): Float64Array => new Float64Array(memory.buffer, stageAddress + moved, length);
  return {
    memory,
    sigmoid: rounding === 'correct' ? exports.sigmoidCorrect : exports.sigmoid,
    scratch,
    stages: [stageAt(0), stageAt(STAGE_STEP), stageAt(2 * STAGE_STEP)],
    heap: numberIn(exports.heapAddress),
    threadBytes: stageOffset(exports) + length * Float64Array.BYTES_PER_ELEMENT + STAGE_ROOM,
  };
}

/** Where a thread's stage begins, behind its scratch memory, at a cache line. */
function stageOffset(exports: KernelExports): number {
  return Math.ceil(numberIn(exports.scratchBytes) / CACHE_LINE) * CACHE_LINE;
}

function numberIn(global: WebAssembly.Global): number {
  return global.value as number;
}
