/** The backend without WebAssembly. */

import type { Backend, BackendOptions, Runner } from './backend.ts';
import { forEachBlock } from './blocks.ts';
import { ARRAY_TYPES, byteOffsetOf, copyElements, type ElementArray, lengthOf, view } from './elements.ts';
import type { Operation } from './kernel.ts';
import { reasonsOfArithmetic } from './memory/arithmetic.ts';
import { newArray } from './memory/new-array.ts';
import { overlapInPart } from './memory/one-memory.ts';
import { runInSlices } from './threads/slices.ts';

/** Elements that are copied at a time where the arrays overlap. */
const COPIED_ELEMENTS = 1024;

/** @param reasons why there is no kernel, if one was asked for */
export function createTypeScriptBackend({ threads = 1 }: BackendOptions, reasons: readonly string[]): Backend {
  const singleThread = threads > 1 ? ['one thread: the TypeScript backend computes on the calling thread, in short turns'] : [];
  const shared = typeof SharedArrayBuffer === 'function';
  return {
    name: 'ts',
    shared,
    reasons: [...reasons, ...singleThread, ...reasonsOfArithmetic()],
    threads: 1,
    bind: createTypeScriptRunner,
    alloc: (type, length) => newArray(type, length, shared),
    close: async () => undefined,
  };
}

export function createTypeScriptRunner({ kernel: { elementType }, fallback }: Operation): Runner {
  function run(x: ElementArray, out: ElementArray): void {
    if (!overlapInPart(x, out)) {
      fallback.into(x, out);
      return;
    }
    const length = lengthOf(elementType, x);
    const copy = new ARRAY_TYPES[elementType](Math.min(COPIED_ELEMENTS, length));
    forEachBlock(length, COPIED_ELEMENTS, byteOffsetOf(out) > byteOffsetOf(x), (begin, end) => {
      copyElements(copy, view(elementType, x, begin, end), 0);
      fallback.into(view(elementType, copy, 0, end - begin), view(elementType, out, begin, end));
    });
  }

  return {
    run,
    runAsync: (x, out, options) => runInSlices(run, elementType, x, out, options),
  };
}
