import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { times } from '../support/cases.ts';
import { node, runModule } from '../support/child.ts';

/** How many are made, of 8 MB and more each. */
const ARRAYS = times({ some: 200, all: 1000 });
const INSTANCES = times({ some: 60, all: 200 });

/** The tests run in child processes, where nothing but these instances and workers is left to be seen. */
const PRELUDE = `
  import threads, { Worker } from 'node:worker_threads';
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
  const { createSigmoid, sigmoid } = await import('sigmoid-wasm');
  const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const until = async (condition) => { while (!condition()) await sleep(5); };
`;

describe('a program that never closes its instances', () => {
  it.each([
    ['ordinary', 'new Float64Array(1e6)'],
    ['allocated', 'sigmoid.alloc(1e6)'],
    ['ordinary float32', 'new Float32Array(1e6)'],
    ['allocated float32', "sigmoid.alloc(1e6, 'float32')"],
  ])('ends by itself after calls on %s arrays that it awaited', (_, x) => {
    const output = runModule(`
      import { sigmoid } from 'sigmoid-wasm';
      const x = ${x};
      const y = await sigmoid.async(x);
      console.log(y[999_999], await sigmoid.async(x, x) === x);
    `);
    expect(output.trim()).toBe('0.5 true');
  });

  it('ends by itself while its workers are idle', () => {
    const output = runModule(`${PRELUDE}
      const x = sigmoid.alloc(1e6);
      await sigmoid.async(x);
      await until(() => alive.size > 0);
      await sleep(200);
      await sigmoid.async(x, x);
      console.log(alive.size === sigmoid.info.threads - 1);
    `);
    expect(output.trim()).toBe('true');
  });

  it('does not end before a call that it does not await', () => {
    const output = runModule(`
      import { sigmoid } from 'sigmoid-wasm';
      sigmoid.async(sigmoid.alloc(3e7)).then((y) => console.log(y.at(-1)));
    `);
    expect(output.trim()).toBe('0.5');
  });
});

it('an awaited asyncDispose ends the workers and lets the program go on', () => {
  const output = runModule(`${PRELUDE}
    const own = createSigmoid({ threads: 3 });
    await own.async(new Float64Array(1e6));
    await until(() => alive.size === 2);
    await own[Symbol.asyncDispose]();
    console.log(alive.size);
  `);
  expect(output.trim()).toBe('0');
});

it(`${INSTANCES} instances that were made, used and disposed of leave no worker, no handle and no memory behind`, () => {
  const output = runModule(
    `${PRELUDE}
    const use = async (i) => {
      const own = createSigmoid({ threads: 3 });
      const x = i % 2 ? own.alloc(2e6, 'float32') : own.alloc(1e6);
      await own.async(x, x);
      await own[Symbol.asyncDispose]();
    };
    const settle = async () => { for (let i = 0; i < 5; i++) { gc(); await sleep(20); } return process.memoryUsage().rss; };
    for (let i = 0; i < 10; i++) await use(i);
    const before = await settle();
    for (let i = 0; i < ${INSTANCES}; i++) await use(i);
    const after = await settle();
    const handles = process.getActiveResourcesInfo().filter((name) => !/TTY|Pipe|Timeout/.test(name));
    console.log(JSON.stringify({ workers: alive.size, handles, grown: (after - before) / 2 ** 20 }));
    `,
    '--expose-gc',
  );
  const { workers, handles, grown } = JSON.parse(output);
  expect({ workers, handles }).toEqual({ workers: 0, handles: [] });
  // Each instance had an array of 8 MB, and memory of two workers.
  expect(grown).toBeLessThan(50);
});

it('an instance that was never closed ends its workers when it is garbage-collected', () => {
  const output = runModule(
    `${PRELUDE}
    await (async () => {
      const own = createSigmoid({ threads: 3 });
      await own.async(new Float64Array(1e6));
      await until(() => alive.size === 2);
    })();
    for (let i = 0; i < 200 && alive.size > 0; i++) { gc(); await sleep(10); }
    console.log(alive.size);
    `,
    '--expose-gc',
  );
  expect(output.trim()).toBe('0');
});

it(`${ARRAYS} arrays of 8 MB that were written and dropped leave no memory behind`, () => {
  const output = runModule(
    `${PRELUDE}
    const settle = async () => { for (let i = 0; i < 5; i++) { gc(); await sleep(10); } };
    const use = async (count) => {
      for (let i = 0; i < count; i++) {
        (i % 2 ? sigmoid.alloc(2e6, 'float32') : sigmoid.alloc(1e6)).fill(1);
        if (i % 20 === 19) await settle();
      }
      await settle();
      return process.memoryUsage().rss;
    };
    const before = await use(40);
    console.log((await use(${ARRAYS})) / before);
    `,
    '--expose-gc',
  );
  expect(Number(output)).toBeLessThan(1.1);
});

describe('the package', () => {
  const SOURCE = `
    import { parentPort, isMainThread } from 'node:worker_threads';
    import { createSigmoid } from 'sigmoid-wasm';
    const own = createSigmoid({ threads: 3 });
    const arrays = [own.alloc(1e6), own.alloc(1e6, 'float32')];
    for (let i = 0; i < 20; i++) {
      const y = await own.async(arrays[i % 2]);
      if (y.findIndex((value) => value !== 0.5) >= 0) throw new Error('wrong');
    }
    parentPort.postMessage({ isMainThread, ...own.info });
  `;

  it('starts workers from within a worker, which still ends by itself', async () => {
    const worker = new Worker(
      new URL(
        `data:text/javascript,${encodeURIComponent(SOURCE.replace("'sigmoid-wasm'", JSON.stringify(import.meta.resolve('sigmoid-wasm'))))}`,
      ),
    );
    const messages: unknown[] = [];
    worker.on('message', (message) => messages.push(message));
    const code = await new Promise((resolve) => worker.on('exit', resolve));
    expect(code).toBe(0);
    expect(messages).toEqual([expect.objectContaining({ isMainThread: false, backend: 'wasm', threads: 3, reasons: [] })]);
  });

  it('computes in two copies of itself that exchange arrays', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigmoid-copy-'));
    try {
      cpSync(new URL('../../dist', import.meta.url), join(folder, 'dist'), { recursive: true });
      cpSync(new URL('../../package.json', import.meta.url), join(folder, 'package.json'));
      const { stdout } = node(
        '--input-type=module',
        '-e',
        `
        import { sigmoid as one } from 'sigmoid-wasm';
        const { sigmoid: other } = await import(${JSON.stringify(join(folder, 'dist/index.js'))});
        const x = one.alloc(1e6), y = other.alloc(1e6);
        await Promise.all([one.async(x, y), other.async(other.alloc(1e6), new Float64Array(1e6))]);
        console.log(one !== other, y[0], (await other.async(y, x))[5] === one(0.5));
        const floats = one.alloc(1e6, 'float32');
        console.log((await other.async(floats, other.alloc(1e6, 'float32')))[5], (await one.async(floats, floats))[5]);
        `,
      );
      expect(stdout.trim()).toBe('true 0.5 true\n0.5 0.5');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
