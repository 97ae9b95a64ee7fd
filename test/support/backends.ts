import { createLogistic, createSigmoid, type Logistic, type Sigmoid } from 'sigmoid-wasm';
import { createLogistic as createTypeScriptLogistic, createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { withGlobal } from './globals.ts';

type Rounding = Sigmoid['info']['rounding'];

/** A way in which the package computes. */
export interface BackendCase {
  readonly name: string;
  create(rounding?: Rounding): Sigmoid;
  createLogistic(rounding?: Rounding): Logistic;
  /** What an instance must report of itself in `info`. */
  readonly info: object;
}

/** Every way in which the package computes. */
export const BACKENDS: readonly BackendCase[] = [
  {
    name: 'kernel on shared memory',
    create: (rounding = 'faithful') => createSigmoid({ backend: 'wasm', rounding }),
    createLogistic: (rounding = 'faithful') => createLogistic({ backend: 'wasm', rounding }),
    info: { backend: 'wasm', shared: true, reasons: [] },
  },
  {
    name: 'kernel on ordinary memory',
    create: (rounding = 'faithful') => withoutSharedMemory(() => createSigmoid({ backend: 'wasm', rounding })),
    createLogistic: (rounding = 'faithful') => withoutSharedMemory(() => createLogistic({ backend: 'wasm', rounding })),
    info: { backend: 'wasm', shared: false, reasons: [expect.stringContaining('SharedArrayBuffer is not available')] },
  },
  {
    name: 'TypeScript',
    create: (rounding = 'faithful') => createSigmoid({ backend: 'ts', rounding }),
    createLogistic: (rounding = 'faithful') => createLogistic({ backend: 'ts', rounding }),
    info: { backend: 'ts', shared: true, reasons: [] },
  },
  {
    name: 'TypeScript of sigmoid-wasm/ts',
    create: (rounding = 'faithful') => createTypeScriptSigmoid({ rounding }),
    createLogistic: (rounding = 'faithful') => createTypeScriptLogistic({ rounding }),
    info: { backend: 'ts', shared: true, reasons: [] },
  },
];

function withoutSharedMemory<Instance extends Pick<Sigmoid, 'alloc'>>(create: () => Instance): Instance {
  return withGlobal('SharedArrayBuffer', undefined, () => {
    const instance = create();
    instance.alloc(0);
    return instance;
  });
}

/** Runs the same tests over every backend, after a test that each really is the backend that its name says. */
export function describeBackends(
  title: string,
  tests: (create: BackendCase['create'], createLogistic: BackendCase['createLogistic']) => void,
): void {
  for (const { name, create, createLogistic, info } of BACKENDS) {
    describe(`${title} (${name})`, () => {
      it('runs on the backend that it is named after', () => {
        expect(create().info).toMatchObject(info);
        expect(createLogistic().info).toMatchObject(info);
      });
      tests(create, createLogistic);
    });
  }
}
