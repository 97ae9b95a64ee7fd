import { describe, expect, it } from 'vitest';
import {
  beginJob,
  computeTile,
  createWords,
  endJob,
  findJob,
  forgetWorkerOf,
  giveTile,
  isDone,
  isOpen,
  type Job,
  type JobDescription,
  lostTiles,
  newsOf,
  onNews,
  takeTile,
  tilesDone,
  workOn,
  worksOn,
} from '../../src/runtime/threads/job.ts';

const WORKERS = 2;
const DESCRIPTION: JobDescription = { id: 3, place: 65, x: 4_000_000_000, out: 64, length: 4 * 1000 + 5, tileElements: 1000 };
const nothing = (): void => undefined;

/** A job of five tiles, and the ranges that are computed of it. */
function begin(words = createWords(5, WORKERS), limit?: number): { job: Job; ranges: number[][] } {
  const ranges: number[][] = [];
  return { job: beginJob(words, DESCRIPTION, (from, to) => void ranges.push([from, to]), limit), ranges };
}

describe('the words of a job', () => {
  it('give out each tile once, and count those that are done', () => {
    const { job, ranges } = begin();
    while (workOn(job, 0, nothing));
    expect(ranges).toEqual([0, 1000, 2000, 3000, 4000].map((from) => [from, Math.min(4005, from + 1000)]));
    expect(tilesDone(job)).toBe(5);
    expect(lostTiles(job)).toEqual([]);
  });

  it('say to other threads what the job is', () => {
    const { job } = begin();
    const ranges: number[][] = [];
    const found = findJob(job.words, (description) => {
      expect(description).toEqual(DESCRIPTION);
      return (from, to) => void ranges.push([from, to]);
    }) as Job;
    computeTile(found, takeTile(found));
    expect(ranges).toEqual([[0, 1000]]);
    expect(takeTile(job)).toBe(1);
    expect(isDone(job, 0)).toBe(true);
    expect(isDone(job, 1)).toBe(false);
  });

  it('show no job to a thread that does not know its place', () => {
    expect(findJob(begin().job.words, () => undefined)).toBeUndefined();
  });

  it('show no job while another takes its place', () => {
    const { job } = begin();
    expect(findJob(job.words, () => nothing)).toBeDefined();
    const words = createWords(5, WORKERS);
    begin(words);
    const found = findJob(words, () => nothing) as Job;
    begin(words);
    // Who holds the earlier job takes nothing of the later.
    expect(takeTile(found)).toBe(-1);
    expect(workOn(found, 0, nothing)).toBe(false);
    expect(lostTiles(begin(words).job)).toHaveLength(5);
  });

  it('give nothing to a thread that looks while the next job is half written', () => {
    const words = createWords(5, WORKERS);
    endJob(begin(words).job);
    const { store } = Atomics;
    const found: Job[] = [];
    Atomics.store = (<Words extends Int32Array>(array: Words, index: number, value: number): number => {
      const job = findJob(words, () => nothing);
      if (job) found.push(job);
      return store(array, index, value);
    }) as typeof Atomics.store;
    try {
      begin(words);
    } finally {
      Atomics.store = store;
    }
    expect(found.length).toBeGreaterThan(0);
    for (const job of found) expect(takeTile(job)).toBe(-1);
  });

  it('go on when an earlier job is ended once more', () => {
    const words = createWords(5, WORKERS);
    const { job } = begin(words);
    endJob(job);
    const later = begin(words).job;
    endJob(job);
    expect(takeTile(later)).toBe(0);
  });

  it('tell of tiles whose worker has ended with them, before or after its mark on them', () => {
    const { job } = begin();
    workOn(job, 0, nothing);
    // One died as soon as it had taken a tile; one when it had marked its tile, but not counted it.
    takeTile(job);
    workOn(job, 1, nothing);
    Atomics.sub(job.words, 2, 1);
    while (workOn(job, 0, nothing));
    expect(worksOn(job, 0)).toBe(false);
    expect(worksOn(job, 1)).toBe(true);
    forgetWorkerOf(job, 1);
    expect(worksOn(job, 1)).toBe(false);
    expect(lostTiles(job)).toEqual([1]);
    expect(tilesDone(job)).toBe(4);
    computeTile(job, 1);
    expect(tilesDone(job)).toBe(5);
    expect(lostTiles(job)).toEqual([]);
  });

  it('give out no tile when the job has ended', () => {
    const { job } = begin();
    workOn(job, 0, nothing);
    endJob(job);
    expect(workOn(job, 0, nothing)).toBe(false);
    expect(worksOn(job, 0)).toBe(false);
  });

  it('give out tiles of an open job as far as they are there, and their places in turn', () => {
    const { job, ranges } = begin(undefined, 0);
    expect(isOpen(job)).toBe(true);
    for (let tile = 0; tile < 7; tile++) {
      expect(workOn(job, 0, nothing)).toBe(false);
      giveTile(job);
      expect(isDone(job, tile)).toBe(false);
      expect(workOn(job, 0, nothing)).toBe(true);
      expect(isDone(job, tile)).toBe(true);
    }
    expect(ranges.slice(5)).toEqual([
      [0, 1000],
      [1000, 2000],
    ]);
    endJob(job);
    expect(isOpen(job)).toBe(false);
  });

  it.each([
    ['by Atomics.waitAsync', true],
    ['by a message where that is missing', false],
  ])('bring news that a worker has done what it took, %s', async (_, waits) => {
    const host = Atomics as { waitAsync?: unknown };
    const { waitAsync } = host;
    if (!waits) host.waitAsync = undefined;
    try {
      const { job } = begin();
      const news = newsOf(job);
      let heard = 0;
      let told = 0;
      onNews(job, news, () => heard++);
      while (workOn(job, 1, () => told++));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect([heard, told]).toEqual(waits ? [1, 0] : [0, 1]);
      onNews(job, news, () => heard++);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(heard).toBe(waits ? 2 : 1);
    } finally {
      host.waitAsync = waitAsync;
    }
  });
});
