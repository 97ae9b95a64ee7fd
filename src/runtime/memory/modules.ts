/** Compiled binaries, for ordinary and for shared memory, each at its first use. */
import type { Binary, Kernel, KernelInBinary } from '../kernel.ts';
import { compileKernel } from './compile.ts';

export interface Modules {
  /** Takes note of the binary that a kernel names. */
  add(entry: KernelInBinary): void;
  /** The module with a kernel, for a memory that is shared or not. @throws Error that says why there is none */
  moduleFor(kernel: Kernel, shared: boolean): WebAssembly.Module;
}

/** @param given the module with all kernels, for ordinary memory, where the host forbids compiling from bytes */
export function createModules(given: WebAssembly.Module | undefined): Modules {
  const binaries = new Map<string, Binary>();
  const ordinary = new Map<string, WebAssembly.Module>();
  const shared = new Map<string, WebAssembly.Module>();

  function requireShared(): void {
    if (given !== undefined) throw new Error('"module" is for an unshared one');
    if (typeof SharedArrayBuffer !== 'function') {
      throw new Error('SharedArrayBuffer is not available here (a web page needs the headers COOP and COEP)');
    }
  }

  return {
    add: ({ kernel, binary }) => void binaries.set(kernel.binary, binary),
    moduleFor({ binary: name }, isShared) {
      if (isShared) requireShared();
      else if (given) return given;
      const compiled = isShared ? shared : ordinary;
      const module = compiled.get(name) ?? compileKernel(binaries.get(name) as Binary, isShared);
      compiled.set(name, module);
      return module;
    },
  };
}
