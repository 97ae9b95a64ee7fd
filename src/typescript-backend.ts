/** The backend without WebAssembly. */
import type { Backend } from './backend.ts';
import { forEachBlock, placement, view } from './blocks.ts';
import { outOfMemory } from './errors.ts';
import { sigmoidInto, sigmoidOf } from './formula.ts';
import { sigmoidTable } from './table.ts';

/** Elements copied at a time where the arrays overlap. */
const BLOCK = 1024;

export function createTypeScriptBackend(reasons: readonly string[]): Backend {
  const shared = typeof SharedArrayBuffer === 'function';

  function run(x: Float64Array, out: Float64Array): void {
    const table = sigmoidTable();
    if (placement(x, out) !== 'overlapping') {
      sigmoidInto(x, out, table);
      return;
    }
    const copy = new Float64Array(Math.min(BLOCK, x.length));
    forEachBlock(x.length, BLOCK, out.byteOffset > x.byteOffset, (begin, end) => {
      copy.set(view(x, begin, end));
      sigmoidInto(view(copy, 0, end - begin), view(out, begin, end), table);
    });
  }

  function alloc(length: number): Float64Array {
    const bytes = length * Float64Array.BYTES_PER_ELEMENT;
    try {
      return new Float64Array(shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
    } catch {
      throw outOfMemory(length);
    }
  }

  return { name: 'ts', shared, reasons, run, runScalar: (x) => sigmoidOf(x, sigmoidTable()), alloc };
}
