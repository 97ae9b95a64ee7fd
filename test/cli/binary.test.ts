/** Numbers in binary, from file to file and through pipes: .npy, .f64 and .f32. */
import { createSigmoid, logit, logSigmoid, sigmoid, sigmoidDerivative, softplus } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { bytesOf, doubles, npy, sigmoidOf } from './data.ts';
import { names, read, run, useFolder, write } from './program.ts';

useFolder();

/** More than three pieces of what is read at once, and a part of one. */
const LONG = 3 * 131_072 + 777;

describe('a file of doubles', () => {
  it.each([0, 1, 2, 131_071, 131_072, 131_073, LONG])('of %i elements becomes a file of their results', async (count) => {
    const x = doubles(count);
    write('x.f64', bytesOf(x));
    expect(await run(['x.f64', '-o', 'y.f64'])).toMatchObject({ code: 0, stderr: '' });
    expect(read('y.f64').equals(sigmoidOf(x))).toBe(true);
    expect(names()).toEqual(['x.f64', 'y.f64']);
  });

  it('goes to standard output if no output is named', async () => {
    const x = doubles(LONG);
    write('x.f64', bytesOf(x));
    const { code, stdout } = await run(['x.f64']);
    expect(code).toBe(0);
    expect(stdout.equals(sigmoidOf(x))).toBe(true);
  });

  it.each([['-'], []])('comes from standard input where the input is %s', async (...input) => {
    const x = doubles(LONG);
    const { code, stdout } = await run([...input, '--from', 'f64'].flat(), { input: bytesOf(x) });
    expect(code).toBe(0);
    expect(stdout.equals(sigmoidOf(x))).toBe(true);
  });

  it('can be replaced by its own results', async () => {
    const x = doubles(LONG);
    write('x.f64', bytesOf(x));
    expect((await run(['x.f64', '-o', 'x.f64', '--force'])).code).toBe(0);
    expect(read('x.f64').equals(sigmoidOf(x))).toBe(true);
  });

  it('gives the same bytes on several threads', async () => {
    const x = doubles(LONG);
    write('x.f64', bytesOf(x));
    expect((await run(['x.f64', '-o', 'y.f64', '--threads', '3'])).code).toBe(0);
    expect(read('y.f64').equals(sigmoidOf(x))).toBe(true);
  });

  it('may have a name that says nothing, if its format is given', async () => {
    const x = doubles(100);
    write('x.bin', bytesOf(x));
    expect((await run(['x.bin', '--from', 'f64', '-o', 'y.bin'])).code).toBe(0);
    expect(read('y.bin').equals(sigmoidOf(x))).toBe(true);
  });
});

describe('the function', () => {
  const functions = { sigmoid, sigmoidDerivative, softplus, logSigmoid, logit };
  const spellings = {
    sigmoid: ['sigmoid', 'expit', 'Sigmoid'],
    sigmoidDerivative: ['sigmoidDerivative', 'sigmoid-derivative', 'sigmoid_derivative'],
    softplus: ['softplus'],
    logSigmoid: ['logSigmoid', 'log-sigmoid', 'log_expit'],
    logit: ['logit'],
  } as const;
  const cases = Object.entries(spellings).flatMap(([name, all]) => all.map((spelling) => [spelling, name] as const));

  it.each(cases)('%s is %s', async (spelling, name) => {
    const x = doubles(1000).map((value, i) => (name === 'logit' ? (i + 0.5) / 1000 : value));
    const { code, stdout } = await run(['--from', 'f64', '--function', spelling], { input: bytesOf(x) });
    expect(code).toBe(0);
    expect(stdout.equals(bytesOf(functions[name as keyof typeof functions](x)))).toBe(true);
  });

  it('rounds correctly where that is asked for', async () => {
    const x = doubles(LONG);
    write('x.f64', bytesOf(x));
    expect((await run(['x.f64', '-o', 'y.f64', '--rounding', 'correct'])).code).toBe(0);
    const correct = createSigmoid({ rounding: 'correct' })(x);
    expect(read('y.f64').equals(bytesOf(correct))).toBe(true);
    expect(read('y.f64').equals(sigmoidOf(x))).toBe(false);
  });
});

describe('a file of float32', () => {
  it('becomes one of the nearest float32', async () => {
    const x = Float32Array.from(doubles(LONG));
    write('x.f32', bytesOf(x));
    expect((await run(['x.f32', '-o', 'y.f32'])).code).toBe(0);
    expect(read('y.f32').equals(bytesOf(sigmoid(x)))).toBe(true);
  });

  it('becomes one of doubles, which are computed as doubles', async () => {
    const x = Float32Array.from(doubles(LONG));
    write('x.f32', bytesOf(x));
    expect((await run(['x.f32', '-o', 'y.f64'])).code).toBe(0);
    expect(read('y.f64').equals(sigmoidOf(Float64Array.from(x)))).toBe(true);
  });

  it('holds the results of doubles, rounded at the end', async () => {
    const x = doubles(LONG);
    write('x.f64', bytesOf(x));
    expect((await run(['x.f64', '-o', 'y.f32'])).code).toBe(0);
    expect(read('y.f32').equals(bytesOf(Float32Array.from(sigmoid(x))))).toBe(true);
  });
});

describe('a .npy file', () => {
  const x = doubles(24);
  const x32 = Float32Array.from(x);

  it.each([
    ['version 1', npy(x)],
    ['version 2', npy(x, { version: 2 })],
    ['version 3', npy(x, { version: 3 })],
    ['three dimensions', npy(x, { shape: '(2, 3, 4)' })],
    ['Fortran order', npy(x, { shape: '(4, 6)', order: 'True' })],
    ['lengths of Python 2', npy(x, { shape: '(4L, 6L)' })],
    ['double quotes', npy(x, { header: '{"descr": "<f8", "fortran_order": False, "shape": (24,)}' })],
    ['entries in another order', npy(x, { header: "{'shape': (24,), 'fortran_order': False, 'descr': '<f8'}" })],
    ['a single number', npy(x.slice(0, 1), { shape: '()' })],
    ['no elements', npy(x.slice(0, 0))],
    ['no elements in two dimensions', npy(x.slice(0, 0), { shape: '(0, 3)' })],
    [
      'a header of 100,000 bytes',
      npy(x, { version: 2, header: `{'descr': '<f8', 'fortran_order': False, 'shape': (24,)${' '.repeat(1e5)}}` }),
    ],
  ])('with %s keeps its header, from a file and through a pipe', async (_, bytes) => {
    write('x.npy', bytes);
    expect(await run(['x.npy', '-o', 'y.npy'])).toMatchObject({ code: 0, stderr: '' });
    const result = read('y.npy');
    const offset = bytes.indexOf('\n') + 1;
    const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + bytes.length));
    expect(result.subarray(0, offset).equals(bytes.subarray(0, offset))).toBe(true);
    expect(result.subarray(offset).equals(sigmoidOf(values))).toBe(true);
    const piped = await run(['--from', 'npy'], { input: bytes });
    expect(piped.stdout.equals(result)).toBe(true);
  });

  it('of float32 stays one', async () => {
    write('x.npy', npy(x32, { shape: '(4, 6)' }));
    expect((await run(['x.npy', '-o', 'y.npy'])).code).toBe(0);
    expect(read('y.npy').equals(npy(sigmoid(x32), { shape: '(4, 6)' }))).toBe(true);
  });

  it.each(['f64', 'f32'])('becomes %s, and that becomes a .npy file of one dimension', async (format) => {
    write('x.npy', npy(x, { shape: '(4, 6)' }));
    expect((await run(['x.npy', '-o', `x.${format}`, '-f', 'softplus'])).code).toBe(0);
    expect((await run([`x.${format}`, '-o', 'y.npy'])).code).toBe(0);
    const first = format === 'f64' ? softplus(x) : Float32Array.from(softplus(x));
    expect(read('y.npy').equals(npy(sigmoid(first)))).toBe(true);
  });

  it('gets its length at the end where a pipe does not say it', async () => {
    expect((await run(['--from', 'f64', '-o', 'y.npy'], { input: bytesOf(x) })).code).toBe(0);
    expect(read('y.npy').equals(npy(sigmoid(x)))).toBe(true);
  });

  it('cannot go from a pipe of unknown length to another pipe', async () => {
    const { code, stdout, stderr } = await run(['--from', 'f64', '--to', 'npy'], { input: bytesOf(x) });
    expect({ code, length: stdout.length }).toEqual({ code: 1, length: 0 });
    expect(stderr).toContain('--to f64');
  });
});

describe('a bad file', () => {
  const x = doubles(24);
  const whole = npy(x);
  const cases: [string, string, Uint8Array, RegExp][] = [
    ['a cut-off .npy file', 'x.npy', whole.subarray(0, -20), /x\.npy ends after 21 of 24 values/],
    ['a .npy file with bytes after its end', 'x.npy', Buffer.concat([whole, Buffer.alloc(16)]), /16 bytes after the 24 values/],
    ['a .npy file that ends within its header', 'x.npy', whole.subarray(0, 40), /ends within its header/],
    ['a .npy file of eight bytes', 'x.npy', whole.subarray(0, 8), /ends within its header/],
    ['an empty .npy file', 'x.npy', new Uint8Array(0), /empty/],
    ['another file named .npy', 'x.npy', Buffer.from('id,logit\n1,2\n'), /is no \.npy file/],
    [
      'a .npy file of an unknown version',
      'x.npy',
      Buffer.concat([Buffer.from('\x93NUMPY\x09\0', 'latin1'), whole.subarray(8)]),
      /version 9/,
    ],
    ['a .npy file of integers', 'x.npy', npy(x, { descr: '<i8' }), /int64 \("<i8"\).*astype/],
    ['a .npy file of bytes', 'x.npy', npy(x, { descr: '|u1' }), /uint8/],
    ['a .npy file of half precision', 'x.npy', npy(x, { descr: '<f2' }), /float16/],
    ['a .npy file of complex numbers', 'x.npy', npy(x, { descr: '<c16' }), /complex numbers/],
    ['a big-endian .npy file', 'x.npy', npy(x, { descr: '>f8' }), /big-endian float64/],
    ['a .npy file of Python objects', 'x.npy', npy(x, { descr: '|O' }), /the type "\|O"/],
    [
      'a .npy file of records',
      'x.npy',
      npy(x, { header: "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (24,), }" }),
      /are records/,
    ],
    ['a .npy file whose shape is no tuple', 'x.npy', npy(x, { shape: '(24)' }), /is a number, not a tuple/],
    ['a .npy file whose shape lacks a comma', 'x.npy', npy(x, { shape: '(2 12)' }), /does not say/],
    ['a .npy file of booleans', 'x.npy', npy(x, { descr: '|b1' }), /bool \("\|b1"\)/],
    ['a .npy file of text', 'x.npy', npy(x, { descr: '<U2' }), /the type "<U2"/],
    ['a .npy file without a shape', 'x.npy', npy(x, { header: "{'descr': '<f8', 'fortran_order': False}" }), /does not say/],
    [
      'a .npy file with an impossible shape',
      'x.npy',
      npy(x, { shape: '(9007199254740993, 9007199254740993)' }),
      /more elements than/,
    ],
    ['doubles whose last is cut off', 'x.f64', bytesOf(x).subarray(0, -3), /ends within an element: 5 of the 8 bytes/],
    ['float32 whose last is cut off', 'x.f32', bytesOf(x).subarray(0, -3), /ends within an element/],
  ];

  it.each(cases)('such as %s is named in one line, and nothing is written', async (_, name, bytes, message) => {
    write(name, bytes);
    const { code, stdout, stderr } = await run([name, '-o', 'y.npy']);
    expect({ code, stdout: stdout.length, names: names() }).toEqual({ code: 1, stdout: 0, names: [name] });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^sigmoid-wasm: x\.[^\n]*\n$/);
  });

  it.each(cases)('such as %s is an error in a pipe too', async (_, name, bytes, message) => {
    const { code, stderr } = await run(['--from', name.slice(2), '-o', 'y.npy'], { input: bytes });
    expect({ code, names: names() }).toEqual({ code: 1, names: [] });
    expect(stderr).toMatch(/^sigmoid-wasm: standard input[^\n]*\n$/);
    // A pipe has no length that could be compared with its header.
    if (!/after the|x\\.npy/.test(message.source)) expect(stderr).toMatch(message);
  });

  it('that does not exist is named', async () => {
    expect(await run(['none.f64', '-o', 'y.f64'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/none\.f64: there is no/),
    });
    expect(names()).toEqual([]);
  });

  it('that is a folder is named', async () => {
    expect(await run(['.', '--from', 'f64'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/this is a folder/) });
  });
});
