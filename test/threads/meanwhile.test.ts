/** What may change between a call of `async` and its end, or its start where it waits for another. */

import { createSigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { BACKENDS } from '../support/backends.ts';
import { runModule } from '../support/child.ts';
import { alive, watchWorkers } from '../support/workers.ts';

describe.each(BACKENDS)('a call that waits for another, $name', ({ create }) => {
  it('rejects if it is aborted as it starts', async () => {
    for (const length of [1000, 1_000_000]) {
      const sigmoid = create();
      const x = new Float64Array(length);
      const controller = new AbortController();
      const first = sigmoid.async(x, x);
      const second = sigmoid.async(x, x, { signal: controller.signal });
      const waits = async (): Promise<void> => void (await first);
      void waits().then(() => controller.abort('too late'));
      await expect(second).rejects.toBe('too late');
      await sigmoid[Symbol.asyncDispose]();
    }
  });

  it('rejects if the instance is closed before, and starts no workers then', async () => {
    watchWorkers();
    const sigmoid = create();
    const x = new Float64Array(1_000_000);
    const first = sigmoid.async(x.subarray(0, 10), x.subarray(0, 10));
    const second = sigmoid.async(x, x);
    const rejected = expect(second).rejects.toThrow('this instance of sigmoid is closed');
    await sigmoid[Symbol.asyncDispose]();
    await first;
    await rejected;
    expect(alive.size).toBe(0);
  });

  it('rejects if an array is detached before', async () => {
    const sigmoid = create();
    const x = new Float64Array(1000);
    const out = new Float64Array(1000);
    const first = sigmoid.async(new Float64Array(1000), out);
    const second = sigmoid.async(x, out);
    structuredClone(x.buffer, { transfer: [x.buffer] });
    await first;
    await expect(second).rejects.toThrow(TypeError);
    await sigmoid[Symbol.asyncDispose]();
  });
});

it('buffers that grow during a call change nothing about it', async () => {
  const sigmoid = createSigmoid({ backend: 'wasm', threads: 2 });
  const length = 1_000_001;
  const growable = (): SharedArrayBuffer => new SharedArrayBuffer(8 * length, { maxByteLength: 16 * length });
  const [from, to] = [growable(), growable()];
  const out = new Float64Array(to);
  const call = sigmoid.async(new Float64Array(from), out);
  from.grow(16 * length);
  to.grow(16 * length);
  expect(await call).toBe(out);
  expect(out.findIndex((value) => value !== 0.5)).toBe(length);
  expect(out.subarray(length).every((value) => value === 0)).toBe(true);
  await sigmoid[Symbol.asyncDispose]();
});

it('an instance of which only a method is left goes on', () => {
  const output = runModule(
    `import { createSigmoid } from 'sigmoid-wasm';
    const { async, alloc } = (() => createSigmoid({ threads: 2 }))();
    const x = alloc(1e6);
    for (let i = 0; i < 20; i++) { gc(); await new Promise((resolve) => setTimeout(resolve, 5)); await async(x, x); }
    console.log(x.length);`,
    '--expose-gc',
  );
  expect(output.trim()).toBe('1000000');
});

it('a second end of an instance waits for the first', async () => {
  watchWorkers();
  const sigmoid = createSigmoid({ backend: 'wasm', threads: 2 });
  const x = sigmoid.alloc(1_000_000);
  await sigmoid.async(x, x);
  sigmoid.close();
  await sigmoid[Symbol.asyncDispose]();
  expect(alive.size).toBe(0);
});

it.each(['sigmoid-wasm', 'sigmoid-wasm/ts'])('%s does without FinalizationRegistry and WeakRef', (entry) => {
  const output = runModule(
    `delete globalThis.FinalizationRegistry;
    delete globalThis.WeakRef;
    const { sigmoid } = await import('${entry}');
    const x = sigmoid.alloc(600_000);
    await sigmoid.async(x, x);
    console.log(sigmoid(0), x[599_999], sigmoid.info.shared, sigmoid.info.reasons.join());`,
  );
  expect(output).toMatch(/^0\.5 0\.5 /);
});

it('options may be inherited', async () => {
  const { info } = createSigmoid(Object.create({ backend: 'ts', rounding: 'correct' }));
  expect(info).toMatchObject({ backend: 'ts', rounding: 'correct' });
  const x = new Float64Array(10);
  const options = Object.create({ signal: AbortSignal.abort('at once') });
  await expect(createSigmoid().async(x, x, options)).rejects.toBe('at once');
});

it('a signal that is none is refused', async () => {
  const signal = { aborted: false } as AbortSignal;
  await expect(createSigmoid().async(new Float64Array(1), undefined, { signal })).rejects.toThrow(
    '"signal" expected an AbortSignal, got Object',
  );
});
