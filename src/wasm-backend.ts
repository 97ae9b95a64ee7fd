/** The backend on the kernel: in place where it reaches the arrays, through a stage where not. */
import type { Backend } from './backend.ts';
import { placement } from './blocks.ts';
import { compileKernel } from './compile.ts';
import { messageOf } from './errors.ts';
import { BASE_BYTES, createMemory, instantiateKernel, type Kernel, PAGE } from './kernel.ts';
import { createArenas, createSharedMemory, type KernelMemory } from './kernel-memory.ts';
import { type Reach, runThrough } from './through.ts';

/** Up to this length elements are copied one by one, which costs less than two `set`s and a view. */
const FEW = 64;
const NOWHERE: Reach = { x: false, out: false };

/**
 * Arrays from elsewhere go through the stage of a kernel on unshared memory: `set` is slower on shared memory. The memory
 * that `alloc` takes from is opened when it is first asked for.
 *
 * @param module the compiled kernel, where the host forbids compiling from bytes
 * @throws Error that says why there is no kernel here
 */
export function createWasmBackend(module: WebAssembly.Module | undefined): Backend {
  const unshared = module ?? compileKernel(false);
  const staging = instantiateKernel(unshared, createMemory(BASE_BYTES, BASE_BYTES / PAGE, false));
  const {
    scratch,
    sigmoid,
    stages: [stage],
  } = staging;
  const stageAddress = stage.byteOffset;
  const reasons: string[] = [];
  let memory: KernelMemory | undefined;

  function openMemory(): KernelMemory {
    if (memory !== undefined) return memory;
    try {
      if (module !== undefined) throw new Error('"module" is for an unshared one');
      memory = createSharedMemory();
    } catch (error) {
      reasons.push(`no shared memory: ${messageOf(error)}`);
      memory = createArenas(unshared);
    }
    return memory;
  }

  function run(x: Float64Array, out: Float64Array): void {
    const length = x.length;
    if (length <= FEW) {
      for (let i = 0; i < length; i++) stage[i] = x[i] as number;
      sigmoid(stageAddress, stageAddress, length, scratch);
      for (let i = 0; i < length; i++) out[i] = stage[i] as number;
    } else if (memory === undefined) {
      const overlapping = placement(x, out) === 'overlapping';
      runThrough(staging, x, out, NOWHERE, overlapping && out.byteOffset > x.byteOffset);
    } else {
      runLarge(x, out, staging, memory);
    }
  }

  return {
    name: 'wasm',
    get shared() {
      return openMemory().shared;
    },
    get reasons() {
      openMemory();
      return reasons;
    },
    run,
    runScalar(x) {
      stage[0] = x;
      sigmoid(stageAddress, stageAddress, 1, scratch);
      return stage[0] as number;
    },
    alloc: (length) => openMemory().alloc(length),
  };
}

/** As far as possible in place. */
function runLarge(x: Float64Array, out: Float64Array, staging: Kernel, memory: KernelMemory): void {
  const from = memory.kernelOf(x.buffer);
  const to = memory.kernelOf(out.buffer);
  const where = placement(x, out, x.buffer === out.buffer || (from !== undefined && from === to));
  if (where === 'overlapping') {
    runThrough(staging, x, out, NOWHERE, out.byteOffset > x.byteOffset);
    return;
  }
  const kernel = to ?? from ?? staging;
  runThrough(kernel, x, out, { x: from === kernel, out: to === kernel });
}
