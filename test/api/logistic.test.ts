/** `createLogistic`: all functions on one memory and one pool, which end together. */
import { readFileSync } from 'node:fs';
import * as main from 'sigmoid-wasm';
import { createLogistic, createSigmoid, type Logistic, type LogisticFunction } from 'sigmoid-wasm';
import * as typescript from 'sigmoid-wasm/ts';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { ROOT } from '../support/child.ts';
import { ELEMENTS } from '../support/elements.ts';
import { errorOf } from '../support/errors.ts';
import { randomPointsOf } from '../support/function-points.ts';
import { FUNCTIONS, OTHERS } from '../support/functions.ts';
import { withForbidden, withGlobal, withoutGlobal } from '../support/globals.ts';
import { sameBits } from '../support/points.ts';

const NAMES = ['sigmoid', 'sigmoidDerivative', 'softplus', 'logSigmoid', 'logit'] as const;
const CORRECT_FOR_SIGMOID = "rounding 'correct' is for sigmoid alone; the other functions round faithfully";

const MEMBERS = ['alloc', 'close', Symbol.dispose, Symbol.asyncDispose] as const;

/** What the members of both have to be. */
function expectMembers(one: Pick<LogisticFunction, (typeof MEMBERS)[number] | 'info'>): void {
  for (const member of MEMBERS) expect(typeof one[member], String(member)).toBe('function');
  expect(one.info).toMatchObject({ rounding: 'faithful' });
}

/** For each function some points of either type of elements, and the results of the entry without WebAssembly. */
const VALUES = FUNCTIONS.flatMap(({ name }) => {
  const right = typescript.createLogistic()[name];
  const [doubles, floats] = [randomPointsOf(name, 1 / 20), Float32Array.from(randomPointsOf(name, 1 / 20, 2))];
  return [
    { name, points: doubles, expected: right(doubles) },
    { name, points: floats, expected: right(floats) },
  ];
});

/** Throws unless all functions of an instance give the right results. */
function expectRightResults(logistic: Pick<Logistic, (typeof NAMES)[number]>): void {
  for (const { name, points, expected } of VALUES) {
    expect(sameBits(logistic[name](points), expected), `${name} of ${points.constructor.name}`).toBe(true);
  }
}

describe.each([
  ['sigmoid-wasm', main],
  ['sigmoid-wasm/ts', typescript],
])('the entry %s', (_, entry) => {
  it('exports the functions, and makers of instances', () => {
    expect(Object.keys(entry).sort()).toEqual([...NAMES, 'createLogistic', 'createSigmoid'].sort());
  });

  it('has functions that share one memory, and are named as they are exported', () => {
    for (const name of NAMES) {
      expectMembers(entry[name]);
      expect(typeof entry[name].async).toBe('function');
      expect(entry[name].name).toBe(name);
    }
  });
});

describeBackends('an instance with all functions', (create, createLogistic) => {
  it('has each function, with the members of σ, and those members itself', () => {
    const logistic = createLogistic();
    expect(Object.keys(logistic)).toEqual([...NAMES, 'info']);
    expectMembers(logistic);
    for (const name of NAMES) {
      expectMembers(logistic[name]);
      expect(typeof logistic[name].async).toBe('function');
      expect(logistic[name].name).toBe(name);
    }
  });

  it('has functions that can be taken from it and not be replaced', () => {
    const logistic = createLogistic();
    expect(() => Object.assign(logistic, { sigmoid: Math.exp })).toThrow(TypeError);
    const { softplus, alloc } = logistic;
    const [x, floats] = [alloc(1), alloc(1, 'float32')];
    expect(softplus(x)[0]).toBe(0.6931471805599453);
    expect(softplus(floats)[0]).toBe(Math.fround(0.6931471805599453));
  });

  it('computes what the functions compute that are exported alone', () => {
    expectRightResults(createLogistic());
    expectRightResults(main);
  });

  it.each(NAMES)('gives numbers in callbacks by %s, and leaves whatever else is passed', (name) => {
    const f = createLogistic()[name];
    const numbers = [0.25, 0.5, 0.75];
    const expected = [...f(Float64Array.from(numbers))];
    expect(numbers.map(f)).toEqual(expected);
    expect(Array.from(numbers, f)).toEqual(expected);
    const out = Float64Array.of(7);
    expect(Reflect.apply(f, undefined, [0.25, out])).toBe(expected[0]);
    expect(out[0]).toBe(7);
  });

  it('rounds σ alone correctly where that is asked for, and says so of the others', () => {
    const logistic = createLogistic('correct');
    const faithful = createLogistic();
    const points = randomPointsOf('sigmoid', 1 / 10);
    const correct = logistic.sigmoid(points);
    expect(sameBits(correct, create('correct')(points))).toBe(true);
    expect(sameBits(correct, faithful.sigmoid(points))).toBe(false);
    for (const { info } of [logistic, logistic.sigmoid]) {
      expect(info.rounding).toBe('correct');
      expect(info.reasons).not.toContain(CORRECT_FOR_SIGMOID);
    }
    for (const { name } of OTHERS) {
      expect(logistic[name].info.rounding).toBe('faithful');
      expect(logistic[name].info.reasons).toEqual([...faithful[name].info.reasons, CORRECT_FOR_SIGMOID]);
      const x = randomPointsOf(name, 1 / 20);
      expect(sameBits(logistic[name](x), faithful[name](x))).toBe(true);
    }
  });

  it.each(ELEMENTS)("reaches with each function what another's alloc gives, over $type", ({ alloc, from }) => {
    const logistic = createLogistic();
    for (const giver of NAMES) {
      for (const taker of NAMES) {
        const [x, out] = [alloc(logistic[giver], 1000), alloc(logistic[taker], 1000)];
        expect(x.buffer === out.buffer || logistic.info.backend === 'ts', `${giver} and ${taker}`).toBe(true);
        x.fill(0.25);
        const [expected] = logistic[taker](from([0.25]));
        expect(logistic[taker](x, out)).toBe(out);
        expect(out.every((y) => y === expected)).toBe(true);
        expect(x.every((value) => value === 0.25)).toBe(true);
      }
    }
  });

  it.each<[string, (logistic: Logistic) => Pick<Logistic, 'close' | typeof Symbol.dispose | typeof Symbol.asyncDispose>]>([
    ['the instance', (logistic) => logistic],
    ...NAMES.map((name): [string, (logistic: Logistic) => LogisticFunction] => [name, (logistic) => logistic[name]]),
  ])('ends all functions with the one call of close of %s, which may be repeated', async (_, one) => {
    for (const close of ['close', Symbol.dispose, Symbol.asyncDispose] as const) {
      const logistic = createLogistic();
      const x = logistic.alloc(3).fill(0.25);
      const results = NAMES.map((name) => logistic[name](x));
      await one(logistic)[close]();
      await one(logistic)[close]();
      logistic.logit.close();
      for (const name of NAMES) {
        const f = logistic[name];
        const calls: [string, () => unknown][] = [
          ['f(0)', () => f(0)],
          ['f(x)', () => f(x)],
          ['f(floats)', () => f(new Float32Array(1))],
          ['f.async(x)', () => f.async(x)],
          ['f.alloc(1)', () => f.alloc(1)],
          ['f.info', () => f.info],
        ];
        for (const [title, call] of calls) {
          expect((await errorOf(title, call)).message, name).toBe('this instance of sigmoid-wasm is closed');
        }
      }
      expect(() => logistic.alloc(1)).toThrow('closed');
      expect(() => logistic.info).toThrow('closed');
      expect(x).toEqual(new Float64Array(3).fill(0.25));
      expect(results.every((y) => y.length === 3)).toBe(true);
    }
  });

  it('leaves other instances and the default functions working when it is closed', () => {
    const other = createLogistic();
    createLogistic().close();
    expectRightResults(other);
    expectRightResults(main);
  });

  it.each(NAMES)('refuses what is wrong for %s as for σ, before anything is written', async (name) => {
    const f = createLogistic()[name];
    const out = new Float64Array(3).fill(7);
    for (const [kind, call] of [
      [TypeError, () => f([1] as never, out)],
      [TypeError, () => f(new Int32Array(3) as never, out)],
      [TypeError, () => f(new Float32Array(3), out as never)],
      [TypeError, () => f.async(new BigInt64Array(3) as never, out)],
      [TypeError, () => f.async({} as never, out)],
      [TypeError, () => f.async(out, { signal: undefined } as never)],
      [TypeError, () => f.async(out, out, { signals: undefined, progress: 1 } as never)],
      [RangeError, () => f(new Float64Array(2), out)],
      [RangeError, () => f.alloc(-1)],
    ] as const) {
      expect(await errorOf(call.toString().includes('async') ? 'async' : 'f', call)).toBeInstanceOf(kind);
    }
    expect(out).toEqual(new Float64Array(3).fill(7));
    expect(f(out)).toHaveLength(3);
  });
});

describe('createLogistic', () => {
  const bytes = readFileSync(`${ROOT}build/kernel.wasm`);
  const kernelModule = new WebAssembly.Module(bytes);

  it('opens WebAssembly at once where that is asked for by name, and says why it can not', () => {
    expect(() => withForbidden('WebAssembly', () => createLogistic({ backend: 'wasm' }))).toThrow(/^no WebAssembly: /);
    expect(() => typescript.createLogistic({ backend: 'wasm' })).toThrow("import 'sigmoid-wasm'");
    // Not where it is not asked for: then TypeScript takes over at first use.
    const logistic = withForbidden('WebAssembly', () => {
      const logistic = createLogistic();
      expectRightResults(logistic);
      return logistic;
    });
    expect(logistic.info.reasons).toContainEqual(expect.stringMatching(/^no WebAssembly: /));
  });

  it("never touches WebAssembly with backend 'ts', or in the entry without it", () => {
    withForbidden('WebAssembly', () => {
      for (const logistic of [createLogistic({ backend: 'ts' }), typescript.createLogistic()]) {
        expectRightResults(logistic);
        expect(logistic.softplus.info).toMatchObject({ backend: 'ts', reasons: [] });
        logistic.close();
      }
    });
  });

  it('computes all functions from one module that the user supplies, where compiling from bytes is forbidden', async () => {
    const forbidden = new EvalError('Wasm code generation disallowed by embedder');
    class Refusing {
      constructor() {
        throw forbidden;
      }
    }
    await withGlobal(
      'Module',
      Refusing,
      async () => {
        const logistic = createLogistic({ backend: 'wasm', module: kernelModule });
        expectRightResults(logistic);
        for (const name of NAMES) {
          const x = randomPointsOf(name, 2);
          expect(sameBits(await logistic[name].async(x), logistic[name](x))).toBe(true);
        }
        expect(logistic.info).toMatchObject({ backend: 'wasm', shared: false });
      },
      WebAssembly,
    );
  });

  it('says that a module is not the kernel if it is not, or falls back to TypeScript', () => {
    const module = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    expect(() => createLogistic({ backend: 'wasm', module })).toThrow('"module" is not the kernel');
    const logistic = createLogistic({ module });
    expectRightResults(logistic);
    expect(logistic.logit.info.reasons).toContainEqual(expect.stringContaining('"module" is not the kernel'));
  });

  it('works where SharedArrayBuffer is missing, and where WebAssembly is', () => {
    withoutGlobal('SharedArrayBuffer', () => expectRightResults(createLogistic()));
    withoutGlobal('WebAssembly', () => expectRightResults(createLogistic()));
  });

  it('gives other names in errors than createSigmoid, of what was closed', () => {
    const [logistic, sigmoid] = [createLogistic(), createSigmoid()];
    logistic.close();
    sigmoid.close();
    expect(() => logistic.sigmoid(0)).toThrow('this instance of sigmoid-wasm is closed');
    expect(() => sigmoid(0)).toThrow('this instance of sigmoid is closed');
  });
});
