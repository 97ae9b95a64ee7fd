/** Memory of `alloc` that others hold: another thread, or a clone. It is theirs for as long as they hold it, and nobody's afterwards. */
import { describe, expect, it } from 'vitest';
import { times } from '../support/cases.ts';
import { runModule } from '../support/child.ts';

/** What the arrays are filled with that are allocated, and dropped, after the hand-over. */
const PRELUDE = `
  import { createSigmoid } from 'sigmoid-wasm';
  import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const sigmoid = createSigmoid({ backend: 'wasm', threads: 2 });
  const assert = (condition, message) => { if (!condition) throw new Error(message); };
  /** So many bytes of doubles where i is even, of floats where it is odd. */
  const allocBytes = (i, bytes) => i % 2 ? sigmoid.alloc(bytes / 4, 'float32') : sigmoid.alloc(bytes / 8);
  const disturb = (bytes) => { for (let i = 0; i < 3; i++) allocBytes(i, bytes).fill(-1); };
`;

/** A worker that keeps the arrays which it is sent, and counts those that no longer hold their number when it is asked. */
const KEEPER = `
  const { parentPort } = require('node:worker_threads');
  const kept = [];
  parentPort.on('message', ({ array, number }) => {
    if (array) kept.push([array, number]);
    else parentPort.postMessage(kept.filter(([array, number]) => array.some((value) => value !== number)).length);
  });
`;

describe('an array that is handed over', () => {
  it('is never overwritten in the worker that holds it, whatever this thread drops and allocates', () => {
    const wrong = runModule(
      `${PRELUDE}
      const keeper = new Worker(${JSON.stringify(KEEPER)}, { eval: true, execArgv: [] });
      for (let number = 0; number < 10_000; number++) {
        const bytes = 8 + 8 * ((number * 7919) % 5000);
        keeper.postMessage({ array: allocBytes(number, bytes).fill(number), number });
        disturb(bytes);
        if (number % 500 === 499) { gc(); await turn(); gc(); await turn(); }
      }
      keeper.postMessage({});
      keeper.once('message', (wrong) => { console.log(wrong); keeper.terminate(); });
    `,
      '--expose-gc',
    );
    expect(wrong.trim()).toBe('0');
  });

  it.each([
    [
      'the clone of its buffer',
      '(array) => new array.constructor(structuredClone(array.buffer), array.byteOffset, array.length)',
    ],
    ['the clone of the array', '(array) => structuredClone(array)'],
    [
      'what comes out of a message channel',
      `(array) => {
        const { port1, port2 } = new MessageChannel();
        port1.postMessage(array);
        const { message } = receiveMessageOnPort(port2);
        port1.close();
        return message;
      }`,
    ],
    ['a view of another type', '(array) => new BigInt64Array(array.buffer, array.byteOffset, array.byteLength / 8)'],
  ])('keeps its values in %s, which outlives it', (_, copy) => {
    const wrong = runModule(
      `${PRELUDE}
      const copy = ${copy};
      const kept = [];
      for (let number = 0; number < 3000; number++) {
        const bytes = 8 + 8 * ((number * 7919) % 5000);
        const array = allocBytes(number, bytes).fill(number);
        kept.push([copy(array), number, array.constructor]);
        disturb(bytes);
        if (number % 500 === 499) { gc(); await turn(); gc(); await turn(); }
      }
      const isWrong = ([{ buffer, byteOffset, byteLength }, number, Type]) =>
        new Type(buffer, byteOffset, byteLength / Type.BYTES_PER_ELEMENT).some((value) => value !== number);
      console.log(kept.filter(isWrong).length);
    `,
      '--expose-gc',
    );
    expect(wrong.trim()).toBe('0');
  });
});

/** More than may stay: 4 GB, or by default 1.6. */
const ARRAYS = times({ some: 200, all: 500 });

/** Allocates and fills arrays of 8 MB, of both types in turn, with `use`, and prints the greatest resident memory, and that a second later. */
const measure = (use: string): { peak: number; later: number } => {
  const output = runModule(`${PRELUDE}
    const megabytes = () => process.memoryUsage.rss() / 1e6;
    let peak = 0;
    for (let i = 0; i < ${ARRAYS}; i++) {
      ${use}
      if (i % 10 === 0) peak = Math.max(peak, megabytes());
    }
    peak = Math.max(peak, megabytes());
    await new Promise((resolve) => setTimeout(resolve, 1000));
    console.log(JSON.stringify({ peak, later: megabytes() }));
  `);
  return JSON.parse(output);
};

describe(`the memory of ${ARRAYS} arrays of 8 MB, each of which is dropped at once`, () => {
  it.each([
    ['in a loop without a turn', 'allocBytes(i, 8e6).fill(1);'],
    ['with a turn after each', 'allocBytes(i, 8e6).fill(1); await turn();'],
    ['after a call of async that workers computed', 'const x = allocBytes(i, 8e6).fill(1); await sigmoid.async(x, x);'],
  ])('returns to the system (%s)', { timeout: 120_000 }, (_, use) => {
    const { peak, later } = measure(use);
    expect(peak).toBeLessThan(900);
    expect(later).toBeLessThan(400);
  });
});
