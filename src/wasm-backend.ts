/** The backend on the kernel: in place where it reaches the arrays, through a stage where not. */
import type { Backend } from './backend.ts';
import { forEachBlock, placement, view } from './blocks.ts';
import { messageOf } from './errors.ts';
import { BASE_BYTES, compileKernel, createMemory, instantiateKernel, type Kernel, PAGE } from './kernel.ts';
import { createArenas, createSharedMemory, type KernelMemory } from './kernel-memory.ts';

/** Up to this length elements are copied one by one, which costs less than two `set`s and a view. */
const FEW = 64;

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
  const { stage, stageAddress, scratch, sigmoid } = staging;
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
      runStaged(x, out, staging, overlapping && out.byteOffset > x.byteOffset);
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

  if (where === 'overlapping') runStaged(x, out, staging, out.byteOffset > x.byteOffset);
  else if (to === undefined && from === undefined) runStaged(x, out, staging, false);
  else if (to === undefined) runToStage(x, out, from as Kernel);
  else if (to !== from) runInOut(x, out, to);
  else to.sigmoid(x.byteOffset, out.byteOffset, x.length, to.scratch);
}

/** Neither array is in reach, or they overlap: in place on the stage. */
function runStaged(x: Float64Array, out: Float64Array, kernel: Kernel, backwards: boolean): void {
  const { stage, stageAddress, scratch } = kernel;
  forEachBlock(x.length, stage.length, backwards, (begin, end) => {
    stage.set(view(x, begin, end));
    kernel.sigmoid(stageAddress, stageAddress, end - begin, scratch);
    out.set(view(stage, 0, end - begin), begin);
  });
}

/** Only x is in reach. */
function runToStage(x: Float64Array, out: Float64Array, kernel: Kernel): void {
  const { stage, stageAddress, scratch } = kernel;
  forEachBlock(x.length, stage.length, false, (begin, end) => {
    kernel.sigmoid(addressOf(x, begin), stageAddress, end - begin, scratch);
    out.set(view(stage, 0, end - begin), begin);
  });
}

/** Only out is in reach: in place there. */
function runInOut(x: Float64Array, out: Float64Array, kernel: Kernel): void {
  forEachBlock(x.length, kernel.stage.length, false, (begin, end) => {
    out.set(view(x, begin, end), begin);
    const address = addressOf(out, begin);
    kernel.sigmoid(address, address, end - begin, kernel.scratch);
  });
}

function addressOf(array: Float64Array, index: number): number {
  return array.byteOffset + index * Float64Array.BYTES_PER_ELEMENT;
}
