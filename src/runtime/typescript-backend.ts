/** The backend without WebAssembly. */

import type { SigmoidOptions } from '../api/types.ts';
import { correctSigmoidInto, correctSigmoidOf } from '../functions/sigmoid/correct.ts';
import { sigmoidInto, sigmoidOf } from '../functions/sigmoid/faithful.ts';
import { correctTable, sigmoidTable } from '../functions/sigmoid/tables.ts';
import type { Backend } from './backend.ts';
import { forEachBlock, placement, view } from './blocks.ts';
import { newSharedArray } from './memory/new-array.ts';
import { runInSlices } from './threads/slices.ts';

const FORMULAS = {
  faithful: { into: sigmoidInto, of: sigmoidOf, openTable: sigmoidTable },
  correct: { into: correctSigmoidInto, of: correctSigmoidOf, openTable: correctTable },
};

/** Elements copied at a time where the arrays overlap. */
const BLOCK = 1024;

/** @param reasons why there is no kernel, if one was asked for */
export function createTypeScriptBackend(
  { threads = 1, rounding = 'faithful' }: SigmoidOptions,
  reasons: readonly string[],
): Backend {
  const { into, of, openTable } = FORMULAS[rounding];
  const singleThread = threads > 1 ? ['one thread: the TypeScript backend computes on the calling thread, in short turns'] : [];

  function run(x: Float64Array, out: Float64Array): void {
    const table = openTable();
    if (placement(x, out) !== 'overlapping') {
      into(x, out, table);
      return;
    }
    const copy = new Float64Array(Math.min(BLOCK, x.length));
    forEachBlock(x.length, BLOCK, out.byteOffset > x.byteOffset, (begin, end) => {
      copy.set(view(x, begin, end));
      into(view(copy, 0, end - begin), view(out, begin, end), table);
    });
  }

  return {
    name: 'ts',
    shared: typeof SharedArrayBuffer === 'function',
    reasons: [...reasons, ...singleThread],
    threads: 1,
    run,
    runAsync: (x, out, options) => runInSlices(run, x, out, options),
    runScalar: (x) => of(x, openTable()),
    alloc: newSharedArray,
    close: async () => undefined,
  };
}
