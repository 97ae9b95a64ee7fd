import type { Sigmoid } from 'sigmoid-wasm';
import { afterEach, describe, expect, it } from 'vitest';
import { noteFirstOfItsMemory } from '../../src/runtime/memory/one-memory.ts';
import { inCallOrder, memoriesInUse } from '../../src/runtime/threads/call-order.ts';
import { describeBackends } from '../support/backends.ts';

afterEach(() => expect(memoriesInUse()).toBe(0));

type Arrays = readonly [x: Float64Array, out: Float64Array];

/** Makes a call over each pair of arrays, and returns the indices of those that start at once: none ends before that. */
async function startingAtOnce(...pairs: Arrays[]): Promise<number[]> {
  const started: number[] = [];
  let end!: () => void;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const calls = pairs.map(([x, out], i) =>
    inCallOrder(x, out, undefined, () => {
      started.push(i);
      return ended;
    }),
  );
  await new Promise((resolve) => setTimeout(resolve));
  const atOnce = [...started];
  end();
  await Promise.all(calls);
  expect([...started].sort((a, b) => a - b)).toEqual(pairs.map((_, i) => i));
  return atOnce;
}

const ordinary = (length = 100): Float64Array => new Float64Array(length);
const shared = (length = 100): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));
/** Over another buffer object that names the same memory. */
const cloned = (array: Float64Array): Float64Array => new Float64Array(structuredClone(array.buffer));
const noted = (): Float64Array => {
  const array = shared();
  noteFirstOfItsMemory(array.buffer);
  return array;
};

describe('calls wait', () => {
  it('where one writes what the other reads or writes, and not where both read', async () => {
    for (const make of [ordinary, shared, noted]) {
      const x = make();
      expect(await startingAtOnce([x, ordinary()], [x, ordinary()], [ordinary(), x], [x, ordinary()])).toEqual([0, 1]);
      expect(await startingAtOnce([x, x], [x, x])).toEqual([0]);
      const [low, high, middle] = [x.subarray(0, 50), x.subarray(50), x.subarray(49, 51)];
      expect(await startingAtOnce([low, low], [high, high], [middle, middle])).toEqual([0, 1]);
      expect(await startingAtOnce([low, high], [high, low])).toEqual([0]);
    }
  });

  it('for nothing where an array has no elements', async () => {
    const x = ordinary();
    expect(await startingAtOnce([x, x], [x.subarray(50, 50), x.subarray(50, 50)])).toEqual([0, 1]);
  });

  it('where the buffers are clones of one shared memory, and need not where they are known to be different', async () => {
    const [x, y] = [shared(), noted()];
    expect(await startingAtOnce([x, x], [cloned(x), cloned(x)])).toEqual([0]);
    expect(await startingAtOnce([y, y], [cloned(y), cloned(y)])).toEqual([0]);
    expect(await startingAtOnce([cloned(y), cloned(y)], [y, y], [y, y])).toEqual([0]);
    const [one, other] = [noted(), noted()];
    expect(await startingAtOnce([one, one], [other, other], [cloned(one), cloned(one)], [one, one])).toEqual([0, 1]);
    expect(await startingAtOnce([ordinary(), shared()], [ordinary(), ordinary()])).toEqual([0, 1]);
  });

  it('over the `buffer` of a WebAssembly.Memory before and after it has grown', async () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    const before = new Float64Array(memory.buffer, 0, 100);
    memory.grow(1);
    const after = new Float64Array(memory.buffer, 0, 100);
    expect(before.buffer).not.toBe(after.buffer);
    expect(await startingAtOnce([before, before], [after, after])).toEqual([0]);
  });

  it('by the addresses that their arrays really have, whatever a subclass says of them', async () => {
    class Lying extends Float64Array {
      override get buffer(): ArrayBuffer {
        return new ArrayBuffer(8);
      }
      override get byteOffset(): number {
        return 1e6;
      }
      override get byteLength(): number {
        return 0;
      }
    }
    const x = new Lying(100);
    expect(await startingAtOnce([x, x], [x, x])).toEqual([0]);
  });

  it('after one that failed, as after any other', async () => {
    const x = ordinary();
    const order: string[] = [];
    const failing = inCallOrder(x, x, undefined, () => {
      throw new Error('at once');
    });
    const second = inCallOrder(x, x, undefined, async () => void order.push('second'));
    await expect(failing).rejects.toThrow('at once');
    await second;
    expect(order).toEqual(['second']);
  });

  it('for those before an aborted one, which itself rejects at once and never starts', async () => {
    const x = ordinary();
    const order: string[] = [];
    let end!: () => void;
    const first = inCallOrder(
      x,
      x,
      undefined,
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    );
    const controller = new AbortController();
    const { signal } = controller;
    const aborted = inCallOrder(x, x, signal, async () => {
      signal.throwIfAborted();
      order.push('aborted');
    });
    const third = inCallOrder(x, x, undefined, async () => void order.push('third'));
    controller.abort('enough');
    await expect(aborted).rejects.toBe('enough');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(order).toEqual([]);
    order.push('first');
    end();
    await Promise.all([first, third]);
    expect(order).toEqual(['first', 'third']);
  });
});

/** σ applied so many times. */
function iterated(sigmoid: Sigmoid, times: number): number {
  let y = 0.3;
  for (let i = 0; i < times; i++) y = sigmoid(y);
  return y;
}

describeBackends('a chain of 2,000 calls', (create) => {
  it.each([
    ['ordinary', ordinary],
    ['shared', shared],
  ])('on one array of %s memory and its parts gives what they give one after the other', async (_, make) => {
    const sigmoid = create();
    const x = make().fill(0.3);
    const calls = Array.from({ length: 2000 }, (_, i) => {
      const part = i % 3 === 0 ? x : x.subarray(i % 50);
      const same = i % 2 === 0 && make === shared ? new Float64Array(structuredClone(x.buffer), part.byteOffset) : part;
      return sigmoid.async(same, same);
    });
    await Promise.all(calls);
    expect(x.at(-1)).toBe(iterated(sigmoid, 2000));
    sigmoid.close();
  });

  it('ends with errors when the instance is closed meanwhile, and leaves nothing in the order', async () => {
    const sigmoid = create();
    const x = ordinary(1_000_000);
    const calls = Array.from({ length: 2000 }, () => sigmoid.async(x, x));
    const ends = Promise.allSettled(calls);
    sigmoid.close();
    const rejected = (await ends).filter(({ status }) => status === 'rejected');
    expect(rejected.length).toBeGreaterThanOrEqual(1999);
  });
});
