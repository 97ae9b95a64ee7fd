/** Compiles the kernel from its inlined bytes. */
import { kernelHex } from '../../generated/kernel-bytes.ts';

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
  const bytes = Uint8Array.from({ length: kernelHex.length / 2 }, (_, i) =>
    Number.parseInt(kernelHex.slice(2 * i, 2 * i + 2), 16),
  );
  if (shared) {
    const name = bytes.findIndex((_, start) => MEMORY_NAME.every((byte, i) => bytes[start + i] === byte));
    // Behind the name: the kind of import, then the limits.
    const flag = name + MEMORY_NAME.length + 1;
    if (bytes[flag] !== LIMITED) throw new Error('the kernel binary is damaged');
    bytes[flag] = LIMITED_SHARED;
  }
  return bytes;
}
