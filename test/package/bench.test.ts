import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeOf } from '../../bench/accuracy.mjs';
import { ARRAYS, type Elements, type ElementType, TYPES } from '../../bench/elements.mjs';
import { domainOf, FUNCTION_NAMES, FUNCTIONS } from '../../bench/functions.mjs';
import { inputOf, uniformInput } from '../../bench/input.mjs';
import { measure, summaryOf } from '../../bench/measure.mjs';
import { median } from '../../bench/median.mjs';
import { NAIVE_LOOPS, naiveOf } from '../../bench/naive.mjs';
import { modelOf } from '../../bench/peers/onnx-model.mjs';
import { environment, type Row, rowOf, tableOf, verify } from '../../bench/report.mjs';
import { SUBJECTS } from '../../bench/subjects.mjs';
import { fitModel, lineThrough, predict } from '../../bench/threads/model.mjs';
import { ORACLES } from '../../oracle/functions.mjs';
import { node } from '../support/child.ts';

const folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const x = uniformInput(1000);
const sigma = (x: Float64Array): Float64Array => x.map((value) => 1 / (1 + Math.exp(-value)));

describe('bench/main.mjs', () => {
  it.each([
    ['every function over doubles', [], [3], FUNCTION_NAMES, ['float64']],
    ['σ over both types', ['--full', '--function', 'sigmoid'], [7, 3], ['sigmoid'], TYPES],
    ['one function over both types', ['--full', '--function', 'logit'], [3, 7, 5], ['logit'], TYPES],
  ] as const)(
    'writes a row for every subject of %s, and the times of the first calls to the JSON file',
    (_, choice, sizes, functions, types) => {
      const file = join(folder, 'rows.json');
      const options = [...choice, '--rounds', '1', '--sizes', sizes.join(), '--json', file];
      const { status, stdout, stderr } = node('bench/main.mjs', ...options);
      // What is done, a line each, and nothing else.
      for (const line of stderr.trim().split('\n')) expect(line).toMatch(/: (verifying .+|round 1 of 1)$|^the first calls of /);
      expect(status).toBe(0);
      const { rows, starts, version, ...where } = JSON.parse(readFileSync(file, 'utf8'));
      expect(where).toEqual(environment());
      expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);

      // σ for every size, another function for the largest.
      const expected = functions.flatMap((of) =>
        types.flatMap((type) =>
          (of === 'sigmoid' ? sizes : [Math.max(...sizes)]).flatMap((size) =>
            SUBJECTS[of].filter((subject) => subject.type === type).map((subject) => ({ ...subject, size })),
          ),
        ),
      );
      const place = (row: Pick<Row, 'function' | 'name' | 'type' | 'size'>): unknown[] => [
        row.function,
        row.type,
        row.name,
        row.size,
      ];
      expect(rows.map(place)).toEqual(expected.map(place));
      for (const [i, row] of (rows as Row[]).entries()) {
        const { function: of, name, type, size, rate, bandwidth, ratio, ulp, at, misrounded } = row;
        expect(rate).toBeGreaterThan(0);
        expect(bandwidth / rate).toBeCloseTo(2 * ARRAYS[type].BYTES_PER_ELEMENT);
        expect(ratio).toBeGreaterThan(0);
        if (name === naiveOf(type)) expect(ratio).toBe(1);
        if (expected[i]?.bound === undefined) {
          expect([ulp, at, misrounded]).toEqual([undefined, undefined, undefined]);
        } else {
          expect(ulp).toBeGreaterThan(0);
          expect([...inputOf(of, size, type)]).toContain(at);
          expect(misrounded).toBeGreaterThanOrEqual(0);
          expect(misrounded).toBeLessThanOrEqual(1);
        }
      }
      expect(starts.map(({ backend }: { backend: string }) => backend)).toEqual(['wasm', 'ts']);
      for (const start of starts) {
        for (const time of ['import', 'first', 'second']) expect(start[time]).toBeGreaterThan(0);
      }
      for (const { name } of expected) expect(stdout).toContain(name);
      for (const name of FUNCTION_NAMES) {
        const { formula, usual } = FUNCTIONS[name];
        const heading = `${formula}: ${Math.max(...sizes)} elements`;
        if (functions.some((of) => of === name)) {
          expect(stdout).toContain(heading);
          expect(stdout).toContain(`, ${domainOf(name)}\nnaive loop: ${usual}\n`);
        } else {
          expect(stdout).not.toContain(heading);
        }
      }
      expect(stdout).toContain(environment().processor);
      expect(stdout).toContain(environment().runtime);
    },
  );

  it.each(['x', '0', '-1', '1.5', '', '16,'])("rejects the sizes '%s'", (sizes) => {
    const { status, stdout, stderr } = node('bench/main.mjs', `--sizes=${sizes}`);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^--sizes expected an integer of 1 or more, got '.*'; --help lists the options\n$/);
    expect(stdout).toBe('');
  });

  it('rejects functions that there are not', () => {
    const { status, stderr } = node('bench/main.mjs', '--function', 'tanh');
    expect(status).toBe(2);
    expect(stderr).toBe(
      "--function expected one of sigmoid, sigmoidDerivative, softplus, logSigmoid, logit, got 'tanh'; --help lists the options\n",
    );
  });
});

describe('bench/threads/main.mjs', () => {
  it.each([
    ['sigmoid', 'float64', []],
    ['sigmoid', 'float32', ['--type', 'float32']],
    ['logit', 'float64', ['--function', 'logit']],
  ])('writes ratios, a model and the first calls of %s over %s to the JSON file', { timeout: 120_000 }, (of, type, choice) => {
    const file = join(folder, `threads-${of}-${type}.json`);
    const options = [...choice, '--processes', '1', '--time', '20', '--sizes', '20000,200000', '--json', file];
    const { stdout, status } = node('bench/threads/main.mjs', ...options);
    expect(status).toBe(0);
    expect(stdout).toContain(`, ${of}, ${type}, `);
    expect(stdout).toContain('Model, not a measurement');
    const { processes, summary, models, first, ...where } = JSON.parse(readFileSync(file, 'utf8'));
    expect([where.function, where.type]).toEqual([of, type]);
    expect(processes).toBe(1);
    const kinds = ['allocated', 'shared by the user', 'plain'];
    expect(summary.map(({ kind, size }: { kind: string; size: number }) => [kind, size])).toEqual(
      kinds.flatMap((kind) => [20_000, 200_000].map((size) => [kind, size])),
    );
    for (const { alternating, row } of summary) {
      for (const { ratio, synchronous, async } of [alternating, row]) {
        expect(ratio.median).toBeCloseTo(synchronous / async, 10);
        expect(ratio.thirdBest).toBe(ratio.secondWorst);
      }
    }
    expect(Object.keys(models)).toEqual(kinds);
    expect(first.map(({ size }: { size: number }) => size)).toEqual([1_000_000, 4_000_000]);
  });

  it.each([
    ['--processes', '0'],
    ['--threads', '1'],
    ['--sizes', '100,x'],
    ['--type', 'int8'],
    ['--function', 'softPlus'],
    ['--function', 'toString'],
  ])('rejects %s %s', (option, value) => {
    const { status, stderr } = node('bench/threads/main.mjs', option, value);
    expect(status).toBe(2);
    expect(stderr.startsWith(`${option} expected `)).toBe(true);
  });
});

describe('the model of more threads', () => {
  const sizes = [1e5, 1e6, 4e6, 16e6];

  it('finds the line through points, and does not follow an outlier', () => {
    const points = sizes.map((n) => [n, 3e-5 + 2e-9 * n] as const);
    const outlier = [...points, [8e6, 1] as const];
    for (const given of [points, outlier]) {
      const { fixed, slope } = lineThrough(given);
      expect(fixed).toBeCloseTo(3e-5, 8);
      expect(slope).toBeCloseTo(2e-9, 12);
    }
  });

  it('recovers the fixed cost and the parts of an element that it was made of', () => {
    const model = { fixed: 5e-5, serial: 4e-10, parallel: 2e-9 };
    const alone = sizes.map((n) => [n, n * (model.serial + model.parallel)] as const);
    for (const threads of [2, 3, 8]) {
      const fitted = fitModel(
        alone,
        sizes.map((n) => [n, predict(model, n, threads)] as const),
        threads,
      );
      expect(fitted.fixed).toBeCloseTo(model.fixed, 9);
      expect(fitted.serial / model.serial).toBeCloseTo(1, 6);
      expect(fitted.parallel / model.parallel).toBeCloseTo(1, 6);
    }
  });
});

describe('bench/peers/main.mjs', () => {
  it.each([
    ['--size', '9999'],
    ['--size', 'x'],
    ['--function', 'tanh'],
  ])('rejects %s %s', (option, value) => {
    const { status, stdout, stderr } = node('bench/peers/main.mjs', option, value);
    expect(status).toBe(2);
    expect(stderr.startsWith(`${option} expected `)).toBe(true);
    expect(stdout).toBe('');
  });
});

describe('verify', () => {
  const judge = judgeOf('sigmoid', x);

  it('returns the accuracy of a correct result', () => {
    const accuracy = verify({ name: 'right', bound: 3 }, judge, sigma(x)) as { ulp: number; at: number; misrounded: number };
    expect(accuracy.ulp).toBeGreaterThan(0.5);
    expect(accuracy.ulp).toBeLessThan(3);
    expect(accuracy.misrounded).toBeGreaterThan(0);
    expect([...x]).toContain(accuracy.at);
  });

  it.each([
    ['one element is wrong', (y: Float64Array) => y.fill(0.25, 500, 501)],
    ['the last element is missing', (y: Float64Array) => y.fill(0, 999)],
    ['one element is NaN', (y: Float64Array) => y.fill(Number.NaN, 0, 1)],
    ['nothing is computed', () => new Float64Array(1000)],
    ['the result is too short', (y: Float64Array) => y.subarray(0, 999)],
  ])('throws when %s', (_, spoil) => {
    expect(() => verify({ name: 'wrong', bound: 3 }, judge, spoil(sigma(x)))).toThrow(
      /^sigmoid, wrong: .* ULP at x = .*, more than 3$/,
    );
  });

  it('throws when the result is less accurate than the bound', () => {
    expect(() => verify({ name: 'naive', bound: 0.53 }, judge, sigma(x))).toThrow('more than 0.53');
  });

  describe('over float32', () => {
    const x = uniformInput(1000, 'float32');
    const y = new Float32Array(1000);
    NAIVE_LOOPS.sigmoid.float32(x, y);
    const judge = judgeOf('sigmoid', x);
    const changed = (change: (y: Float32Array) => unknown): Float32Array => {
      const copy = y.slice();
      change(copy);
      return copy;
    };

    it('returns the accuracy in ULP of float32', () => {
      const accuracy = verify({ name: 'right', bound: FUNCTIONS.sigmoid.usualBounds.float32 }, judge, y) as {
        ulp: number;
        at: number;
      };
      expect(accuracy.ulp).toBeGreaterThan(0.49);
      expect(accuracy.ulp).toBeLessThan(0.51);
      expect([...x]).toContain(accuracy.at);
    });

    it('throws when one element is not the nearest float32', () => {
      const wrong = changed((y) => y.set([(y[7] as number) * (1 + 2 ** -23)], 7));
      expect(() => verify({ name: 'wrong', bound: 0.5 }, judge, wrong)).toThrow(
        `sigmoid, wrong: not the nearest number at x = ${x[7]}`,
      );
      expect(() => verify({ name: 'wrong', bound: 0.51 }, judge, wrong)).toThrow(
        /^sigmoid, wrong: .* ULP at x = .*, more than 0\.51$/,
      );
    });

    it.each([
      ['one element is NaN', changed((y) => y.fill(Number.NaN, 0, 1))],
      ['the result is too short', y.subarray(0, 999)],
    ])('throws when %s', (_, wrong) => {
      expect(() => verify({ name: 'wrong', bound: 3 }, judge, wrong)).toThrow(
        /^sigmoid, wrong: .* ULP at x = .*, more than 3$/,
      );
    });
  });

  it('returns no accuracy for a subject that does not compute the function', () => {
    expect(verify({ name: 'copy' }, judge, x)).toEqual({});
  });
});

describe.each(FUNCTION_NAMES)('the judge of %s', (of) => {
  const inputs = { float64: inputOf(of, 1000, 'float64'), float32: inputOf(of, 1000, 'float32') };
  const usual = (type: ElementType): Elements => {
    const y = new ARRAYS[type](1000);
    NAIVE_LOOPS[of][type](inputs[type], y);
    return y;
  };

  it.each(TYPES)('finds what users write within its bound over %s, and to compute the function', (type) => {
    const { maximum, at } = judgeOf(of, inputs[type]).accuracyOf(usual(type));
    expect(maximum).toBeLessThanOrEqual(FUNCTIONS[of].usualBounds[type]);
    expect([...inputs[type]]).toContain(at);
    // Another function is nowhere near.
    for (const other of FUNCTION_NAMES.filter((name) => name !== of)) {
      expect(judgeOf(other, inputs[type]).accuracyOf(usual(type)).maximum).toBeGreaterThan(FUNCTIONS[of].usualBounds[type]);
    }
  });

  it.each(TYPES)('judges each result over %s by its own bits, whatever was judged before', (type) => {
    const judge = judgeOf(of, inputs[type]);
    const right = usual(type);
    const wrong = right.slice().fill(Number.NaN, 999);
    const first = judge.accuracyOf(right);
    expect(judge.accuracyOf(right.slice())).toBe(first);
    expect(judge.accuracyOf(wrong).maximum).toBe(Number.POSITIVE_INFINITY);
    expect(judge.accuracyOf(right.subarray(0, 999)).maximum).toBe(Number.POSITIVE_INFINITY);
    // What it has judged may be written over by the next subject.
    right.fill(0);
    expect(judge.accuracyOf(right)).not.toEqual(first);
  });

  it.each(TYPES)('finds the first result over %s that is not the nearest', (type) => {
    const judge = judgeOf(of, inputs[type]);
    const { nearest, nearestFloat } = ORACLES[of];
    const y = new ARRAYS[type](1000);
    for (const [i, value] of inputs[type].entries()) y[i] = type === 'float64' ? nearest(value) : nearestFloat(value);
    expect(judge.misroundedAt(y)).toBeUndefined();
    // By one place.
    for (const i of [700, 500]) y[i] = (y[i] as number) * (1 + 2 ** (type === 'float64' ? -52 : -23));
    expect(judge.misroundedAt(y)).toBe(inputs[type][500]);
  });
});

describe('rowOf', () => {
  it('divides elements and bytes by the median time, and compares with the naive loop of the same type', () => {
    const rounds = new Map([
      [naiveOf('float64'), [9, 9]],
      [naiveOf('float32'), [4, 4]],
      ['subject', [2, 2]],
    ]);
    const accuracy = { ulp: 0.5, at: 1, misrounded: 0 };
    const subject = { function: 'logit', name: 'subject', type: 'float32', accuracy } as const;
    const row = { function: 'logit', name: 'subject', type: 'float32', size: 8, rate: 4, bandwidth: 32, ratio: 2, ...accuracy };
    expect(rowOf(subject, new Float32Array(8), rounds)).toEqual(row);
  });
});

describe('measure', () => {
  it('returns the seconds per call of each round for each subject by its name', async () => {
    const counts = { one: 0, other: 0 };
    const subjects = (['one', 'other'] as const).map((name) => ({ name, run: () => counts[name]++ }));
    const seconds = await measure(subjects);
    expect([...seconds.keys()]).toEqual(['one', 'other']);
    for (const { name } of subjects) {
      expect(counts[name]).toBeGreaterThan(0);
      expect(seconds.get(name)?.length).toBeGreaterThan(1);
      for (const value of seconds.get(name) ?? []) expect(value).toBeGreaterThan(0);
    }
  });

  it('compares subjects within rounds, so that the ratio stays the same when the machine slows down', () => {
    const rounds = new Map([
      ['fast', [1, 1, 3]],
      ['slow', [2, 2.5, 6]],
    ]);
    expect(summaryOf(rounds, 'fast', 'slow')).toEqual({ time: 1, ratio: 2 });
    expect(summaryOf(rounds, 'slow', 'slow')).toEqual({ time: 2.5, ratio: 1 });
  });

  it('rejects with the error that a subject throws', async () => {
    const error = new Error('from a subject');
    let calls = 0;
    const run = (): void => {
      if (++calls > 3) throw error;
      for (const end = performance.now() + 1; performance.now() < end; );
    };
    await expect(measure([{ name: 'failing', run }])).rejects.toThrow('from a subject');
  });

  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9], 9.5],
    [[5], 5],
  ])('takes %j to have the median %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('uniformInput', () => {
  it('fills [−10, 10) evenly, and with the same numbers at every call', () => {
    const many = uniformInput(100_000);
    expect(many.subarray(0, 1000)).toEqual(x);
    const counts = new Array(20).fill(0);
    for (const value of many) counts[Math.floor(value) + 10]++;
    expect(counts.length).toBe(20);
    for (const count of counts) expect(count).toBeGreaterThan(4700);
  });

  it('fills another interval as evenly', () => {
    expect(uniformInput(1000, 'float64', [0, 1]).map((value) => value * 20 - 10)).toEqual(x);
  });

  it('rounds the same numbers to float32', () => {
    expect(uniformInput(1000, 'float32')).toEqual(Float32Array.from(x));
  });
});

describe('tableOf', () => {
  it('aligns one row per measurement under the names of the columns', () => {
    const rows: Row[] = [
      {
        function: 'sigmoid',
        name: 'fast',
        type: 'float64',
        size: 3,
        rate: 1.5e9,
        bandwidth: 24e9,
        ratio: 10.123,
        ulp: 0.5123,
        at: 1,
        misrounded: 0.0031,
      },
      { function: 'sigmoid', name: 'no σ', type: 'float32', size: 3, rate: 5e6, bandwidth: 8e7, ratio: 0.5 },
    ];
    const lines = tableOf(rows).split('\n');
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['', 'M elements/s', 'GB/s', 'to naive', 'max ULP', 'misrounded'],
      ['fast', '1500', '24.00', '10.12×', '0.512', '0.31 %'],
      ['no σ', '5.0', '0.08', '0.50×', ''],
    ]);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });
});

/** The fields of a protobuf message by their number. Integers are decoded, and other fields are returned as bytes. */
function fieldsOf(bytes: Uint8Array): Map<number, (number | Uint8Array)[]> {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('the message ends within a number');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const field = key >> 3;
    if (!fields.has(field)) fields.set(field, []);
    let value: number | Uint8Array = varint();
    if ((key & 7) === 2) {
      if (at + value > bytes.length) throw new RangeError('a field is longer than its message');
      const begin = at;
      at += value;
      value = bytes.subarray(begin, at);
    } else {
      expect(key & 7).toBe(0);
    }
    fields.get(field)?.push(value);
  }
  return fields;
}

describe.each([
  ['Sigmoid', 'float64', 11],
  ['Sigmoid', 'float32', 1],
  ['Softplus', 'float32', 1],
] as const)('the ONNX model of %s over %s', (operator, type, elementType) => {
  /** Follows field numbers into nested messages, and takes the first field of each number. */
  function follow(bytes: Uint8Array, ...path: number[]): number | Uint8Array | undefined {
    return path.reduce<number | Uint8Array | undefined>((inner, field) => fieldsOf(inner as Uint8Array).get(field)?.[0], bytes);
  }
  const text = (bytes: unknown): string => new TextDecoder().decode(bytes as Uint8Array);
  const model = modelOf(operator, type);
  const graph = follow(model, 7) as Uint8Array;

  it('has IR version 7 and operator set 13', () => {
    expect([...fieldsOf(model).keys()]).toEqual([1, 7, 8]);
    expect(follow(model, 1)).toBe(7);
    expect(follow(model, 8, 2)).toBe(13);
  });

  it('has a single node, y = f(x)', () => {
    expect(fieldsOf(graph).get(1)?.length).toBe(1);
    expect([1, 2, 4].map((field) => text(follow(graph, 1, field)))).toEqual(['x', 'y', operator]);
    expect(text(follow(graph, 2))).toBe('model');
  });

  it.each([
    ['x', 11],
    ['y', 12],
  ])('declares %s as a vector of its type and of any length', (name, field) => {
    expect(text(follow(graph, field, 1))).toBe(name);
    expect(follow(graph, field, 2, 1, 1)).toBe(elementType);
    expect(text(follow(graph, field, 2, 1, 2, 1, 2))).toBe('length');
  });
});
