/** Tables of Apache Arrow, as files and as streams, made and read by its own library. */
import {
  Dictionary,
  Float32,
  Float64,
  Int32,
  Table,
  tableFromArrays,
  tableFromIPC,
  tableToIPC,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import { logit, sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { bytesOf, doubles, npy } from './data.ts';
import { ending, names, read, run, start as startProgram, useFolder, write } from './program.ts';

useFolder();

const x = doubles(1000);
const withNulls = Array.from(x, (value, i) => (i % 7 === 3 ? null : value));
const words = ['a', 'b', 'ü', '絵'];

/** Doubles with nulls, float32, integers, text and a dictionary, in batches of three lengths. */
function mixed(): Table {
  const parts = [
    [0, 400],
    [400, 401],
    [401, 1000],
  ] as const;
  const whole = new Table({
    id: vectorFromArray(
      Array.from(x, (_, i) => i),
      new Int32(),
    ),
    logit: vectorFromArray(withNulls, new Float64()),
    single: vectorFromArray(Array.from(Float32Array.from(x)), new Float32()),
    word: vectorFromArray(
      Array.from(x, (_, i) => words[i % 4] as string),
      new Utf8(),
    ),
    kind: vectorFromArray(
      Array.from(x, (_, i) => words[i % 3] as string),
      new Dictionary(new Utf8(), new Int32()),
    ),
  });
  whole.schema.metadata.set('author', 'a test');
  return parts.map(([begin, end]) => whole.slice(begin, end)).reduce((all, part) => all.concat(part));
}

const valuesOf = (vector: Vector | null): unknown[] => Array.from(vector ?? []);
const expected = withNulls.map((value) => (value === null ? null : sigmoid(value)));

describe.each(['file', 'stream'] as const)('an Arrow %s', (kind) => {
  const table = mixed();
  const bytes = tableToIPC(table, kind);

  it('keeps its kind, its other columns, its metadata and its nulls', async () => {
    write('x.arrow', bytes);
    expect(await run(['x.arrow', '--column', 'logit', '-o', 'y.arrow'])).toMatchObject({ code: 0, stderr: '' });
    const output = read('y.arrow');
    expect(output.subarray(0, 6).toString() === 'ARROW1').toBe(kind === 'file');
    const result = tableFromIPC(output);
    expect(result.schema.fields.map(String)).toEqual(table.schema.fields.map(String));
    expect(result.schema.metadata.get('author')).toBe('a test');
    expect(result.batches.map(({ numRows }) => numRows)).toEqual([400, 1, 599]);
    expect(valuesOf(result.getChild('logit'))).toEqual(expected);
    for (const name of ['id', 'single', 'word', 'kind']) {
      expect(valuesOf(result.getChild(name))).toEqual(valuesOf(table.getChild(name)));
    }
  });

  it('comes through a pipe', async () => {
    const { code, stdout } = await run(['--from', 'arrow', '--column', 'logit'], { input: bytes });
    expect(code).toBe(0);
    expect(valuesOf(tableFromIPC(stdout).getChild('logit'))).toEqual(expected);
  });

  it('has the nearest float32 in a column of float32', async () => {
    write('x.arrow', bytes);
    const { stdout } = await run(['x.arrow', '--column', 'single']);
    expect(valuesOf(tableFromIPC(stdout).getChild('single'))).toEqual(Array.from(sigmoid(Float32Array.from(x))));
  });

  it('gets a column with --append', async () => {
    write('x.arrow', bytes);
    const { stdout } = await run(['x.arrow', '--column', 'logit', '--append']);
    const result = tableFromIPC(stdout);
    expect(result.schema.fields.map(({ name }) => name)).toEqual(['id', 'logit', 'single', 'word', 'kind', 'sigmoid']);
    expect(valuesOf(result.getChild('logit'))).toEqual(withNulls);
    expect(valuesOf(result.getChild('sigmoid'))).toEqual(expected);
  });

  it('may have no rows', async () => {
    write('x.arrow', tableToIPC(table.slice(0, 0), kind));
    const { code, stdout } = await run(['x.arrow', '--column', 'logit']);
    expect(code).toBe(0);
    expect(tableFromIPC(stdout).numRows).toBe(0);
  });

  it('that is cut off is an error, and there is no output', async () => {
    write('x.arrow', bytes.subarray(0, bytes.length / 2));
    const { code, stderr } = await run(['x.arrow', '--column', 'logit', '-o', 'y.arrow']);
    expect({ code, names: names() }).toEqual({ code: 1, names: ['x.arrow'] });
    expect(stderr).toMatch(/^sigmoid-wasm: x\.arrow: [^\n]*\n$/);
  });
});

describe('a column of Arrow', () => {
  const bytes = tableToIPC(mixed(), 'file');

  it.each([
    ['none is named', [], /5 columns; say which by --column: "id", "logit"/],
    ['there is no such one', ['--column', 'p'], /no column "p"; there are "id"/],
    ['it holds integers', ['--column', 'id'], /column "id" is Int32, not Float64 or Float32; cast it first/],
    ['it holds text', ['--column', 'word'], /column "word" is Utf8/],
    ['the added one is there already', ['--column', 'logit', '--append', '-f', 'logit'], /a column "logit" already/],
  ])('is refused if %s', async (_, args, message) => {
    write('x.arrow', bytes);
    const { code, stderr } = await run(['x.arrow', '-o', 'y.arrow', ...args]);
    expect({ code, names: names() }).toEqual({ code: 1, names: ['x.arrow'] });
    expect(stderr).toMatch(/^sigmoid-wasm: x\.arrow: [^\n]*\n$/);
    expect(stderr).toMatch(message);
  });

  it('becomes numbers in binary or a table of text, if it has no nulls', async () => {
    write('x.arrow', tableToIPC(tableFromArrays({ id: [1, 2, 3], p: Float64Array.of(0, 0.5, 0.75) }), 'file'));
    const args = ['x.arrow', '--column', 'p', '-f', 'logit'];
    const y = logit(Float64Array.of(0, 0.5, 0.75));
    expect((await run([...args, '-o', 'y.npy'])).code).toBe(0);
    expect(read('y.npy').equals(npy(y))).toBe(true);
    expect((await run([...args, '-o', 'y.f32'])).code).toBe(0);
    expect(read('y.f32').equals(bytesOf(Float32Array.from(y)))).toBe(true);
    expect((await run([...args, '--to', 'csv'])).stdout.toString()).toBe(`logit\n-inf\n0\n${y[2]}\n`);
    write('x.arrow', bytes);
    const { code, stderr } = await run(['x.arrow', '--column', 'logit', '-o', 'z.npy']);
    expect(code).toBe(1);
    expect(stderr).toContain('row 4 is null');
  });
});

describe('numbers', () => {
  it('become an Arrow file, and in a pipe a stream', async () => {
    const long = doubles(300_000);
    write('x.f64', bytesOf(long));
    expect((await run(['x.f64', '-o', 'y.arrow', '--column', 'p'])).code).toBe(0);
    expect(read('y.arrow').subarray(0, 6).toString()).toBe('ARROW1');
    const y = sigmoid(long);
    expect(tableFromIPC(read('y.arrow')).getChild('p')?.toArray()).toEqual(y);
    const { stdout } = await run(['x.f64', '--to', 'arrow']);
    expect(stdout.subarray(0, 6).toString()).not.toBe('ARROW1');
    expect(tableFromIPC(stdout).getChild('sigmoid')?.toArray()).toEqual(y);
  });

  it('of a column of text become Arrow', async () => {
    write('x.csv', 'id,x\n1,0\n2,2\n');
    expect((await run(['x.csv', '--column', 'x', '-o', 'y.arrow'])).code).toBe(0);
    expect(valuesOf(tableFromIPC(read('y.arrow')).getChild('sigmoid'))).toEqual([0.5, sigmoid(2)]);
  });
});

describe('another file', () => {
  it.each([
    ['text', 'id,logit\n1,2\n'],
    ['nothing', ''],
    ['zeros', new Uint8Array(1000)],
    ['a .npy file', npy(x)],
  ])('such as %s is no Arrow, in one line', async (_, bytes) => {
    write('x.arrow', bytes);
    const { code, stderr } = await run(['x.arrow', '--column', 'logit', '-o', 'y.arrow']);
    expect({ code, names: names() }).toEqual({ code: 1, names: ['x.arrow'] });
    expect(stderr).toMatch(/^sigmoid-wasm: x\.arrow: [^\n]*\n$/);
  });
});

it('a stream is answered batch by batch', async () => {
  const batch = tableFromArrays({ logit: x });
  // Without the mark of the end, which has eight bytes.
  const start = tableToIPC(batch, 'stream').subarray(0, -8);
  const whole = tableToIPC(batch.concat(batch), 'stream');
  const child = startProgram(['--from', 'arrow']);
  const all = ending(child);
  let came = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    came += chunk.length;
  });
  child.stdin?.write(start);
  for (let looks = 0; came < x.byteLength; looks++) {
    if (looks > 1000) throw new Error(`the first batch was not answered: got ${came} bytes`);
    await new Promise((done) => setTimeout(done, 10));
  }
  child.stdin?.end(whole.subarray(start.length));
  const { code, stdout } = await all;
  expect(code).toBe(0);
  expect(tableFromIPC(stdout).getChild('logit')?.toArray()).toEqual(Float64Array.of(...sigmoid(x), ...sigmoid(x)));
});
