import { describe, expect, it } from 'vitest';
import { type RouteFacts, route } from '../../src/runtime/threads/route.ts';

/** A long call over arrays and memory that all threads reach, on two threads. */
const LONG: RouteFacts = {
  length: 1_000_000,
  worthWorkers: 100_000,
  overlapInPart: false,
  sharedArrays: true,
  worthPool: true,
  sharedMemory: true,
  threads: 2,
};

const routeOf = (facts: Partial<RouteFacts>): string => route({ ...LONG, ...facts });

describe('the route of an asynchronous call', () => {
  it('leads to all threads, which reach the arrays, where memory and arrays are shared', () => {
    expect(routeOf({})).toBe('shared');
    expect(routeOf({ threads: 16 })).toBe('shared');
  });

  it('is direct up to the length from which on the kernel says that threads pay', () => {
    expect(routeOf({ length: 0 })).toBe('direct');
    expect(routeOf({ length: 100_000 })).toBe('direct');
    expect(routeOf({ length: 100_001 })).toBe('shared');
    expect(routeOf({ length: 100_001, worthWorkers: 100_001 })).toBe('direct');
  });

  it('is direct for short calls whatever else is the case', () => {
    const others: Partial<RouteFacts>[] = [
      { overlapInPart: true },
      { sharedArrays: false },
      { sharedMemory: false },
      { threads: 1 },
    ];
    for (const facts of others) expect(routeOf({ ...facts, length: 1000 })).toBe('direct');
  });

  it('asks for memory and workers of long calls alone, so that short ones open neither', () => {
    const facts = {
      ...LONG,
      length: 1000,
      get sharedMemory(): boolean {
        return expect.unreachable('memory was opened');
      },
      get worthPool(): boolean {
        return expect.unreachable('the call was taken for one for workers');
      },
      get threads(): number {
        return expect.unreachable('the pool was opened');
      },
    };
    expect(route(facts)).toBe('direct');
    expect(() => route({ ...facts, length: LONG.length })).toThrow('taken for one');
  });

  it('stays on the calling thread, in slices, where there are no workers', () => {
    expect(routeOf({ threads: 1 })).toBe('slices');
    expect(routeOf({ threads: 1, sharedArrays: false })).toBe('slices');
    expect(routeOf({ threads: 1, sharedMemory: false })).toBe('slices');
    expect(routeOf({ worthPool: false })).toBe('slices');
  });

  it('stays on the calling thread, in slices, where the arrays overlap in part, since those have an order', () => {
    expect(routeOf({ overlapInPart: true })).toBe('slices');
    expect(routeOf({ overlapInPart: true, sharedArrays: false })).toBe('slices');
  });

  it.each([
    ['shared memory where the arrays alone are not shared', { sharedArrays: false }, 262_144, 'staged'],
    ['messages where memory is not shared', { sharedMemory: false }, 524_288, 'copied'],
    ['messages where neither is', { sharedArrays: false, sharedMemory: false }, 524_288, 'copied'],
  ])('leads over copies by %s, from the length on that is worth them', (_, facts, length, way) => {
    expect(routeOf({ ...facts, length })).toBe('slices');
    expect(routeOf({ ...facts, length: length + 1 })).toBe(way);
  });
});
