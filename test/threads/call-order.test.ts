import type { Sigmoid } from 'sigmoid-wasm';
import { afterEach, describe, expect, it } from 'vitest';
import { noteFirstOfItsMemory } from '../../src/runtime/memory/one-memory.ts';
import { inCallOrder, memoriesInUse } from '../../src/runtime/threads/call-order.ts';
import { describeBackends } from '../support/backends.ts';
import { constructorOf, describeElements, ELEMENTS, type ElementArray, FLOAT32, FLOAT64 } from '../support/elements.ts';
import { random, sameBits } from '../support/points.ts';

afterEach(() => expect(memoriesInUse()).toBe(0));

type Arrays = readonly [x: ElementArray, out: ElementArray];

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

describe.each(ELEMENTS)('calls over arrays of $type wait', (elements) => {
  const { bytes, zeros, over } = elements;
  const ordinary = (): ElementArray => zeros(100);
  const shared = (): ElementArray => over(new SharedArrayBuffer(100 * bytes));
  /** Over another buffer object that names the same memory. */
  const cloned = (array: ElementArray): ElementArray => over(structuredClone(array.buffer));
  const noted = (): ElementArray => {
    const array = shared();
    noteFirstOfItsMemory(array.buffer);
    return array;
  };

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
    const before = over(memory.buffer, 0, 100);
    memory.grow(1);
    const after = over(memory.buffer, 0, 100);
    expect(before.buffer).not.toBe(after.buffer);
    expect(await startingAtOnce([before, before], [after, after])).toEqual([0]);
  });

  it('by the addresses that their arrays really have, whatever a subclass says of them', async () => {
    class Lying extends constructorOf(elements) {
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

describe('calls over arrays of different types wait', () => {
  /** A buffer of 800 bytes. */
  const BUFFERS: [string, () => ArrayBufferLike][] = [
    ['an ArrayBuffer', () => new ArrayBuffer(800)],
    ['a SharedArrayBuffer', () => new SharedArrayBuffer(800)],
  ];

  it.each(BUFFERS)('where they have a byte of %s in common that one of them writes', async (_, make) => {
    const buffer = make();
    const doubles = FLOAT64.over(buffer, 0, 50);
    const floats = FLOAT32.over(buffer, 396, 100);
    const others = FLOAT32.over(buffer, 400, 100);
    expect(await startingAtOnce([doubles, doubles], [floats, floats], [others, others])).toEqual([0]);
    expect(await startingAtOnce([floats, floats], [doubles, doubles])).toEqual([0]);
    expect(await startingAtOnce([doubles, doubles], [others, others])).toEqual([0, 1]);
    expect(await startingAtOnce([doubles, FLOAT64.zeros(50)], [floats, FLOAT32.zeros(100)])).toEqual([0, 1]);
    expect(await startingAtOnce([doubles, FLOAT64.zeros(50)], [FLOAT32.zeros(100), floats])).toEqual([0]);
  });

  it('where their buffers are clones of one shared memory', async () => {
    const buffer = new SharedArrayBuffer(800);
    const doubles = FLOAT64.over(buffer, 0, 50);
    const floats = FLOAT32.over(structuredClone(buffer), 396, 100);
    const others = FLOAT32.over(structuredClone(buffer), 400, 100);
    expect(await startingAtOnce([doubles, doubles], [floats, floats])).toEqual([0]);
    expect(await startingAtOnce([doubles, doubles], [others, others])).toEqual([0, 1]);
  });
});

/** σ applied so many times, rounded each time to an element. */
function iterated(sigmoid: Sigmoid, times: number, round: (x: number) => number): number {
  let y = round(0.3);
  for (let i = 0; i < times; i++) y = round(sigmoid(y));
  return y;
}

describeElements('a chain of 2,000 calls', (create, { bytes, round, zeros, over }) => {
  const ordinary = (length: number): ElementArray => zeros(length);
  const shared = (length: number): ElementArray => over(new SharedArrayBuffer(length * bytes));

  it.each([
    ['ordinary', ordinary],
    ['shared', shared],
  ])('on one array of %s memory and its parts gives what they give one after the other', async (_, make) => {
    const sigmoid = create();
    const x = make(100).fill(0.3);
    const calls = Array.from({ length: 2000 }, (_, i) => {
      const part = i % 3 === 0 ? x : x.subarray(i % 50);
      const same = i % 2 === 0 && make === shared ? over(structuredClone(x.buffer), part.byteOffset) : part;
      return sigmoid.async(same, same);
    });
    await Promise.all(calls);
    expect(x.at(-1)).toBe(iterated(sigmoid, 2000, round));
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

describeBackends('calls of both types over one memory', (create) => {
  /** Memory for the calls, and another buffer object for the same if there may be one. */
  const MEMORIES: [string, (sigmoid: Sigmoid, bytes: number) => { buffer: ArrayBufferLike; begin: number }][] = [
    ['ordinary', (_, bytes) => ({ buffer: new ArrayBuffer(bytes), begin: 0 })],
    ['shared', (_, bytes) => ({ buffer: new SharedArrayBuffer(bytes), begin: 0 })],
    [
      'allocated',
      (sigmoid, bytes) => {
        const { buffer, byteOffset } = sigmoid.alloc(bytes / 8);
        return { buffer, begin: byteOffset };
      },
    ],
  ];

  it.each(MEMORIES)('give what they give one after the other where they overlap, in %s memory', async (_, make) => {
    const sigmoid = create();
    const next = random(7);
    const bytes = 8 * 50_000;
    const { buffer, begin } = make(sigmoid, bytes);
    // Pieces of doubles read as floats, and the reverse, are numbers of every kind.
    const right = new ArrayBuffer(bytes);
    FLOAT64.over(right).forEach((_, i, doubles) => {
      doubles[i] = next() * 80 - 40;
    });
    new Uint8Array(buffer, begin, bytes).set(new Uint8Array(right));
    const ranges = Array.from({ length: 40 }, (_, i) => {
      const elements = i % 2 ? FLOAT32 : FLOAT64;
      const length = Math.floor((next() * bytes) / elements.bytes / 2);
      const start = (): number => elements.bytes * Math.floor(next() * (bytes / elements.bytes - length));
      return { elements, length, from: start(), to: start() };
    });
    const calls = ranges.map(({ elements: { over }, length, from, to }, i) => {
      const same = i % 3 === 0 && buffer instanceof SharedArrayBuffer ? structuredClone(buffer) : buffer;
      return sigmoid.async(over(buffer, begin + from, length), over(same, begin + to, length));
    });
    await Promise.all(calls);
    for (const { elements, length, from, to } of ranges) {
      sigmoid(elements.over(right, from, length), elements.over(right, to, length));
    }
    expect(sameBits(FLOAT64.over(buffer, begin, bytes / 8), FLOAT64.over(right))).toBe(true);
    sigmoid.close();
  });
});
