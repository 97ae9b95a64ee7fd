import type { Binary } from '../kernel.ts';

/** A hexadecimal digit in lower case: `parseInt` takes ten times as long, which the first call would show. */
function digit(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return (code & 15) + 9 * (code >> 6);
}

/**
 * The compiled binary, for an ordinary or a shared memory: the two differ in one byte.
 *
 * @throws Error that says why WebAssembly can't be used
 */
export function compileKernel({ hex, sharedFlag }: Binary, shared: boolean): WebAssembly.Module {
  if (typeof WebAssembly !== 'object') throw new Error('WebAssembly is not available here');
  const bytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) => 16 * digit(hex, 2 * i) + digit(hex, 2 * i + 1));
  if (shared) bytes[sharedFlag] = 3;
  if (!WebAssembly.validate(bytes)) {
    throw new Error(`this engine's WebAssembly lacks SIMD${shared ? ' or shared memory' : ''}`);
  }
  return new WebAssembly.Module(bytes);
}
