import { expect, it } from 'vitest';
import { program } from '../../src/api/program.ts';
import { sigmoidDefinition } from '../../src/functions/sigmoid/index.ts';
import { compileKernel } from '../../src/runtime/memory/compile.ts';
import { createMemory, openWorkspace } from '../../src/runtime/memory/workspace.ts';
import {
  computeNextTile,
  computeTile,
  createJob,
  elementsDone,
  lostTiles,
  TILE_ELEMENTS,
} from '../../src/runtime/threads/job.ts';

it('recovers tiles of threads that died with them, before or after their mark on them', () => {
  const { binary, hostFunctions } = program;
  const memory = createMemory(binary.pages, binary.pages, false);
  const { kernel } = sigmoidDefinition.operationFor({});
  const loaded = openWorkspace(compileKernel(binary, false), hostFunctions, memory, 'computed').load(kernel);
  const x = new Float64Array(new SharedArrayBuffer(8 * (4 * TILE_ELEMENTS + 5)));
  const job = createJob(1, kernel, x, x, undefined);
  const [next, done] = [0, 1];
  computeNextTile(job, loaded);
  // One died as soon as it had taken a tile; one when it had marked its tile, but not counted it.
  Atomics.add(job.words, next, 1);
  computeNextTile(job, loaded);
  Atomics.sub(job.words, done, 1);

  expect(lostTiles(job)).toEqual([1]);
  expect(elementsDone(job)).toBe(2 * TILE_ELEMENTS);
  computeTile(job, 1, loaded);
  while (computeNextTile(job, loaded));
  expect(elementsDone(job)).toBe(x.length);
  expect(lostTiles(job)).toEqual([]);
  expect(x.every((value) => value === 0.5)).toBe(true);
});
