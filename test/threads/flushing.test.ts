import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createSigmoid } from 'sigmoid-wasm';
import { expect, it } from 'vitest';
import { ROOT, runModule } from '../support/child.ts';
import { describeFlushing } from '../support/flushing.ts';
import { withGlobal } from '../support/globals.ts';

/** The least normal number of each type. */
const LEAST_DOUBLE = 2 ** -1022;
const LEAST_FLOAT = 2 ** -126;
const REASON = 'results below 2.2e-308, and over float32 below 1.2e-38, are 0: this thread flushes subnormal numbers to zero';
/** Some hundred results are subnormal. */
const X = Float64Array.from({ length: 4000 }, (_, i) => -760 + i / 5);
const FLOATS = Float32Array.from({ length: 4000 }, (_, i) => -110 + i / 40);

/** σ(−100) as a float32, which is subnormal. */
const FLOAT_RESULT = Math.fround(3.720075976020836e-44);

const WAYS = (['faithful', 'correct'] as const).flatMap((rounding) => [
  { entry: 'sigmoid-wasm', backend: 'auto', gets: 'wasm', rounding },
  { entry: 'sigmoid-wasm', backend: 'wasm', gets: 'wasm', rounding },
  { entry: 'sigmoid-wasm', backend: 'ts', gets: 'ts', rounding },
  { entry: 'sigmoid-wasm/ts', backend: 'auto', gets: 'ts', rounding },
]);

describeFlushing('a thread that flushes subnormal numbers to zero', (flush) => {
  /** What a program prints, with `sigmoid` from an entry and the points in `x` and `floats`, on a thread that flushes from its start. */
  function outcomeOf(entry: string, options: object, body: string): { values: number[]; info: object } {
    const output = runModule(`
      ${flush}
      const { createSigmoid } = await import('${entry}');
      const sigmoid = createSigmoid(${JSON.stringify(options)});
      const x = Float64Array.from({ length: ${X.length} }, (_, i) => -760 + i / 5);
      const floats = Float32Array.from({ length: ${FLOATS.length} }, (_, i) => -110 + i / 40);
      ${body}
    `);
    return JSON.parse(output);
  }

  it.each(WAYS)(
    'computes all normal results, and says that the others are 0, by backend $backend of $entry, rounding $rounding',
    ({ entry, backend, gets, rounding }) => {
      const body = `
        const values = [...sigmoid(x), ...Array.from(x, (value) => sigmoid(value)), ...sigmoid(floats)];
        console.log(JSON.stringify({ values, info: sigmoid.info }));
      `;
      const { values, info } = outcomeOf(entry, { backend, rounding }, body);
      const right = createSigmoid({ rounding });
      const flushed = (values: Iterable<number>, least: number): number[] => {
        expect([...values].filter((value) => value > 0 && value < least).length).toBeGreaterThan(100);
        return Array.from(values, (value) => (value < least ? 0 : value));
      };
      const doubles = flushed(right(X), LEAST_DOUBLE);
      expect(values).toEqual([...doubles, ...doubles, ...flushed(right(FLOATS), LEAST_FLOAT)]);
      expect(info).toMatchObject({ backend: gets, reasons: [REASON] });
    },
  );

  it('does not use workers that flush too, and ends every call with the results of the calling thread', () => {
    const body = `
      const types = ['float64', 'float32'];
      const arrays = types.map((type) => sigmoid.alloc(100 * x.length, type));
      for (const [k, many] of arrays.entries()) for (let i = 0; i < many.length; i++) many[i] = [x, floats][k][i % x.length];
      const expected = arrays.map((many) => sigmoid(many));
      const values = [];
      do {
        for (const [k, many] of arrays.entries()) {
          const y = await sigmoid.async(many, sigmoid.alloc(many.length, types[k]));
          values.push(...y.filter((value, i) => value !== expected[k][i]));
        }
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
    const doubles = new Float64Array(600_000).fill(-740);
    const floats = new Float32Array(600_000).fill(-100);
    const sigmoid = withGlobal('SharedArrayBuffer', shared ? SharedArrayBuffer : undefined, () => {
      const instance = createSigmoid({ backend: 'wasm', threads: 2, workerUrl });
      instance.alloc(0);
      return instance;
    });
    do {
      expect((await sigmoid.async(doubles)).every((value) => value === 4.2e-322)).toBe(true);
      expect((await sigmoid.async(floats)).every((value) => value === FLOAT_RESULT)).toBe(true);
    } while (!sigmoid.info.reasons.at(-1)?.includes('none left'));
    expect(sigmoid.info.shared).toBe(shared);
    expect(sigmoid.info.reasons.at(-1)).toMatch(/^\d workers ended or did not start \(this thread flushes.*none left$/);
    sigmoid.close();
    rmSync(folder, { recursive: true });
  });
});
