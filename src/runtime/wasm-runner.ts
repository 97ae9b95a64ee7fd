/** A kernel over arrays from anywhere: in place where it reaches them, through a stage where not. */

import type { CallOptions, Runner } from './backend.ts';
import { bufferOf, byteOffsetOf, type ElementArray, isShared, lengthOf } from './elements.ts';
import type { Kernel, KernelInBinary } from './kernel.ts';
import { overlapInPart } from './memory/one-memory.ts';
import { OUT_OF_REACH, runStaged } from './memory/staging.ts';
import type { LoadedKernel, Workspace } from './memory/workspace.ts';
import type { Resources } from './resources.ts';
import { createCopiedParcels } from './threads/copied-parcels.ts';
import { route } from './threads/route.ts';
import { SharedTiles } from './threads/shared-tiles.ts';
import { runInSlices } from './threads/slices.ts';
import { StagedTiles } from './threads/staged-tiles.ts';
import type { Team } from './threads/team.ts';

/** Up to this length elements are copied one by one, which costs less than two `set`s and a view. */
const SMALL_LENGTH = 64;

export function createWasmRunner({ kernel, binary }: KernelInBinary, resources: Resources): Runner {
  resources.add({ kernel, binary });
  const staged = resources.staging.load(kernel);
  const { run: compute, scratch, stages } = staged;
  const [stage] = stages;
  const stageAddress = byteOffsetOf(stage);

  function run(x: ElementArray, out: ElementArray, length = lengthOf(kernel.elementType, x)): void {
    if (length > SMALL_LENGTH) {
      runLarge(staged, resources, x, out);
      return;
    }
    for (let i = 0; i < length; i++) stage[i] = x[i] as number;
    compute(stageAddress, stageAddress, length, scratch);
    for (let i = 0; i < length; i++) out[i] = stage[i] as number;
  }

  return {
    run,
    runAsync: createAsyncRun(staged, resources, run),
  };
}

/** Runs in place as far as kernel memory holds the arrays, else through the stage of `staged`. */
function runLarge(staged: LoadedKernel, resources: Resources, x: ElementArray, out: ElementArray): void {
  const from = resources.workspaceOf(bufferOf(x));
  const to = resources.workspaceOf(bufferOf(out));
  const workspace = to ?? from;
  if (overlapInPart(x, out)) runStaged(staged, x, out, OUT_OF_REACH, byteOffsetOf(out) > byteOffsetOf(x));
  else if (workspace === undefined) runStaged(staged, x, out);
  else {
    const inPlace = loadIn(workspace, staged.kernel);
    if (inPlace === undefined) runStaged(staged, x, out);
    else runStaged(inPlace, x, out, { x: from === workspace, out: to === workspace });
  }
}

/** Undefined where the host refuses: each kernel comes to a memory with its first call there, when the host may have run out of room. */
function loadIn(workspace: Workspace, kernel: Kernel): LoadedKernel | undefined {
  try {
    return workspace.load(kernel);
  } catch {
    return undefined;
  }
}

function createAsyncRun(staged: LoadedKernel, resources: Resources, run: Runner['run']): Runner['runAsync'] {
  const { kernel } = staged;

  function runOnShared(x: ElementArray, out: ElementArray, options: CallOptions): Promise<void> {
    const { arenaOf } = resources.memory().arenas;
    const arena = arenaOf(bufferOf(out));
    const inArena = arena !== undefined && arena === arenaOf(bufferOf(x));
    // Brings the kernel's tables there before any worker hears of the job.
    const loaded = inArena ? loadIn(arena.workspace, kernel) : staged;
    if (loaded === undefined) return runAlone(x, out, options);
    const pool = resources.pool();
    return orAlone(x, out, options, () =>
      pool.run((id) => new SharedTiles(id, pool.team as Team, loaded, x, out, inArena ? arena : undefined), options),
    );
  }

  function runStagedTiles(x: ElementArray, out: ElementArray, options: CallOptions): Promise<void> {
    const pool = resources.pool();
    const team = pool.team as Team;
    return orAlone(x, out, options, () => {
      const exchange = team.takeExchange(kernel.elementType, lengthOf(kernel.elementType, x));
      if (loadIn(exchange.arena.workspace, kernel) === undefined) {
        team.giveBackExchange(exchange);
        return runAlone(x, out, options);
      }
      return pool.run((id) => new StagedTiles(id, team, exchange, kernel, x, out, run), options);
    });
  }

  /** What `start` returns; where there is no memory for it, and nothing has begun, the calling thread computes alone. */
  function orAlone(x: ElementArray, out: ElementArray, options: CallOptions, start: () => Promise<void>): Promise<void> {
    try {
      return start();
    } catch (error) {
      if (error instanceof RangeError) return runAlone(x, out, options);
      throw error;
    }
  }

  function runAlone(x: ElementArray, out: ElementArray, options: CallOptions): Promise<void> {
    return runInSlices(run, kernel.elementType, x, out, options, resources.requireOpen);
  }

  function runOnCopies(x: ElementArray, out: ElementArray, options: CallOptions): Promise<void> {
    const pool = resources.pool();
    return pool.run((id) => createCopiedParcels(id, staged, x, out, run), options);
  }

  return (x, out, options) => {
    const length = lengthOf(kernel.elementType, x);
    if (length > kernel.worthWorkers) resources.alert();
    const sharedArrays = isShared(bufferOf(x)) && isShared(bufferOf(out));
    const way = route({
      length,
      sharedArrays,
      worthWorkers: kernel.worthWorkers,
      overlapInPart: overlapInPart(x, out),
      get worthPool() {
        return resources.worthPool(length);
      },
      get sharedMemory() {
        return resources.memory().shared;
      },
      get threads() {
        return resources.pool().threads;
      },
    });
    if (way === 'shared') return runOnShared(x, out, options);
    if (way === 'staged') return runStagedTiles(x, out, options);
    if (way === 'copied') return runOnCopies(x, out, options);
    if (way === 'slices') return runAlone(x, out, options).finally(resources.endedAlone);
    run(x, out);
    options.onProgress?.({ done: length, total: length });
    return Promise.resolve();
  };
}
