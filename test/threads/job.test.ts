import { expect, it } from 'vitest';
import { compileKernel } from '../../src/runtime/memory/compile.ts';
import { BASE_BYTES, createMemory, instantiateKernel, PAGE } from '../../src/runtime/memory/kernel.ts';
import { computeNextTile, computeTile, createJob, elementsDone, lostTiles, TILE } from '../../src/runtime/threads/job.ts';

it('recovers tiles of threads that died with them, before or after their mark on them', () => {
  const kernel = instantiateKernel(compileKernel(false), createMemory(BASE_BYTES, BASE_BYTES / PAGE, false), 'faithful');
  const x = new Float64Array(new SharedArrayBuffer(8 * (4 * TILE + 5)));
  const job = createJob(1, x, x, { x: false, out: false });
  const [next, done] = [0, 1];
  computeNextTile(job, kernel);
  // One died as soon as it had taken a tile; one when it had marked its tile, but not counted it.
  Atomics.add(job.words, next, 1);
  computeNextTile(job, kernel);
  Atomics.sub(job.words, done, 1);

  expect(lostTiles(job)).toEqual([1]);
  expect(elementsDone(job)).toBe(2 * TILE);
  computeTile(job, 1, kernel);
  while (computeNextTile(job, kernel));
  expect(elementsDone(job)).toBe(x.length);
  expect(lostTiles(job)).toEqual([]);
  expect(x.every((value) => value === 0.5)).toBe(true);
});
