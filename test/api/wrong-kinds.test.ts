/** What is neither a Float64Array nor a Float32Array is refused, with what it is and what to pass instead. */
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { describeBackends } from '../support/backends.ts';
import { CALLS_WITH_OUT, CALLS_WITH_X } from '../support/calls.ts';
import { describeElements } from '../support/elements.ts';
import { errorOf } from '../support/errors.ts';

const FROM = 'convert it with Float64Array.from(values)';
const FROM_BIGINTS = 'convert it with Float64Array.from(values, Number)';
const VIEW = 'view bytes with new Float64Array(b.buffer, b.byteOffset, b.byteLength / 8)';
const VIEW_BUFFER = 'view bytes with new Float64Array(buffer)';
const PROXY = 'a Proxy or heir of a typed array; pass the array itself';

/** Arguments of the wrong kind, with what the message calls each, and what it advises. */
const WRONG_KINDS: [kind: string, make: () => unknown, ...advice: string[]][] = [
  ['an Array', () => [1, 2, 3], FROM],
  ['an Array', () => [], FROM],
  ['an Array', () => [1n, 2n], FROM_BIGINTS],
  ['an Array', () => new Proxy([1, 2, 3], {}), FROM],
  ['Int16Array', () => new Int16Array(3), FROM],
  ['Int32Array', () => new Int32Array(2), FROM],
  ['Uint8ClampedArray', () => new Uint8ClampedArray(8), FROM],
  ['BigInt64Array', () => new BigInt64Array(3), FROM_BIGINTS],
  ['BigUint64Array', () => new BigUint64Array(3), FROM_BIGINTS],
  ['an Array', () => runInNewContext('[1, 2, 3]'), FROM],
  ['Int32Array', () => runInNewContext('new Int32Array(3)'), FROM],
  ['Object', () => ({ length: 3, 0: 1, 1: 2, 2: 3 }), FROM],
  ['Arguments', () => argumentsOf(1, 2, 3), FROM],
  ['Set', () => new Set([1, 2, 3]), FROM],
  ['Generator', () => generator(), FROM],
  ['Uint8Array', () => new Uint8Array(24), FROM, VIEW],
  ['Uint8Array', () => Buffer.from(new ArrayBuffer(24), 8), FROM, VIEW],
  ['Uint8Array', () => new Uint8Array(23), FROM],
  ['Uint8Array', () => new Uint8Array(new ArrayBuffer(24), 1, 16), FROM],
  ['DataView', () => new DataView(new ArrayBuffer(24)), VIEW],
  ['DataView', () => new DataView(new ArrayBuffer(24), 4, 8)],
  ['ArrayBuffer', () => new ArrayBuffer(24), VIEW_BUFFER],
  ['ArrayBuffer', () => runInNewContext('new ArrayBuffer(24)'), VIEW_BUFFER],
  ['ArrayBuffer', () => new ArrayBuffer(25)],
  ['SharedArrayBuffer', () => new SharedArrayBuffer(24), VIEW_BUFFER],
  ['Object', () => Object.create(null)],
  ['Number', () => Object(3)],
  ['Date', () => new Date(3)],
  ['Promise', () => Promise.resolve(new Float64Array(3))],
  ['a string', () => '123'],
  ['a boolean', () => true],
  ['a bigint', () => 3n],
  ['a symbol', () => Symbol('x')],
  ['a function', () => () => 1],
  ['a function', () => Float64Array],
  ['a function', () => Float32Array],
  ['null', () => null],
  [PROXY, () => new Proxy(new Float64Array(3), {})],
  [PROXY, () => new Proxy(runInNewContext('new Float64Array(3)') as Float64Array, {})],
  [PROXY, () => new Proxy(new Float32Array(3), {})],
  [PROXY, () => Object.create(new Float64Array(3))],
  [PROXY, () => Object.create(Float64Array.prototype)],
  [PROXY, () => Object.create(new Float32Array(3))],
  [
    'an object',
    () => ({
      get [Symbol.toStringTag]() {
        throw new Error('read');
      },
    }),
  ],
  ['an object', () => revoked({})],
  ['an object', () => revoked(new Float64Array(3))],
  ['an object', () => revoked(new Float32Array(3))],
  [
    'Object',
    () => ({
      toString() {
        throw new Error('called');
      },
      valueOf() {
        throw new Error('called');
      },
    }),
  ],
  [
    'Object',
    () => ({
      get length() {
        throw new Error('read');
      },
      get 0() {
        throw new Error('read');
      },
    }),
  ],
];

function argumentsOf(..._: unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: this is what it makes
  return arguments;
}

function* generator(): Generator<number> {
  yield 1;
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

describeElements('an argument of the wrong kind', (create, { arrayName, zeros }) => {
  const sigmoid = create();
  const expectedKind = { x: 'Float64Array or Float32Array', out: `${arrayName}, as "x" is` };

  describe.each([
    ['x', CALLS_WITH_X],
    ['out', CALLS_WITH_OUT],
  ] as const)('given as "%s"', (argument, calls) => {
    describe.each(calls)('to %s', (name, call) => {
      it.each(WRONG_KINDS)('causes a TypeError that says that it is %s and what to pass', async (kind, make, ...advice) => {
        const sevens = zeros(3).fill(7);
        const error = await errorOf(name, () => call(sigmoid, sevens, make() as never));
        expect(error).toBeInstanceOf(TypeError);
        const expected = (argument === 'x' && name.startsWith('s(') ? 'a number, ' : '') + expectedKind[argument];
        const instead = argument === 'out' ? [`pass new ${arrayName}(3)`] : advice;
        if (argument === 'out' && kind === 'Object') instead.push('options: async(x, undefined, { signal })');
        expect(error.message).toBe([`"${argument}" expected ${expected}, got ${kind}`, ...instead].join('; '));
        expect(sevens).toEqual(zeros(3).fill(7));
      });
    });
  });
});

describeBackends('an argument of the wrong kind', (create) => {
  const sigmoid = create();

  it('is x, which is named rather than out, when both are wrong', async () => {
    for (const [name, call] of [
      ['s(x, out)', () => sigmoid([1] as never, [1] as never)],
      ['s.async(x, out)', () => sigmoid.async([1] as never, { signal: 1 } as never)],
    ] as [string, () => unknown][]) {
      expect((await errorOf(name, call)).message).toMatch(/^"x" expected .*got an Array/);
    }
  });

  it.each([
    ['numbers', [-1, 2], [-1, 2]],
    ['BigInts', [-1n, 2n], [-1, 2]],
    ['typed numbers', new Int32Array([-1, 2]), [-1, 2]],
    ['typed BigInts', new BigInt64Array([-1n, 2n]), [-1, 2]],
    ['an object with a length', { length: 2, 0: -1, 1: 2 }, [-1, 2]],
    ['an iterable', new Set([-1, 2]), [-1, 2]],
    ['the values of bytes', new Uint8Array([1, 2]), [1, 2]],
    ['the bytes of doubles', Buffer.from(new Float64Array([0, -1, 2]).buffer, 8), [-1, 2]],
    ['a view of the bytes of doubles', new DataView(new Float64Array([0, -1, 2]).buffer, 8), [-1, 2]],
    ['a buffer', new Float64Array([-1, 2]).buffer, [-1, 2]],
  ])('of %s becomes the right array by following the last advice', async (_, values, expected) => {
    const { message } = await errorOf('s(x)', () => sigmoid(values as never));
    const advice = /(?:convert it|view bytes) with ([^;]+)$/.exec(message)?.[1];
    const converted = new Function('values', 'b', 'buffer', `return ${advice}`)(values, values, values) as Float64Array;
    expect([...converted]).toEqual(expected);
    expect(sigmoid(converted)).toEqual(sigmoid(Float64Array.from(expected)));
  });
});
