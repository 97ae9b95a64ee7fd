/** What may change while a call of `async` runs, or while it waits for another call. */

import { createSigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { runModule } from '../support/child.ts';
import { describeElements, ELEMENTS } from '../support/elements.ts';
import { alive, watchWorkers } from '../support/workers.ts';

describeElements('a call that waits for another', (create, { zeros }) => {
  it('rejects with the reason when it is aborted just as it starts', async () => {
    for (const length of [1000, 1_000_000]) {
      const sigmoid = create();
      const x = zeros(length);
      const controller = new AbortController();
      const first = sigmoid.async(x, x);
      const second = sigmoid.async(x, x, { signal: controller.signal });
      const waits = async (): Promise<void> => void (await first);
      void waits().then(() => controller.abort('too late'));
      await expect(second).rejects.toBe('too late');
      await sigmoid[Symbol.asyncDispose]();
    }
  });

  it('rejects and starts no workers when the instance is closed before it starts', async () => {
    watchWorkers();
    const sigmoid = create();
    const x = zeros(1_000_000);
    const first = sigmoid.async(x.subarray(0, 10), x.subarray(0, 10));
    const second = sigmoid.async(x, x);
    const rejected = expect(second).rejects.toThrow('this instance of sigmoid is closed');
    await sigmoid[Symbol.asyncDispose]();
    await first;
    await rejected;
    expect(alive.size).toBe(0);
  });

  it('rejects with a TypeError when an array is detached before it starts', async () => {
    const sigmoid = create();
    const x = zeros(1000);
    const out = zeros(1000);
    const first = sigmoid.async(zeros(1000), out);
    const second = sigmoid.async(x, out);
    structuredClone(x.buffer, { transfer: [x.buffer] });
    await first;
    await expect(second).rejects.toThrow(TypeError);
    await sigmoid[Symbol.asyncDispose]();
  });
});

it.each(ELEMENTS)(
  'a call over $type computes the elements that there were at its start when buffers grow meanwhile',
  async ({ bytes, over }) => {
    const sigmoid = createSigmoid({ backend: 'wasm', threads: 2 });
    const length = 1_000_001;
    const growable = (): SharedArrayBuffer => new SharedArrayBuffer(bytes * length, { maxByteLength: 2 * bytes * length });
    const [from, to] = [growable(), growable()];
    const out = over(to);
    const call = sigmoid.async(over(from), out);
    from.grow(2 * bytes * length);
    to.grow(2 * bytes * length);
    expect(await call).toBe(out);
    expect(out.findIndex((value) => value !== 0.5)).toBe(length);
    expect(out.subarray(length).every((value) => value === 0)).toBe(true);
    await sigmoid[Symbol.asyncDispose]();
  },
);

it('an instance keeps working when the program holds no more than its methods', () => {
  const output = runModule(
    `import { createSigmoid } from 'sigmoid-wasm';
    const { async, alloc } = (() => createSigmoid({ threads: 2 }))();
    const arrays = [alloc(1e6), alloc(1e6, 'float32')];
    for (let i = 0; i < 20; i++) {
      gc();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await async(arrays[i % 2], arrays[i % 2]);
    }
    console.log(arrays[0].length);`,
    '--expose-gc',
  );
  expect(output.trim()).toBe('1000000');
});

it('disposing of an instance that is already closed waits until its workers have ended', async () => {
  watchWorkers();
  const sigmoid = createSigmoid({ backend: 'wasm', threads: 2 });
  const x = sigmoid.alloc(1_000_000);
  await sigmoid.async(x, x);
  sigmoid.close();
  await sigmoid[Symbol.asyncDispose]();
  expect(alive.size).toBe(0);
});

it.each(['sigmoid-wasm', 'sigmoid-wasm/ts'])('%s works where FinalizationRegistry and WeakRef are missing', (entry) => {
  const output = runModule(
    `delete globalThis.FinalizationRegistry;
    delete globalThis.WeakRef;
    const { sigmoid } = await import('${entry}');
    const [x, floats] = [sigmoid.alloc(600_000), sigmoid.alloc(600_000, 'float32')];
    for (const array of [x, floats]) await sigmoid.async(array, array);
    console.log(sigmoid(0), x[599_999], floats[599_999], sigmoid.info.shared, sigmoid.info.reasons.join());`,
  );
  expect(output).toMatch(/^0\.5 0\.5 0\.5 /);
});

it('options may be inherited properties', async () => {
  const { info } = createSigmoid(Object.create({ backend: 'ts', rounding: 'correct' }));
  expect(info).toMatchObject({ backend: 'ts', rounding: 'correct' });
  const x = new Float64Array(10);
  const options = Object.create({ signal: AbortSignal.abort('at once') });
  await expect(createSigmoid().async(x, x, options)).rejects.toBe('at once');
});

it('an object with `aborted` but without addEventListener is rejected as a signal', async () => {
  const signal = { aborted: false } as AbortSignal;
  await expect(createSigmoid().async(new Float64Array(1), undefined, { signal })).rejects.toThrow(
    '"signal" expected an AbortSignal, got Object',
  );
});
