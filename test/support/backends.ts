import { describe, expect, it } from 'vitest';
import { createSigmoid, type Sigmoid } from '../../src/index.ts';
import { createSigmoid as createTypeScriptSigmoid } from '../../src/ts.ts';
import { withGlobal } from './globals.ts';

/** Every way in which the package computes; `info` is what the instance must report of itself. */
export const BACKENDS: { name: string; create: () => Sigmoid; info: object }[] = [
  {
    name: 'kernel on shared memory',
    create: () => createSigmoid({ backend: 'wasm' }),
    info: { backend: 'wasm', shared: true, reasons: [] },
  },
  {
    name: 'kernel on ordinary memory',
    create: withoutSharedMemory,
    info: { backend: 'wasm', shared: false, reasons: [expect.stringContaining('SharedArrayBuffer is not available')] },
  },
  {
    name: 'TypeScript',
    create: () => createSigmoid({ backend: 'ts' }),
    info: { backend: 'ts', shared: true, reasons: [] },
  },
  {
    name: 'TypeScript, from its own entry',
    create: () => createTypeScriptSigmoid(),
    info: { backend: 'ts', shared: true, reasons: [] },
  },
];

function withoutSharedMemory(): Sigmoid {
  return withGlobal('SharedArrayBuffer', undefined, () => {
    const sigmoid = createSigmoid({ backend: 'wasm' });
    sigmoid.alloc(0);
    return sigmoid;
  });
}

/** The same tests for every backend, each first shown to be the one it is called. */
export function describeBackends(title: string, tests: (create: () => Sigmoid) => void): void {
  describe.each(BACKENDS)(`${title}: $name`, ({ create, info }) => {
    it('is the backend it is called', () => {
      expect(create().info).toMatchObject(info);
    });
    tests(create);
  });
}
