import { createSigmoid, type Sigmoid } from 'sigmoid-wasm';
import { createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { withGlobal } from './globals.ts';

type Rounding = Sigmoid['info']['rounding'];

/** Every way in which the package computes, with what the instance must report of itself in `info`. */
export const BACKENDS: { name: string; create: (rounding?: Rounding) => Sigmoid; info: object }[] = [
  {
    name: 'kernel on shared memory',
    create: (rounding = 'faithful') => createSigmoid({ backend: 'wasm', rounding }),
    info: { backend: 'wasm', shared: true, reasons: [] },
  },
  {
    name: 'kernel on ordinary memory',
    create: withoutSharedMemory,
    info: { backend: 'wasm', shared: false, reasons: [expect.stringContaining('SharedArrayBuffer is not available')] },
  },
  {
    name: 'TypeScript',
    create: (rounding = 'faithful') => createSigmoid({ backend: 'ts', rounding }),
    info: { backend: 'ts', shared: true, reasons: [] },
  },
  {
    name: 'TypeScript of sigmoid-wasm/ts',
    create: (rounding = 'faithful') => createTypeScriptSigmoid({ rounding }),
    info: { backend: 'ts', shared: true, reasons: [] },
  },
];

function withoutSharedMemory(rounding: Rounding = 'faithful'): Sigmoid {
  return withGlobal('SharedArrayBuffer', undefined, () => {
    const sigmoid = createSigmoid({ backend: 'wasm', rounding });
    sigmoid.alloc(0);
    return sigmoid;
  });
}

/** Runs the same tests over every backend, after a test that each really is the backend that its name says. */
export function describeBackends(title: string, tests: (create: (rounding?: Rounding) => Sigmoid) => void): void {
  for (const { name, create, info } of BACKENDS) {
    describe(`${title} (${name})`, () => {
      it('runs on the backend that it is named after', () => {
        expect(create().info).toMatchObject(info);
      });
      tests(create);
    });
  }
}
