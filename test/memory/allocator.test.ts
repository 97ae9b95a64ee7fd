import { describe, expect, it } from 'vitest';
import { Allocator } from '../../src/runtime/memory/allocator.ts';
import { random } from '../support/points.ts';

const BEGIN = 1000;

/** The same as Allocator, with a flag for each byte. */
class Model {
  readonly taken: boolean[] = [];

  take(bytes: number): number | undefined {
    for (let at = 0; at + bytes <= this.taken.length; at++) {
      if (this.taken.slice(at, at + bytes).every((taken) => !taken)) {
        this.taken.fill(true, at, at + bytes);
        return BEGIN + at;
      }
    }
    return undefined;
  }

  give(address: number, bytes: number): void {
    this.taken.fill(false, address - BEGIN, address - BEGIN + bytes);
  }

  extend(end: number): void {
    while (this.taken.length < end - BEGIN) this.taken.push(false);
  }
}

describe('Allocator', () => {
  it('has nothing before it is extended', () => {
    expect(new Allocator(BEGIN).take(1)).toBe(undefined);
    expect(new Allocator(BEGIN).missing(64)).toBe(64);
  });

  it('takes the first range that is long enough, as a flag for each byte does, over many random takes and gives', () => {
    const refusals = [];
    for (let seed = 0; seed < 40; seed++) {
      const next = random(seed);
      const upTo = (n: number): number => 1 + Math.floor(next() * n);
      const allocator = new Allocator(BEGIN);
      const model = new Model();
      const held: [address: number, bytes: number][] = [];
      let end = BEGIN;
      for (let step = 0; step < 500; step++) {
        if (next() < 0.5) {
          const bytes = upTo(20);
          const address = allocator.take(bytes);
          expect(address).toBe(model.take(bytes));
          if (address !== undefined) held.push([address, bytes]);
          else refusals.push(bytes);
        } else if (next() < 0.9) {
          const [given] = held.splice(Math.floor(next() * held.length), 1);
          if (given === undefined) continue;
          allocator.give(...given);
          model.give(...given);
        } else if (end < BEGIN + 200) {
          end += upTo(30);
          allocator.extend(end);
          model.extend(end);
        }
      }
      for (const given of held) allocator.give(...given);
      expect(allocator.take(end - BEGIN), 'all of it, in one piece').toBe(BEGIN);
      expect(allocator.take(1)).toBe(undefined);
    }
    expect(refusals.length).toBeGreaterThan(100);
  });

  it('asks for the least growth with which the take then succeeds', () => {
    for (let seed = 0; seed < 200; seed++) {
      const next = random(seed);
      const twin = (): Allocator => {
        const allocator = new Allocator(BEGIN);
        allocator.extend(BEGIN + 100);
        return allocator;
      };
      const enough = twin();
      const short = twin();
      const first = Math.floor(next() * 60);
      const second = Math.floor(next() * 40);
      for (const allocator of [enough, short]) {
        allocator.take(first);
        const address = allocator.take(second) as number;
        if (seed % 2) allocator.give(address, second);
      }
      const bytes = 101 + Math.floor(next() * 100);
      const missing = enough.missing(bytes);
      enough.extend(BEGIN + 100 + missing);
      short.extend(BEGIN + 100 + missing - 1);
      expect(enough.take(bytes)).toBe(BEGIN + 100 + missing - bytes);
      expect(short.take(bytes)).toBe(undefined);
    }
  });
});
