/** Every function by `async`, and several at once on one pool and one memory. */
import { createLogistic, type Logistic } from 'sigmoid-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makerAt, places } from '../support/arrays.ts';
import { describeBackends } from '../support/backends.ts';
import { runModule } from '../support/child.ts';
import { ELEMENTS, type ElementArray, type Elements } from '../support/elements.ts';
import { randomPointsOf } from '../support/function-points.ts';
import { describeFunctionsOfElements, FUNCTIONS, type FunctionCase } from '../support/functions.ts';
import { sameBits } from '../support/points.ts';
import { alive, ready, sleep, watchWorkers } from '../support/workers.ts';

beforeAll(watchWorkers);

/** More than what is worth copies to other threads. */
const LENGTH = 550_001;
/** More than what one slice of the calling thread takes, where there are no others. */
const LENGTH_ALONE = 140_001;

/** More than any machine computes before the call returns, so that it can still be aborted then. */
const LENGTH_ABORTED = 6_000_000;

/** An array of points of a function, repeated as often as needed. */
function pointsFor({ name }: FunctionCase, { from, zeros }: Elements, length = LENGTH): ElementArray {
  const points = from(randomPointsOf(name, 1 / 20));
  const all = zeros(length);
  for (let i = 0; i < length; i += points.length) all.set(points.subarray(0, length - i), i);
  return all;
}

describeFunctionsOfElements('async', (which, create, elements) => {
  const f = create();
  const length = f.info.backend === 'wasm' ? LENGTH : LENGTH_ALONE;
  const points = pointsFor(which, elements, length);
  const expected = f(points);
  afterAll(() => f[Symbol.asyncDispose]());

  it.each(places(f, elements))(
    'gives the bits of the synchronous call from and to %s memory, and in place',
    async (_, make) => {
      const [x, out] = [make(length, 1), make(length, 2)];
      x.set(points);
      expect(await f.async(x, out)).toBe(out);
      expect(sameBits(out, expected)).toBe(true);
      expect(sameBits(x, points)).toBe(true);
      expect(await f.async(x, x)).toBe(x);
      expect(sameBits(x, expected)).toBe(true);
    },
  );

  it('gives the bits of the synchronous call where x and out overlap', async () => {
    for (const [place, xAt, outAt] of [
      [0, 0, 1],
      [1, 70_000, 0],
      [2, 0, 70_000],
    ] as const) {
      const both = makerAt(place, f, elements)(length + 70_000);
      const [x, out] = [both.subarray(xAt, xAt + length), both.subarray(outAt, outAt + length)];
      x.set(points);
      expect(await f.async(x, out)).toBe(out);
      expect(sameBits(out, expected)).toBe(true);
    }
  });

  it('gives a new array, and the bits of short calls, at lengths at which slices end', async () => {
    for (const part of [0, 1, 3, 64, 65, 8193, 65_537, 131_073]) {
      const y = await f.async(points.subarray(1, 1 + part));
      expect(sameBits(y, expected.subarray(1, 1 + part)), `of ${part}`).toBe(true);
    }
  });
});

interface Use {
  readonly which: FunctionCase;
  readonly elements: Elements;
  readonly points: ElementArray;
}

/** Each function over each type of elements, and so many points of it. */
const usesOf = (length: number): Use[] =>
  FUNCTIONS.flatMap((which) => ELEMENTS.map((elements) => ({ which, elements, points: pointsFor(which, elements, length) })));

const LONG_USES = usesOf(LENGTH);
const USES_ALONE = usesOf(LENGTH_ALONE);

describeBackends('all functions at once', (_, createLogistic) => {
  const uses = createLogistic().info.backend === 'wasm' ? LONG_USES : USES_ALONE;

  it.each([0, 1, 2])(
    'give the bits of synchronous calls between which they run, over either type, in memory %d',
    async (place) => {
      const logistic = createLogistic();
      const expected = uses.map(({ which, points }) => which.of(logistic)(points));
      for (let times = 0; times < 3; times++) {
        const calls = uses.map(async ({ which, elements, points }) => {
          const make = makerAt(place, logistic, elements);
          const [x, out] = [make(points.length), make(points.length)];
          x.set(points);
          return which.of(logistic).async(x, out);
        });
        const { which, points } = uses[times] as Use;
        expect(sameBits(which.of(logistic)(points), expected[times] as ElementArray)).toBe(true);
        const results = await Promise.all(calls);
        results.forEach((y, i) => {
          expect(sameBits(y, expected[i] as ElementArray), `${uses[i]?.which.symbol}, ${times}`).toBe(true);
        });
      }
      await logistic[Symbol.asyncDispose]();
    },
  );

  it('wait for each other where one takes what another gives, whatever function each is', async () => {
    const logistic = createLogistic();
    const { sigmoid, logit, softplus, logSigmoid, sigmoidDerivative } = logistic;
    const x = logistic.alloc(LENGTH).map((_, i) => i / LENGTH);
    const expected = logSigmoid(sigmoidDerivative(softplus(logit(sigmoid(x)))));
    const calls = [sigmoid, logit, softplus, sigmoidDerivative, logSigmoid].map((f) => f.async(x, x));
    await Promise.all(calls);
    expect(sameBits(x, expected)).toBe(true);
    await logistic[Symbol.asyncDispose]();
  });

  it('go on when one of them is aborted or throws in onProgress', async () => {
    const logistic = createLogistic();
    const controller = new AbortController();
    const x = uses.map(({ which, elements, points }, i) =>
      i % 3 === 1 ? pointsFor(which, elements, LENGTH_ABORTED) : elements.from(points),
    );
    const expected = uses.map(({ which, points }) => which.of(logistic)(points));
    const thrown = new Error('from onProgress');
    const onProgress = (): never => {
      throw thrown;
    };
    const calls = uses.map(({ which }, i) => {
      const { signal } = controller;
      const options = i % 3 === 0 ? {} : i % 3 === 1 ? { signal } : { onProgress };
      return which.of(logistic).async(x[i] as ElementArray, undefined, options);
    });
    controller.abort('enough');
    const results = await Promise.allSettled(calls);
    results.forEach((result, i) => {
      if (i % 3 === 0) {
        expect(result.status).toBe('fulfilled');
        expect(sameBits((result as PromiseFulfilledResult<ElementArray>).value, expected[i] as ElementArray)).toBe(true);
      } else expect(result).toEqual({ status: 'rejected', reason: i % 3 === 1 ? 'enough' : thrown });
    });
    await logistic[Symbol.asyncDispose]();
  });

  it('end when one of them is closed, and do not hang', async () => {
    const logistic = createLogistic();
    const calls = uses.map(({ which, elements, points }) => which.of(logistic).async(elements.from(points)));
    const settled = Promise.allSettled(calls);
    await logistic.logSigmoid[Symbol.asyncDispose]();
    for (const result of await settled) {
      if (result.status === 'rejected') expect(String(result.reason)).toMatch(/^Error: this instance .*closed/);
    }
    await expect(logistic.sigmoid.async(new Float64Array(1))).rejects.toThrow('closed');
    expect(alive.size).toBe(0);
  });
});

describe('the threads of an instance', () => {
  const warm = async (logistic: Logistic, count: number): Promise<ElementArray[]> => {
    const arrays = LONG_USES.map(({ elements }, i) =>
      elements.alloc((LONG_USES[(i + 3) % LONG_USES.length] as Use).which.of(logistic), LENGTH),
    );
    for (let times = 0; ready.size < count - 1 || times < 20; times++) {
      for (const [i, { which }] of LONG_USES.entries())
        await which.of(logistic).async(arrays[i] as ElementArray, arrays[i] as ElementArray);
      await sleep(1);
    }
    return arrays;
  };

  it('are as few for all functions as for one, and end with any of them', async () => {
    const logistic = createLogistic({ backend: 'wasm', threads: 3 });
    await warm(logistic, 3);
    expect(alive.size).toBe(2);
    expect(logistic.info).toMatchObject({ threads: 3, reasons: [] });
    await logistic.softplus[Symbol.asyncDispose]();
    expect(alive.size).toBe(0);
  });

  it('get no message while they are awake and know the function, for arrays that came from another', async () => {
    const logistic = createLogistic({ backend: 'wasm', threads: 3 });
    const arrays = await warm(logistic, 3);
    let messages = 0;
    for (const worker of alive) {
      const { postMessage } = worker;
      worker.postMessage = (...args) => {
        messages++;
        postMessage.apply(worker, args);
      };
    }
    for (const [i, { which }] of LONG_USES.entries()) {
      const x = arrays[i] as ElementArray;
      const call = (): Promise<unknown> => which.of(logistic).async(x, x);
      // On a busy machine they fall asleep in the middle of calls, and need a message again.
      for (let attempts = 0; attempts === 0 || (messages > 0 && attempts < 20); attempts++) {
        // They learn of another function by a message.
        for (let times = 0; times < 20; times++) {
          await call();
          await sleep(1);
        }
        messages = 0;
        for (let times = 0; times < 10; times++) await call();
      }
      expect(messages, `${which.symbol} over ${x.constructor.name}`).toBe(0);
    }
    await logistic[Symbol.asyncDispose]();
  });

  it('end when an instance is dropped of which the program held one function alone', () => {
    const output = runModule(
      `import threads, { Worker } from 'node:worker_threads';
      import { syncBuiltinESMExports } from 'node:module';
      const alive = new Set();
      threads.Worker = class extends Worker {
        constructor(...args) {
          super(...args);
          alive.add(this);
          this.once('exit', () => alive.delete(this));
        }
      };
      syncBuiltinESMExports();
      const { createLogistic } = await import('sigmoid-wasm');
      const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      let { softplus } = createLogistic({ threads: 3 });
      while (alive.size < 2) { await softplus.async(new Float64Array(1e6)); await sleep(5); }
      for (let i = 0; i < 10; i++) { gc(); await sleep(5); }
      // It holds the others, and what they run on.
      console.log(alive.size, (await softplus.async(softplus.alloc(1e6)))[999_999]);
      softplus = undefined;
      for (let i = 0; i < 200 && alive.size > 0; i++) { gc(); await sleep(10); }
      console.log(alive.size);`,
      '--expose-gc',
    );
    expect(output).toBe('2 0.6931471805599453\n0\n');
  });
});
