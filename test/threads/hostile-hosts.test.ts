/** Hosts that lack a global, or have one that throws: a call still ends, with the right result, and so does the next. */
import { describe, expect, it } from 'vitest';
import { ALL_CASES } from '../support/cases.ts';
import { node, runModule } from '../support/child.ts';

/** One that the calling thread computes alone, one that it divides, and one that it shares; and that it still divides the next. */
const LENGTHS = ALL_CASES ? [10, 200_000, 2_000_000, 200_000] : [10, 600_000, 200_000];

/** Globals that the package uses beside those of the language, by their path. */
const GLOBALS = [
  'setImmediate',
  'MessageChannel',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'queueMicrotask',
  'performance',
  'performance.now',
  'process',
  'process.versions',
  'process.getBuiltinModule',
  'navigator',
  'navigator.hardwareConcurrency',
  'DOMException',
];
/** And those by which it starts workers of the web. */
const WEB_GLOBALS = ['Worker', 'Blob', 'URL', 'URL.createObjectURL', 'URL.revokeObjectURL'];

const KINDS = ['is absent', 'throws when it is called', 'throws when it is looked at'] as const;
const TIMES = ['before the import', 'between the import and the first call'] as const;
type Time = (typeof TIMES)[number];

/** Code that spoils a global. Those that do not exist in this Node are made first. */
function spoil(path: string, kind: (typeof KINDS)[number]): string {
  const [holder, name] = path.includes('.') ? path.split('.') : ['', path];
  const property = {
    'is absent': 'value: undefined, writable: true',
    'throws when it is called': `value: function () { throw new Error('${path} is forbidden'); }, writable: true`,
    'throws when it is looked at': `get() { throw new Error('${path} was looked at'); }`,
  }[kind];
  const owner = holder ? `(globalThis.${holder} ??= {})` : 'globalThis';
  return `Object.defineProperty(${owner}, '${name}', { configurable: true, ${property} });`;
}

/** Makes calls of every route, sync and async, twice on two instances, in a child process that must end by itself. */
function outcomeOf(spoiling: string, time: Time, prelude = ''): { reasons: string[] } {
  const output = runModule(`
    const { log } = console;
    const wait = setTimeout;
    ${prelude}
    ${time === 'before the import' ? spoiling : ''}
    const { createSigmoid } = await import('sigmoid-wasm');
    ${time === 'before the import' ? '' : spoiling}
    const check = (y, length) => {
      const right = y.constructor.of(0.9999546021312976)[0];
      if (y.length !== length || y.some((value) => value !== right)) throw new Error('wrong at length ' + length);
    };
    const reasons = new Set();
    for (let i = 0; i < 2; i++) {
      const sigmoid = createSigmoid({ threads: 2 });
      for (const length of ${JSON.stringify(LENGTHS)}) {
        // Of each type the arrays of the user's own on one instance, and those of alloc on the other.
        const x = new [Float64Array, Float32Array][i](length).fill(10);
        const y = sigmoid.alloc(length, ['float32', 'float64'][i]).fill(10);
        check(sigmoid(x), length);
        const calls = [sigmoid.async(x), sigmoid.async(y, y)];
        check(await calls[0], length);
        check(await calls[1], length);
      }
      // Workers may fail later than all calls end.
      while (${prelude !== ''} && sigmoid.info.reasons.length === 0) await new Promise((resolve) => wait(resolve, 5));
      for (const reason of sigmoid.info.reasons) reasons.add(reason);
    }
    log(JSON.stringify({ reasons: [...reasons] }));
  `);
  return JSON.parse(output);
}

describe.each(GLOBALS)('where %s', (path) => {
  it.each(TIMES.flatMap((time) => KINDS.map((kind) => [kind, time] as const)))('%s, from %s on', (kind, time) => {
    const { reasons } = outcomeOf(spoil(path, kind), time);
    const untimed = path === 'setTimeout' && time === 'before the import';
    if (untimed) expect(reasons).toEqual([expect.stringContaining('without timers')]);
    else if (!path.startsWith('process')) expect(reasons).toEqual([]);
  });
});

/** A page, whose workers fail as soon as they have started. */
const PAGE = `
  globalThis.Worker = class {
    constructor() { setTimeout(() => this.onerror({ message: 'this page has no workers' })); }
    terminate() {}
    postMessage() {}
  };
  globalThis.process = undefined;
`;

describe.each(WEB_GLOBALS)('on a page where %s', (path) => {
  it.each(TIMES.flatMap((time) => KINDS.map((kind) => [kind, time] as const)))('%s, from %s on', (kind, time) => {
    const { reasons } = outcomeOf(spoil(path, kind), time, PAGE);
    expect(reasons).not.toEqual([]);
    for (const reason of reasons) expect(reason).toContain('ended or did not start');
  });
});

describe('where all of them', () => {
  it.each(TIMES.flatMap((time) => KINDS.map((kind) => [kind, time] as const)))('%s, from %s on', (kind, time) => {
    const members = ['performance.now', 'process.versions', 'process.getBuiltinModule', 'URL.createObjectURL'];
    const all = [...members, ...GLOBALS.filter((path) => !path.includes('.')), 'Worker', 'Blob', 'URL'];
    const { reasons } = outcomeOf(all.map((path) => spoil(path, kind)).join('\n'), time);
    expect(reasons).not.toEqual([]);
  });
});

it('the number of threads is one that makes sense, whatever the host says of its processors', () => {
  const threadsWhere = (setup: string): unknown =>
    JSON.parse(
      runModule(`
        const { stdout } = process;
        const say = (os, navigator) => {
          Object.defineProperty(process, 'getBuiltinModule', { configurable: true, value: os });
          Object.defineProperty(globalThis, 'navigator', { configurable: true, value: navigator });
        };
        ${setup}
        const { sigmoid } = await import('sigmoid-wasm');
        stdout.write(JSON.stringify(sigmoid.info.threads));
      `),
    );
  const usual = 4;
  expect(threadsWhere('say(() => ({ availableParallelism: () => 3 }), { hardwareConcurrency: 5 });')).toBe(3);
  expect(threadsWhere('say(() => undefined, { hardwareConcurrency: 5 });')).toBe(5);
  expect(threadsWhere('say(() => ({}), { hardwareConcurrency: 5 });')).toBe(5);
  expect(threadsWhere('say(undefined, { hardwareConcurrency: 5 });')).toBe(5);
  for (const count of ['0', 'NaN', '-1', '1.5', '"2"', 'undefined', 'Infinity']) {
    expect(threadsWhere(`say(() => ({ availableParallelism: () => ${count} }), { hardwareConcurrency: ${count} });`)).toBe(
      usual,
    );
  }
});

it('a way to yield that failed once is not used again', () => {
  const output = runModule(`
    let calls = 0;
    globalThis.setImmediate = () => { calls++; throw new Error('forbidden'); };
    const { createSigmoid } = await import('sigmoid-wasm');
    const sigmoid = createSigmoid({ backend: 'ts' });
    await Promise.all([Float64Array, Float32Array, Float64Array].map((Type) => sigmoid.async(new Type(2e6))));
    console.log(calls);
  `);
  expect(output).toBe('1\n');
});

it.each([
  ['fake timers', 'globalThis.setTimeout = globalThis.setImmediate = globalThis.setInterval = () => 0;'],
  ['a clock that stands still', 'performance.now = () => 0; Date.now = () => 0;'],
])('%s, which a test installs after the import, keep no call from ending or from yielding', (_, install) => {
  const { status, stdout, stderr } = node(
    '--input-type=module',
    '-e',
    `const every = setInterval;
    const { createSigmoid } = await import('sigmoid-wasm');
    ${install}
    let turns = 0;
    const timer = every(() => turns++, 1);
    const y = await createSigmoid({ backend: 'ts' }).async(new Float64Array(8e6));
    await createSigmoid({ threads: 2 }).async(y, y);
    clearInterval(timer);
    console.log(turns > 0);`,
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'true\n', stderr: '' });
});
