/** Hosts in which something is missing or forbidden: the package gives the same bits and a reason, or the documented error. */
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import {
  createLogistic,
  createSigmoid,
  type ElementTypeName,
  type Sigmoid,
  type SigmoidInfo,
  type SigmoidOptions,
} from 'sigmoid-wasm';
import { createLogistic as createTypeScriptLogistic, createSigmoid as createTypeScriptSigmoid } from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { ELEMENTS, type ElementArray } from '../support/elements.ts';
import { withForbidden, withGlobal, withoutGlobal } from '../support/globals.ts';
import { sameBits, stratifiedPoints } from '../support/points.ts';

const doubles = stratifiedPoints().subarray(-30_000);
/** By type of elements: the points, and their σ. */
const VALUES = Object.fromEntries(
  ELEMENTS.map(({ type, from }) => {
    const points = from(doubles);
    return [type, { points, expected: createTypeScriptSigmoid()(points) }];
  }),
) as Record<ElementTypeName, { points: ElementArray; expected: ElementArray }>;
const MAXIMUM_PAGES = 65536;
const kernelModule = new WebAssembly.Module(readFileSync(new URL('../../build/kernel.wasm', import.meta.url)));
const emptyModule = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));

/** Checks the results on ordinary and allocated arrays of every size class, and returns the `info` of the instance. */
function infoOfRightResults(sigmoid: Sigmoid): SigmoidInfo {
  for (const { type, alloc } of ELEMENTS) {
    const { points, expected } = VALUES[type];
    for (const length of [1, 7, 100, points.length]) {
      const part = points.subarray(0, length);
      expect(sameBits(sigmoid(part), expected.subarray(0, length))).toBe(true);
      const x = alloc(sigmoid, length);
      x.set(part);
      expect(sameBits(sigmoid(x, x), expected.subarray(0, length))).toBe(true);
    }
  }
  expect(sigmoid(10)).toBe(0.9999546021312976);
  return sigmoid.info;
}

const open = (options?: SigmoidOptions) => (): SigmoidInfo => infoOfRightResults(createSigmoid(options));

/** Runs `body` while a class of `WebAssembly` throws, always or for the arguments that `refused` selects. */
function withRefused<T>(name: 'Module' | 'Instance' | 'Memory', error: Error, body: () => T, refused = (_: never) => true): T {
  const original = WebAssembly[name] as new (...args: unknown[]) => object;
  class Refusing extends original {
    constructor(...args: unknown[]) {
      if (refused(args[0] as never)) throw error;
      super(...args);
    }
  }
  return withGlobal(name, Refusing, body, WebAssembly);
}

/** Hosts without a kernel: what they lack, words that the reason must contain, and how to imitate them. */
const WITHOUT_KERNEL: [string, string, <T>(body: () => T) => T][] = [
  ['WebAssembly is deleted', 'WebAssembly is not available', (body) => withoutGlobal('WebAssembly', body)],
  ['WebAssembly is undefined', 'WebAssembly is not available', (body) => withGlobal('WebAssembly', undefined, body)],
  [
    "a Content-Security-Policy forbids compiling, in Chromium's words",
    "violates the following Content Security policy directive: 'unsafe-eval'",
    (body) =>
      withRefused(
        'Module',
        new WebAssembly.CompileError("violates the following Content Security policy directive: 'unsafe-eval'"),
        body,
      ),
  ],
  [
    'the embedder disallows code generation',
    'disallowed by embedder',
    (body) => withRefused('Module', new EvalError('Wasm code generation disallowed by embedder'), body),
  ],
  [
    'compiling throws a value that is no Error',
    'no wasm today',
    (body) => withRefused('Module', 'no wasm today' as unknown as Error, body),
  ],
  ['SIMD is missing', 'lacks SIMD', (body) => withGlobal('validate', () => false, body, WebAssembly)],
  [
    'no instance can be made',
    'too many instances',
    (body) => withRefused('Instance', new RangeError('too many instances'), body),
  ],
  [
    'no memory can be allocated',
    'could not allocate memory',
    (body) => withRefused('Memory', new RangeError('could not allocate memory'), body),
  ],
];

describe.each(WITHOUT_KERNEL)('where %s', (_, words, within) => {
  it('TypeScript computes, and the reason says why', () => {
    const info = within(open());
    expect(info.backend).toBe('ts');
    expect(info.reasons).toContainEqual(expect.stringMatching(/^no WebAssembly: /));
    expect(info.reasons).toContainEqual(expect.stringContaining(words));
  });

  it("backend 'wasm' throws at once, with the reason and the cause", () => {
    const create = (): Sigmoid => within(() => createSigmoid({ backend: 'wasm' }));
    expect(create).toThrow('no WebAssembly: ');
    expect(create).toThrow(words);
    expect(create).toThrow(expect.objectContaining({ cause: expect.anything() }));
  });

  it('instances that were made before or are made afterwards compute on the kernel', () => {
    const before = createSigmoid({ backend: 'wasm' });
    within(() => infoOfRightResults(before));
    expect(open()().backend).toBe('wasm');
  });
});

describe.each([
  ['can be compiled', 'Module'],
  ['can be instantiated', 'Instance'],
] as const)('where no binary %s any more once σ has run', (_, name) => {
  const refusal = new RangeError('too many of them');

  it('the other functions compute in TypeScript, the reasons say so, and σ stays on its kernel', async () => {
    const { points } = VALUES.float64;
    const logistic = createLogistic();
    logistic.sigmoid(points);
    const expected = createTypeScriptLogistic().softplus(points);
    const results = await withRefused(name, refusal, async () => [
      logistic.softplus(points),
      await logistic.softplus.async(points),
    ]);
    for (const result of results) expect(sameBits(result, expected)).toBe(true);
    expect(logistic.softplus(1)).toBe(1.3132616875182228);
    expect(logistic.info).toMatchObject({
      backend: 'wasm',
      reasons: ['no WebAssembly for softplus/faithful/f64: too many of them'],
    });
    infoOfRightResults(logistic.sigmoid);
  });

  it("a function of an instance with backend 'wasm' throws, and computes as soon as its binary is to be had", () => {
    const logistic = createLogistic({ backend: 'wasm' });
    const half = Float64Array.of(0.5);
    logistic.sigmoid(half);
    withRefused(name, refusal, () =>
      expect(() => logistic.logit(half)).toThrow(/^no WebAssembly for logit\/.*: too many of them$/),
    );
    expect(logistic.logit(half)).toEqual(Float64Array.of(0));
  });

  it('a function reaches allocated arrays where its binary comes to their memory too late, by a copy', async () => {
    for (const threads of [1, 2]) {
      const logistic = createLogistic({ threads });
      const x = logistic.alloc(150_000);
      const expected = createTypeScriptLogistic().softplus(x);
      logistic.softplus(new Float64Array(1));
      await withRefused(name, refusal, async () => {
        expect(sameBits(logistic.softplus(x), expected)).toBe(true);
        expect(sameBits(await logistic.softplus.async(x), expected)).toBe(true);
      });
      expect(logistic.info).toMatchObject({ backend: 'wasm', reasons: [] });
      logistic.close();
    }
  });
});

/** Hosts that have a kernel, but only on ordinary memory. */
const WITHOUT_SHARED_MEMORY: [string, string, <T>(body: () => T) => T][] = [
  ['SharedArrayBuffer is missing', 'COOP and COEP', (body) => withoutGlobal('SharedArrayBuffer', body)],
  [
    'shared memories are refused',
    'no shared ones',
    (body) =>
      withRefused(
        'Memory',
        new RangeError('no shared ones'),
        body,
        ({ shared }: WebAssembly.MemoryDescriptor) => shared === true,
      ),
  ],
  [
    'WebAssembly has no threads',
    'shared memory',
    (body) => {
      const { validate } = WebAssembly;
      // The kernel on shared memory differs in one bit of its memory import.
      const unthreaded = (bytes: Uint8Array<ArrayBuffer>): boolean =>
        validate(bytes) && Buffer.compare(bytes, kernelBytes) === 0;
      return withGlobal('validate', unthreaded, body, WebAssembly);
    },
  ],
];
const kernelBytes = readFileSync(new URL('../../build/sigmoid.wasm', import.meta.url));

describe.each(WITHOUT_SHARED_MEMORY)('where %s', (_, words, within) => {
  it.each(['auto', 'wasm'] as const)(
    "backend '%s' computes with the kernel on ordinary memory, and the reason says why",
    (backend) => {
      const info = within(open({ backend }));
      expect(info).toMatchObject({ backend: 'wasm', shared: false });
      expect(info.reasons).toContainEqual(expect.stringMatching(/^no shared memory/));
      expect(info.reasons).toContainEqual(expect.stringContaining(words));
    },
  );
});

describe('where only a small part of the address space can be reserved', () => {
  it.each([MAXIMUM_PAGES / 4, MAXIMUM_PAGES / 16, MAXIMUM_PAGES / 64])(
    'the kernel uses a shared memory of %d pages',
    (pages) => {
      const tooLarge = ({ maximum = 0, shared }: WebAssembly.MemoryDescriptor): boolean => shared === true && maximum > pages;
      withRefused(
        'Memory',
        new RangeError('could not allocate memory'),
        () => {
          for (const { bytes, alloc } of ELEMENTS) {
            const sigmoid = createSigmoid();
            expect(infoOfRightResults(sigmoid)).toEqual({ ...sigmoid.info, backend: 'wasm', shared: true, reasons: [] });
            const length = (pages * 65536) / bytes;
            expect(isInKernelMemory(alloc(sigmoid, length / 2))).toBe(true);
            expect(isInKernelMemory(alloc(sigmoid, length))).toBe(false);
            infoOfRightResults(sigmoid);
          }
        },
        tooLarge,
      );
    },
  );
});

/** An array in kernel memory begins behind the table; any other begins at the start of its own buffer. */
function isInKernelMemory(array: ElementArray): boolean {
  return array.byteOffset > 0;
}

/** Runs `body` where no memory is to be had, of the kernel's or of any other kind. */
function withoutMemory<T>(body: () => T): T {
  class Refusing {
    constructor() {
      throw new RangeError('Array buffer allocation failed');
    }
  }
  const withoutArrays = (): T => withGlobal('SharedArrayBuffer', Refusing, () => withGlobal('ArrayBuffer', Refusing, body));
  return withRefused('Memory', new RangeError('could not allocate memory'), withoutArrays);
}

/** Large enough that no arena that is already there has room. */
const LARGE = 20_000_000;

const MEMORIES: [string, () => Sigmoid][] = [
  ['shared', () => createSigmoid({ backend: 'wasm' })],
  [
    'ordinary',
    () =>
      withoutGlobal('SharedArrayBuffer', () => {
        const sigmoid = createSigmoid({ backend: 'wasm' });
        sigmoid.alloc(0);
        return sigmoid;
      }),
  ],
];

describe.each(
  MEMORIES.flatMap(([name, create]) => ELEMENTS.map((elements) => [name, elements.type, create, elements] as const)),
)('where no more %s kernel memory is to be had for %s', (_, type, create, { bytes, zeros, alloc }) => {
  const { points, expected } = VALUES[type];
  const refusal = new RangeError('could not allocate memory');

  it('alloc gives an ordinary array, the reasons say so, and the instance keeps working', () => {
    const sigmoid = create();
    const first = alloc(sigmoid, 1);
    const { length } = sigmoid.info.reasons;
    withRefused('Memory', refusal, () => {
      const array = alloc(sigmoid, LARGE);
      expect(isInKernelMemory(array)).toBe(false);
      array.set(points);
      expect(sameBits(sigmoid(array, array).subarray(0, points.length), expected)).toBe(true);
      expect(isInKernelMemory(alloc(sigmoid, 10))).toBe(true);
    });
    expect(sigmoid.info.reasons.slice(length)).toEqual([
      'ordinary arrays from "alloc", no more kernel memory: could not allocate memory',
    ]);
    expect(sigmoid(first)[0]).toBe(0.5);
    infoOfRightResults(sigmoid);
  });

  it('alloc asks for it again later', () => {
    const sigmoid = create();
    sigmoid.alloc(0);
    withRefused('Memory', refusal, () => {
      for (let i = 0; i < 200; i++) expect(isInKernelMemory(alloc(sigmoid, LARGE))).toBe(false);
    });
    let attempts = 0;
    while (!isInKernelMemory(alloc(sigmoid, LARGE))) attempts++;
    expect(attempts).toBeLessThan(100);
    expect(isInKernelMemory(alloc(sigmoid, LARGE))).toBe(true);
  });

  it('alloc throws a RangeError where there is no other memory either, and the instance keeps working', () => {
    const sigmoid = create();
    sigmoid.alloc(0);
    withoutMemory(() => {
      expect(() => alloc(sigmoid, LARGE)).toThrow(
        new RangeError(`cannot allocate ${LARGE} elements (${bytes * LARGE} bytes): not enough memory`),
      );
      expect(sameBits(sigmoid(points, zeros(points.length)), expected)).toBe(true);
    });
    expect(() => alloc(sigmoid, 2 ** 45)).toThrow(RangeError);
    infoOfRightResults(sigmoid);
  });
});

describe('the TypeScript backend', () => {
  it.each([
    ["createSigmoid({ backend: 'ts' })", () => createSigmoid({ backend: 'ts' })],
    ['createSigmoid() of sigmoid-wasm/ts', () => createTypeScriptSigmoid()],
    ["createSigmoid({ backend: 'ts' }) of sigmoid-wasm/ts", () => createTypeScriptSigmoid({ backend: 'ts' })],
  ])('never touches WebAssembly when it is made by %s', async (_, create) => {
    const results = await withForbidden('WebAssembly', async () => {
      const sigmoid = create();
      const { backend, reasons } = infoOfRightResults(sigmoid);
      const results = Object.values(VALUES).map(async ({ points, expected }) =>
        sameBits(await sigmoid.async(points), expected),
      );
      const same = await Promise.all(results);
      sigmoid.close();
      return { backend, reasons, same };
    });
    expect(results).toEqual({ backend: 'ts', reasons: [], same: [true, true] });
  });

  it('is chosen by the default only after an attempt that does touch WebAssembly', () => {
    expect(withForbidden('WebAssembly', open()).reasons).toContainEqual(expect.stringContaining('WebAssembly was touched'));
  });

  it('allocates ordinary memory where SharedArrayBuffer is missing', () => {
    const info = withoutGlobal('SharedArrayBuffer', open({ backend: 'ts' }));
    expect(info).toMatchObject({ backend: 'ts', shared: false });
  });
});

describe('a module that the user supplies', () => {
  it.each(['auto', 'wasm'] as const)("computes the same bits with backend '%s'", (backend) => {
    expect(open({ backend, module: kernelModule })().backend).toBe('wasm');
  });

  it('computes where the host forbids compiling from bytes', () => {
    const forbidden = new EvalError('Wasm code generation disallowed by embedder');
    const info = withRefused('Module', forbidden, open({ backend: 'wasm', module: kernelModule }));
    expect(info.backend).toBe('wasm');
  });

  it('may come from another realm', () => {
    const module = runInNewContext('new WebAssembly.Module(bytes)', { bytes: kernelBytes }) as WebAssembly.Module;
    expect(module).not.toBeInstanceOf(WebAssembly.Module);
    expect(open({ module })().backend).toBe('wasm');
  });

  it('leads to TypeScript with a reason when it is not the kernel', () => {
    const { backend, reasons } = open({ module: emptyModule })();
    expect(backend).toBe('ts');
    expect(reasons).toContainEqual(expect.stringContaining('"module" is not the kernel'));
  });

  it("makes backend 'wasm' throw when it is not the kernel", () => {
    expect(() => createSigmoid({ backend: 'wasm', module: emptyModule })).toThrow('"module" is not the kernel');
  });

  it('leads to TypeScript with a reason when it has other imports', () => {
    // (import "env" "other" (func))
    const bytes = [
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 2, 13, 1, 3, 101, 110, 118, 5, 111, 116, 104, 101, 114, 0, 0,
    ];
    const { backend, reasons } = open({ module: new WebAssembly.Module(Uint8Array.from(bytes)) })();
    expect(backend).toBe('ts');
    expect(reasons).toContainEqual(expect.stringMatching(/^no WebAssembly: .*"?other"?/));
  });
});
