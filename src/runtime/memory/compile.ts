import type { Binary } from '../kernel.ts';

/**
 * The compiled binary, for an ordinary or a shared memory: the two differ in one byte.
 *
 * @throws Error that says why WebAssembly can't be used
 */
export function compileKernel({ hex, sharedFlag }: Binary, shared: boolean): WebAssembly.Module {
  if (typeof WebAssembly !== 'object') throw new Error('WebAssembly is not available here');
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
  if (shared) bytes[sharedFlag] = 3;
  if (!WebAssembly.validate(bytes)) {
    throw new Error(`this engine's WebAssembly lacks SIMD${shared ? ' or shared memory' : ''}`);
  }
  return new WebAssembly.Module(bytes);
}
