/** The backend on the kernel: in place where it reaches the arrays, through a stage where not. */

import type { AsyncOptions, SigmoidOptions } from '../api/types.ts';
import type { Backend } from './backend.ts';
import { placement } from './blocks.ts';
import { messageOf } from './errors.ts';
import { compileKernel } from './memory/compile.ts';
import { BASE_BYTES, createMemory, instantiateKernel, type Kernel, PAGE } from './memory/kernel.ts';
import { createArenas, createSharedMemory, type KernelMemory } from './memory/kernel-memory.ts';
import { newArray, newSharedArray } from './memory/new-array.ts';
import { type Reach, runThrough } from './memory/staging.ts';
import { CopiedTask } from './threads/copied-task.ts';
import { parallelism } from './threads/machine.ts';
import { Pool } from './threads/pool.ts';
import { SharedTask } from './threads/shared-task.ts';
import { runInSlices } from './threads/slices.ts';

/** Up to this length elements are copied one by one, which costs less than two `set`s and a view. */
const FEW = 64;
/**
 * Up to this length `async` computes at once: some 0.2 ms, less than workers gain. Measured by `npm run bench:threads`. Rounded
 * correctly, subnormal results take twenty times as long.
 */
const WORTH_WORKERS = 131072;
const WORTH_WORKERS_CORRECT = 32768;
/** The same where elements have to be copied to workers and back; in slices up to here. */
const WORTH_COPIES = 524288;
const NOWHERE: Reach = { x: false, out: false };

/**
 * Arrays from elsewhere go through the stage of a kernel on unshared memory: `set` is slower on shared memory. The memory
 * that `alloc` takes from is opened when it is first asked for, and so is the pool.
 *
 * @throws Error that says why there is no kernel here
 */
export function createWasmBackend({ module, threads, workerUrl, rounding = 'faithful' }: SigmoidOptions): Backend {
  const unshared = module ?? compileKernel(false);
  const staging = instantiateKernel(unshared, createMemory(BASE_BYTES, BASE_BYTES / PAGE, false), rounding);
  const {
    scratch,
    sigmoid,
    stages: [stage],
  } = staging;
  const stageAddress = stage.byteOffset;
  const reasons: string[] = [];
  let memory: KernelMemory | undefined;
  let pool: Pool | undefined;

  function openMemory(): KernelMemory {
    if (memory !== undefined) return memory;
    try {
      if (module !== undefined) throw new Error('"module" is for an unshared one');
      memory = createSharedMemory(rounding);
    } catch (error) {
      reasons.push(`no shared memory, hence one thread unless "threads" asks for more: ${messageOf(error)}`);
      memory = createArenas(unshared, rounding);
    }
    return memory;
  }

  function openPool(): Pool {
    if (pool !== undefined) return pool;
    const { threads: parts } = openMemory();
    pool = new Pool({
      threads: threads ?? (parts ? parallelism() : 1),
      workerUrl,
      module: unshared,
      rounding,
      reserve: () => parts?.reserve(),
      release: (part) => parts?.release(part),
    });
    return pool;
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

  /** Where kernel memory is used up, any other array does, at the speed of a staged one. */
  function alloc(length: number): Float64Array {
    const memory = openMemory();
    return memory.alloc(length) ?? (memory.shared ? newSharedArray(length) : newArray(length, ArrayBuffer));
  }

  async function runAsync(x: Float64Array, out: Float64Array, options: AsyncOptions): Promise<void> {
    const total = x.length;
    if (total <= (rounding === 'correct' ? WORTH_WORKERS_CORRECT : WORTH_WORKERS)) {
      run(x, out);
      options.onProgress?.({ done: total, total });
      return;
    }
    const { kernelOf, threads: parts } = openMemory();
    const pool = openPool();
    const copied = parts === undefined || !isShared(x) || !isShared(out);
    if (pool.threads === 0 || (copied && total <= WORTH_COPIES) || placement(x, out) === 'overlapping') {
      await runInSlices(run, x, out, options);
    } else if (copied) {
      await pool.run((id, onSettled) => new CopiedTask(id, { x, out }, run, pool.threads, options, onSettled));
    } else {
      const { kernel } = parts;
      const reach = { x: kernelOf(x.buffer) === kernel, out: kernelOf(out.buffer) === kernel };
      await pool.run((id, onSettled) => new SharedTask(id, { x, out, reach }, kernel, options, onSettled));
    }
  }

  return {
    name: 'wasm',
    get shared() {
      return openMemory().shared;
    },
    get threads() {
      return Math.max(1, openPool().threads);
    },
    get reasons() {
      return [...reasons, ...openPool().reasons];
    },
    run,
    runAsync,
    runScalar(x) {
      stage[0] = x;
      sigmoid(stageAddress, stageAddress, 1, scratch);
      return stage[0] as number;
    },
    alloc,
    close: async () => pool?.close(),
  };
}

function isShared(array: Float64Array): boolean {
  return Object.prototype.toString.call(array.buffer) === '[object SharedArrayBuffer]';
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
