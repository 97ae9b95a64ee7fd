/** Tables as text: one column is computed, and everything else stays as it is, character for character. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { logit, sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import { bytesOf, doubles, npy } from './data.ts';
import { ending, file, folder, names, PROGRAM, read, run, start, useFolder, write } from './program.ts';

useFolder();

/** What the table becomes. */
async function result(table: string | Uint8Array, ...args: string[]): Promise<string> {
  write('x.csv', table);
  const { code, stdout, stderr } = await run(['x.csv', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // From a pipe, whose data come in pieces, the same.
  const piped = await run(['--from', 'csv', ...args], { input: table });
  expect(piped.stdout.equals(stdout)).toBe(true);
  return stdout.toString();
}

/** The line that says what is wrong with the table. */
async function complaint(table: string | Uint8Array, ...args: string[]): Promise<string> {
  write('x.csv', table);
  const { code, stderr } = await run(['x.csv', '-o', 'y.csv', ...args]);
  expect({ code, names: names() }).toEqual({ code: 1, names: ['x.csv'] });
  expect(stderr).toMatch(/^sigmoid-wasm: x\.csv: [^\n]*\n$/);
  return stderr.slice('sigmoid-wasm: x.csv: '.length, -1);
}

const s = (x: number): string => String(sigmoid(x));

describe('a column', () => {
  it('is replaced, and the others stay', async () => {
    const table = 'id,logit,name\n1,0,a\n2,-2,b\n';
    expect(await result(table, '--column', 'logit')).toBe(`id,logit,name\n1,0.5,a\n2,${s(-2)},b\n`);
  });

  it('is the only one, with a heading or without', async () => {
    expect(await result('logit\n0\n2\n')).toBe(`logit\n0.5\n${s(2)}\n`);
    expect(await result('0\n2\n')).toBe(`0.5\n${s(2)}\n`);
  });

  it.each([
    ['id,x\n1,0\n', '2', 'id,x\n1,0.5\n'],
    ['1,0\n2,0\n', '2', '1,0.5\n2,0.5\n'],
    // Here "1" is a name, that of the second column.
    ['2,1\n0,0\n', '1', '2,1\n0,0.5\n'],
  ])('of %j may be said by its number, %s, if no column has that name', async (table, column, expected) => {
    expect(await result(table, '--column', column)).toBe(expected);
  });

  it('is added with --append, with the name of the function', async () => {
    expect(await result('id,logit\n1,0\n2,\n', '--column', 'logit', '--append')).toBe('id,logit,sigmoid\n1,0,0.5\n2,,\n');
    expect(await result('0.5\n0.75\n', '--append', '-f', 'logit')).toBe(`0.5,0\n0.75,${logit(0.75)}\n`);
  });

  it('has numbers of all kinds', async () => {
    const numbers = ['0', '+1', '-1', '1.', '.5', '1e0', '1.0D+00', '-1E-3', 'inf', '-Infinity', 'nan', ' 2 ', '1e999'];
    const lines = (await result(`x\n${numbers.join('\n')}\n`)).split('\n');
    const expected = [0, 1, -1, 1, 0.5, 1, 1, -1e-3, Infinity, -Infinity, NaN, 2, Infinity].map(sigmoid);
    expect(lines.slice(1, -1).map((text) => (text === 'nan' ? NaN : Number(text)))).toEqual(expected);
  });

  it('keeps what says that there is no value', async () => {
    const table = 'id,x\n1,\n2,NA\n3,N/A\n4,null\n5,"NA"\n6,None\n7,<NA>\n8,0\n';
    expect(await result(table, '--column', 'x')).toBe(table.replace('8,0', '8,0.5'));
  });
});

describe('everything else', () => {
  it.each([
    ['line ends of Windows', 'id,x\r\n1,0\r\n2,0\r\n', 'id,x\r\n1,0.5\r\n2,0.5\r\n'],
    ['line ends of old Macs', 'id,x\r1,0\r2,0\r', 'id,x\r1,0.5\r2,0.5\r'],
    ['both kinds in one file', 'id,x\n1,0\r\n2,0\n', 'id,x\n1,0.5\r\n2,0.5\n'],
    ['no line end behind the last row', 'id,x\n1,0', 'id,x\n1,0.5'],
    ['a byte order mark', '\uFEFFid,x\n1,0\n', '\uFEFFid,x\n1,0.5\n'],
    ['a byte order mark before the column', '\uFEFFx,id\n0,1\n', '\uFEFFx,id\n0.5,1\n'],
    ['quotes', '"id","x","t"\n"1","0","a ""b"", c"\n', '"id","x","t"\n"1","0.5","a ""b"", c"\n'],
    ['line breaks in quotes', 't,x\n"a\nb",0\n"c\r\nd",0\n', 't,x\n"a\nb",0.5\n"c\r\nd",0.5\n'],
    ['quotes that are not needed', '"a",x\n"b",0\nc,0\n', '"a",x\n"b",0.5\nc,0.5\n'],
    ['empty lines', '\nid,x\n\n1,0\n\n\n2,0\n\n', '\nid,x\n\n1,0.5\n\n\n2,0.5\n\n'],
    ['blanks around fields', 'id , x\n1 , 0\n2,\t0 \n', 'id , x\n1 ,0.5\n2,0.5\n'],
    ['empty fields', 'a,x,b,c\n,0,,\n', 'a,x,b,c\n,0.5,,\n'],
    ['semicolons', 'id;x;t\n1;0;a,b\n', 'id;x;t\n1;0.5;a,b\n'],
    ['vertical bars', 'id|x\n1|0\n', 'id|x\n1|0.5\n'],
    ['letters of all scripts', 'имя,x,絵\nй,0,🎉\n', 'имя,x,絵\nй,0.5,🎉\n'],
    ['delimiters at the ends of rows', 'id,x\n1,0,,\n', 'id,x\n1,0.5,,\n'],
    ['a heading alone', 'id,x\n', 'id,x\n'],
    ['a comma in the last of many columns', 'x,t\n0,"1,5"\n', 'x,t\n0.5,"1,5"\n'],
  ])('stays: %s', async (_, table, expected) => {
    expect(await result(table, '--column', 'x')).toBe(expected);
  });

  it('may change its delimiter with --to', async () => {
    expect(await result('id,x,t\n1,0,"a\tb"\n2,0,"c,d"\n', '--column', 'x', '--to', 'tsv')).toBe(
      'id\tx\tt\n1\t0.5\t"a\tb"\n2\t0.5\tc,d\n',
    );
    write('x.tsv', 'id\tx\tt\n1\t0\ta,b\n');
    expect((await run(['x.tsv', '--column', 'x', '-o', 'y.csv'])).code).toBe(0);
    expect(read('y.csv').toString()).toBe('id,x,t\n1,0.5,"a,b"\n');
    expect((await run(['x.tsv', '--column', 'x', '--append'])).stdout.toString()).toBe('id\tx\tt\tsigmoid\n1\t0\ta,b\t0.5\n');
  });
});

describe('a mistake in a table', () => {
  it.each([
    ['a word', 'id,x\n1,0\n2,abc\n', 'line 3, column "x": "abc" is not a number'],
    ['a word behind quoted line breaks', 't,x\n"a\n\nb",0\nc,abc\n', 'line 5, column "x": "abc" is not a number'],
    [
      'a decimal comma',
      'id;x\n1;0,5\n',
      'line 2, column "x": "0,5" is not a number; numbers are expected with a decimal point',
    ],
    [
      'thousands',
      'id,x\n1,"1,234.5"\n',
      'line 2, column "x": "1,234.5" is not a number; numbers are expected without commas between thousands',
    ],
    [
      'a hexadecimal number',
      'id,x\n1,0x1F\n',
      'line 2, column "x": "0x1F" is not a number; numbers are expected in decimal notation',
    ],
    ['a percentage', 'id,x\n1,50%\n', 'line 2, column "x": "50%" is not a number; numbers are expected without a percent sign'],
    ['more fields than the first row has', 'x\n0,5\n', 'line 2: this row has 2 fields, and the first one has 1 field'],
    ['a short row', 'id,x\n1\n', 'line 2: there is no column "x", since this row has 1 field'],
    ['an open quote', 'id,x\n1,"0\n2,0\n', 'line 2: a quote is opened and not closed'],
    ['no such column', 'id,y\n1,0\n', 'there is no column "x"; there are "id", "y"'],
    ['the column twice', 'x,x\n1,0\n', '2 columns are named "x"; say by number which: 1, 2'],
    ['an empty file', '', 'there are no rows'],
    ['empty lines alone', '\n\n', 'there are no rows'],
  ])('such as %s is told with its place', async (_, table, message) => {
    expect(await complaint(table, '--column', 'x')).toBe(message);
  });

  it('such as no --column for several is told with their names', async () => {
    expect(await complaint('id,logit\n1,0\n')).toBe('there are 2 columns; say which by --column: "id", "logit"');
  });

  it('such as an added column that is there already is told', async () => {
    expect(await complaint('x,sigmoid\n1,0\n', '--column', 'x', '--append')).toMatch(/"sigmoid" already/);
    expect(await complaint('id,x\n1,0,2\n', '--column', 'x', '--append')).toBe(
      'line 2: this row has 3 fields, and the first one has 2 fields',
    );
  });

  it('such as another encoding is told with what to do', async () => {
    expect(await complaint(Buffer.from('id,x\n1,0\n', 'utf16le'), '--column', 'x')).not.toBe('');
    expect(await complaint(Buffer.from('\uFEFFid,x\n', 'utf16le'), '--column', 'x')).toMatch(/UTF-16.*iconv/);
    expect(await complaint(Buffer.from('id,x,é\n1,0\n', 'latin1'), '--column', 'x')).toMatch(/not in UTF-8.*iconv/);
  });
});

describe('a long table', () => {
  it('has each result in its place', async () => {
    const x = doubles(100_000);
    const rows = Array.from(x, (value, i) => `${i},"é ${'x'.repeat(i % 50)}",${value}`);
    const output = await result(`id,text,logit\n${rows.join('\n')}\n`, '--column', 'logit');
    const y = sigmoid(x);
    expect(output).toBe(`id,text,logit\n${rows.map((row, i) => row.replace(/[^,]*$/, String(y[i]))).join('\n')}\n`);
  });

  it('is answered as rows come, however they are cut', async () => {
    const child = start(['--from', 'csv', '--column', 'x']);
    const all = ending(child);
    let came = '';
    child.stdout?.on('data', (chunk) => {
      came += chunk;
    });
    const until = async (text: string): Promise<void> => {
      for (let looks = 0; came !== text; looks++) {
        if (looks > 1000) throw new Error(`got ${JSON.stringify(came)} instead of ${JSON.stringify(text)}`);
        await new Promise((done) => setTimeout(done, 10));
      }
    };
    child.stdin?.write('t,x\nй,0\n');
    await until('t,x\nй,0.5\n');
    const letter = Buffer.from('й');
    child.stdin?.write(letter.subarray(0, 1));
    await new Promise((done) => setTimeout(done, 50));
    child.stdin?.write(Buffer.concat([letter.subarray(1), Buffer.from(',0\nz')]));
    await until('t,x\nй,0.5\nй,0.5\n');
    child.stdin?.end(',0');
    expect((await all).stdout.toString()).toBe('t,x\nй,0.5\nй,0.5\nz,0.5');
  });
});

describe('between tables and numbers', () => {
  it('a column becomes numbers in binary, without the rest of the table', async () => {
    write('x.csv', 'id,x\n1,0\n\n2,2\n');
    for (const format of ['npy', 'f64', 'f32'])
      expect((await run(['x.csv', '--column', 'x', '-o', `y.${format}`])).code).toBe(0);
    const y = sigmoid(Float64Array.of(0, 2));
    expect(read('y.npy').equals(npy(y))).toBe(true);
    expect(read('y.f64').equals(bytesOf(y))).toBe(true);
    expect(read('y.f32').equals(bytesOf(Float32Array.from(y)))).toBe(true);
    expect(names()).toEqual(['x.csv', 'y.f32', 'y.f64', 'y.npy']);
  });

  it('a missing value has no number in binary', async () => {
    write('x.csv', 'id,x\n1,0\n2,NA\n');
    const { code, stderr } = await run(['x.csv', '--column', 'x', '-o', 'y.npy']);
    expect({ code, names: names() }).toEqual({ code: 1, names: ['x.csv'] });
    expect(stderr).toContain('line 3, column "x": there is no value');
  });

  it('numbers become a column, named as asked or by the function', async () => {
    write('x.npy', npy(Float64Array.of(0, 2, -800)));
    expect((await run(['x.npy', '--to', 'csv'])).stdout.toString()).toBe(`sigmoid\n0.5\n${s(2)}\n0\n`);
    expect((await run(['x.npy', '--to', 'tsv', '--column', 'p'])).stdout.toString()).toBe(`p\n0.5\n${s(2)}\n0\n`);
    write('x.f32', bytesOf(Float32Array.of(0, 2)));
    expect((await run(['x.f32', '--to', 'csv'])).stdout.toString()).toBe('sigmoid\n0.5\n0.8807971\n');
  });

  it('an array of more dimensions is no column', async () => {
    write('x.npy', npy(doubles(6), { shape: '(2, 3)' }));
    const { code, stderr } = await run(['x.npy', '-o', 'y.csv']);
    expect({ code, names: names() }).toEqual({ code: 1, names: ['x.npy'] });
    expect(stderr).toMatch(/has the shape \(2, 3\)/);
  });
});

describe('the library for tables', () => {
  it.each([
    ['csv', 'papaparse', 'x\n0\n'],
    ['arrow', 'apache-arrow', ''],
  ])('for %s that is not there is named in one line', async (format, peer, input) => {
    mkdirSync(file('dist'));
    copyFileSync(PROGRAM, file('dist/cli.cjs'));
    const child = spawn(process.execPath, [file('dist/cli.cjs'), '--from', format, '-o', 'y'], { cwd: folder });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    const { code, stderr } = await ending(child);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^sigmoid-wasm: [^\\n]*npm install ${peer}\\n$`));
    expect(names()).toEqual(['dist']);
  });
});
