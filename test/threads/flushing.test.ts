import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createSigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { ROOT, runModule } from '../support/child.ts';
import { describeFlushing } from '../support/flushing.ts';
import { withGlobal } from '../support/globals.ts';

const LEAST_NORMAL = 2 ** -1022;
const REASON = 'results below 2.2e-308, and over float32 below 1.2e-38, are 0: this thread flushes subnormal numbers to zero';
/** Some hundred results are subnormal. */
const X = Float64Array.from({ length: 4000 }, (_, i) => -760 + i / 5);

const WAYS = (['faithful', 'correct'] as const).flatMap((rounding) => [
  { entry: 'sigmoid-wasm', backend: 'auto', gets: 'wasm', rounding },
  { entry: 'sigmoid-wasm', backend: 'wasm', gets: 'wasm', rounding },
  { entry: 'sigmoid-wasm', backend: 'ts', gets: 'ts', rounding },
  { entry: 'sigmoid-wasm/ts', backend: 'auto', gets: 'ts', rounding },
]);

describeFlushing('a thread that flushes subnormal numbers to zero', (flush) => {
  /** What a program prints, with `sigmoid` from an entry and `x` of the points, on a thread that flushes from its start. */
  function outcomeOf(entry: string, options: object, body: string): { values: number[]; info: object } {
    const output = runModule(`
      ${flush}
      const { createSigmoid } = await import('${entry}');
      const sigmoid = createSigmoid(${JSON.stringify(options)});
      const x = Float64Array.from({ length: ${X.length} }, (_, i) => -760 + i / 5);
      ${body}
    `);
    return JSON.parse(output);
  }

  it.each(WAYS)(
    'computes all normal results, and says that the others are 0, by backend $backend of $entry, rounding $rounding',
    ({ entry, backend, gets, rounding }) => {
      const body = `
        const values = [...sigmoid(x), ...Array.from(x, (value) => sigmoid(value))];
        console.log(JSON.stringify({ values, info: sigmoid.info }));
      `;
      const { values, info } = outcomeOf(entry, { backend, rounding }, body);
      const right = [...createSigmoid({ rounding })(X)];
      expect(right.filter((value) => value > 0 && value < LEAST_NORMAL).length).toBeGreaterThan(100);
      const flushed = right.map((value) => (value < LEAST_NORMAL ? 0 : value));
      expect(values).toEqual([...flushed, ...flushed]);
      expect(info).toMatchObject({ backend: gets, reasons: [REASON] });
    },
  );

  it('does not use workers that flush too, and ends every call with the results of the calling thread', () => {
    const body = `
      const many = sigmoid.alloc(100 * x.length);
      for (let i = 0; i < many.length; i++) many[i] = x[i % x.length];
      const expected = sigmoid(many);
      const values = [];
      do {
        const y = await sigmoid.async(many, sigmoid.alloc(many.length));
        values.push(...y.filter((value, i) => value !== expected[i]));
      } while (!sigmoid.info.reasons.at(-1)?.includes('none left'));
      console.log(JSON.stringify({ values, info: sigmoid.info }));
    `;
    const { values, info } = outcomeOf('sigmoid-wasm', { threads: 2 }, body);
    expect(values).toEqual([]);
    const ofWorkers = expect.stringMatching(/^\d workers ended or did not start \(this thread flushes.*none left$/);
    expect(info).toMatchObject({ backend: 'wasm', threads: 1, reasons: [REASON, ofWorkers] });
  });
});

describeFlushing('a worker whose thread flushes subnormal numbers to zero', (flush) => {
  it.each([
    ['shared', true],
    ['ordinary', false],
  ])('ends, and all results are right without it, for kernels on %s memory', async (_, shared) => {
    const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
    const workerUrl = join(folder, 'worker.mjs');
    writeFileSync(workerUrl, `${flush}\nawait import(${JSON.stringify(pathToFileURL(`${ROOT}dist/worker.js`).href)});`);
    const x = new Float64Array(600_000).fill(-740);
    const sigmoid = withGlobal('SharedArrayBuffer', shared ? SharedArrayBuffer : undefined, () => {
      const instance = createSigmoid({ backend: 'wasm', threads: 2, workerUrl });
      instance.alloc(0);
      return instance;
    });
    do {
      const y = await sigmoid.async(x);
      expect(y.every((value) => value === 4.2e-322)).toBe(true);
    } while (!sigmoid.info.reasons.at(-1)?.includes('none left'));
    expect(sigmoid.info.shared).toBe(shared);
    expect(sigmoid.info.reasons.at(-1)).toMatch(/^\d workers ended or did not start \(this thread flushes.*none left$/);
    sigmoid.close();
    rmSync(folder, { recursive: true });
  });
});
