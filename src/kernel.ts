/** Compiles the kernel and puts it on a memory. */
import { kernelBase64 } from './kernel-bytes.ts';

export const PAGE = 65536;
/** The most that 32-bit addresses reach. */
export const MAXIMUM_PAGES = 65536;
/** Bytes of the constants, table and stage, rounded up to whole pages. */
export const BASE_BYTES = 4 * PAGE;

/** The kernel on one memory. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  /** target[i] = σ(source[i]); byte addresses, and the address of scratch memory for this thread alone. */
  readonly sigmoid: (source: number, target: number, length: number, scratch: number) => void;
  /** Address of the scratch memory of the thread that made the kernel. */
  readonly scratch: number;
  /** Where arrays from elsewhere are copied to, block by block. */
  readonly stageAddress: number;
  readonly stage: Float64Array;
  /** Address from which on memory is free. */
  readonly heap: number;
}

interface KernelExports {
  readonly initialize: () => void;
  readonly sigmoid: Kernel['sigmoid'];
  readonly scratchAddress: WebAssembly.Global;
  readonly stageAddress: WebAssembly.Global;
  readonly stageLength: WebAssembly.Global;
  readonly heapAddress: WebAssembly.Global;
}

/**
 * The compiled kernel, for an ordinary or a shared memory: one binary, that differs in a flag of its memory import.
 *
 * @throws Error that says why WebAssembly can't be used
 */
export function compileKernel(shared: boolean): WebAssembly.Module {
  if (typeof WebAssembly !== 'object') throw new Error('WebAssembly is not available here');
  const bytes = kernelBytes(shared);
  if (!WebAssembly.validate(bytes)) {
    throw new Error(`this engine's WebAssembly lacks SIMD${shared ? ' or shared memory' : ''}`);
  }
  return new WebAssembly.Module(bytes);
}

const MEMORY_NAME = [6, ...'memory'].map((part) => (typeof part === 'string' ? part.charCodeAt(0) : part));
/** Limits of a memory import: initial and maximum; the same of a shared memory. */
const LIMITED = 1;
const LIMITED_SHARED = 3;

function kernelBytes(shared: boolean): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(kernelBase64), (character) => character.charCodeAt(0));
  if (shared) {
    const name = bytes.findIndex((_, start) => MEMORY_NAME.every((byte, i) => bytes[start + i] === byte));
    // Behind the name: the kind of import, then the limits.
    const flag = name + MEMORY_NAME.length + 1;
    if (bytes[flag] !== LIMITED) throw new Error('the kernel binary is damaged');
    bytes[flag] = LIMITED_SHARED;
  }
  return bytes;
}

/** A memory of `bytes` bytes at least. @throws RangeError if it can't be had */
export function createMemory(bytes: number, maximum: number, shared: boolean): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE), maximum, shared });
}

/** Puts the kernel on a memory that nothing else uses yet, and writes its table there. */
export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
  if (typeof exports.initialize !== 'function' || typeof exports.sigmoid !== 'function') {
    throw new Error('"module" is not the kernel; compile sigmoid-wasm/kernel.wasm of this version');
  }
  exports.initialize();
  const stageAddress = exports.stageAddress.value as number;
  return {
    memory,
    sigmoid: exports.sigmoid,
    scratch: exports.scratchAddress.value as number,
    stageAddress,
    stage: new Float64Array(memory.buffer, stageAddress, exports.stageLength.value as number),
    heap: exports.heapAddress.value as number,
  };
}
