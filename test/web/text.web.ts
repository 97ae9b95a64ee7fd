import { sigmoid } from 'sigmoid-wasm';
import { describe, expect, it } from 'vitest';
import type { Choices, Reading } from '../../bench/web/own-data/reading.ts';
import { recognise } from '../../bench/web/own-data/recognise.ts';
import { TEXT_PIECE } from '../../bench/web/own-data/text/table.ts';
import { formatNumber, parseNumber } from '../../cli/formats/number.ts';
import { randomBytes } from './support/bytes.ts';
import { process } from './support/process.ts';

type Content = string | Uint8Array<ArrayBuffer>;

const text = async (name: string, content: Content, choices?: Choices): Promise<string> =>
  Buffer.from(await process(name, content, choices)).toString();
const s = (x: number): string => formatNumber(sigmoid(x));

async function readingOf(content: Content, choices: Choices = {}): Promise<Reading> {
  return (await recognise(new File([content], 'x.csv'), choices)).reading;
}

const notesOn = async (content: Content, choices?: Choices): Promise<string> =>
  (await readingOf(content, choices)).notes.join(' ');

async function answersTo(content: Content, choices?: Choices): Promise<Record<string, string>> {
  const { questions } = await readingOf(content, choices);
  return Object.fromEntries(questions.map(({ name, chosen }) => [name, chosen]));
}

describe('a matrix', () => {
  it.each([
    ['separated by commas', '1,2\n-inf,4', `${s(1)},${s(2)}\n0,${s(4)}`],
    ['separated by semicolons', '1;2\n-inf;4', `${s(1)};${s(2)}\n0;${s(4)}`],
    ['separated by tabs', '1\t2\n', `${s(1)}\t${s(2)}\n`],
    ['separated by vertical bars', '1|2\n', `${s(1)}|${s(2)}\n`],
    ['separated by blanks', '  1  2 \n .5 -3.\n', `  ${s(1)}  ${s(2)} \n ${s(0.5)} ${s(-3)}\n`],
    ['of one number per line', '0\n1e2\nInfinity\n', '0.5\n1\n1\n'],
    ['of one row', '1,2,3', `${s(1)},${s(2)},${s(3)}`],
    ['that begins with a byte order mark', '\uFEFF1,2\n', `\uFEFF${s(1)},${s(2)}\n`],
    ['that repeats a number', '1,1,11,1\n', `${s(1)},${s(1)},${s(11)},${s(1)}\n`],
    [
      'with line ends of Windows, empty lines and blanks',
      '1, -2e1\r\n\r\n3 ,nan\r\n',
      `${s(1)}, ${s(-20)}\r\n\r\n${s(3)} ,nan\r\n`,
    ],
    ['with line ends of old Macs', '1,2\r3,4\r', `${s(1)},${s(2)}\r${s(3)},${s(4)}\r`],
    ['of Fortran', '1.0D+03 2.5d-1\n', `1 ${s(0.25)}\n`],
    ['in quotes', '"1","-2"\n" 3 " ,"4"\n', `${s(1)},${s(-2)}\n${s(3)} ,${s(4)}\n`],
    ['with missing values', 'NA,1\n,2\n3,null\n', `NA,${s(1)}\n,${s(2)}\n${s(3)},null\n`],
    ['under comments of NumPy', '# a b\n1 2\n# "c\n3 4\n#', `# a b\n${s(1)} ${s(2)}\n# "c\n${s(3)} ${s(4)}\n#`],
    ['under comments of MATLAB', '% a, "b\n"1",2\n', `% a, "b\n${s(1)},${s(2)}\n`],
    ['with rows of several lengths', '1,2\n3\n4,5\n', `${s(1)},${s(2)}\n${s(3)}\n${s(4)},${s(5)}\n`],
  ])('%s is computed in place', async (_, before, after) => {
    expect(await text('x.txt', before)).toBe(after);
  });

  it('keeps a first row that is numbers in another notation, or missing', async () => {
    expect(await answersTo('1.0D+03,2\n3,4\n')).toMatchObject({ heading: 'no' });
    expect(await answersTo('NA,NA\n3,4\n')).toMatchObject({ heading: 'no' });
    await expect(text('x.csv', '0x1F\n2\n')).rejects.toThrow('Line 1, column 1 is not a number: “0x1F”');
  });

  it('is read in several pieces, which end within lines', async () => {
    const line = '12.25,-3.5,"0.125"\r\n';
    const many = `Größe,ε,x\r\n${line.repeat(Math.ceil((2.5 * TEXT_PIECE) / line.length))}`;
    const result = `${s(12.25)},${s(-3.5)},${s(0.125)}\r\n`;
    expect((await text('x.csv', many, { column: 'all' })) === many.replaceAll(line, result)).toBe(true);
  });

  it.each(Array.from({ length: 10 }, (_, i) => i))('is read where a piece ends %i characters into a row', async (cut) => {
    const line = '"1","2"\r\n';
    const lines = Math.floor(TEXT_PIECE / line.length) - 2;
    const padding = TEXT_PIECE - lines * line.length - '\r\n'.length - cut;
    const many = `${line.repeat(lines)}${' '.repeat(padding)}\r\n${line.repeat(3)}`;
    expect((await text('x.csv', many)) === many.replaceAll(line, `${s(1)},${s(2)}\r\n`)).toBe(true);
  });

  it('may be one row that is longer than many pieces', async () => {
    const row = '1.5,-2,'.repeat(1_000_000);
    expect((await text('x.csv', row)) === row.replaceAll('1.5,-2,', `${s(1.5)},${s(-2)},`)).toBe(true);
  });

  it('is rejected where a quotation mark is not closed before 64 MB', { timeout: 60_000 }, async () => {
    await expect(text('x.csv', `1\n"${'1\n'.repeat(50_000_000)}`)).rejects.toThrow(/^The row in line 2 has more than 64 MB/);
  });

  it('is rejected with the line of a fault that is not in the first piece', async () => {
    const lines = TEXT_PIECE / 2 + 10;
    await expect(text('x.csv', `${'1\n'.repeat(lines)}x\n`)).rejects.toThrow(
      `Line ${(lines + 1).toLocaleString('en')}, column 1`,
    );
    const quoted = `${'1\n'.repeat(lines)}"x"y\n`;
    await expect(text('x.csv', quoted)).rejects.toThrow(`Line ${(lines + 1).toLocaleString('en')} has a quotation mark`);
  });
});

describe('a table', () => {
  const table = 'id,logit\n1,0.5\n2,-3\n';

  it('has one column that is computed, and keeps all others', async () => {
    expect(await text('x.csv', table)).toBe(`id,logit,sigmoid(logit)\n1,0.5,${s(0.5)}\n2,-3,${s(-3)}\n`);
    expect(await answersTo(table)).toEqual({ readAs: 'text', separator: ',', heading: 'yes', column: '1', into: 'new' });
  });

  it('says what was taken for what', async () => {
    const notes = await notesOn(table);
    expect(notes).toContain('2 columns, separated by commas.');
    expect(notes).toContain('The first row is taken for a heading: “id”, “logit”.');
    expect(notes).toContain('Computed is “logit”, the first column with negative numbers or fractions.');
    expect(notes).toContain('All columns stay, and the results stand in one more, “sigmoid(logit)”.');
  });

  it.each<[string, Choices, string]>([
    ['in place', { into: 'place' }, `id,logit\n1,${s(0.5)}\n2,${s(-3)}\n`],
    ['another column', { column: '0' }, `id,logit,sigmoid(id)\n1,0.5,${s(1)}\n2,-3,${s(2)}\n`],
    ['every column', { column: 'all' }, `id,logit\n${s(1)},${s(0.5)}\n${s(2)},${s(-3)}\n`],
  ])('is computed as the visitor wants: %s', async (_, choices, after) => {
    expect(await text('x.csv', table, choices)).toBe(after);
  });

  it('has no heading where the visitor says so', async () => {
    await expect(text('x.csv', table, { heading: 'no' })).rejects.toThrow('Line 1, column 1 is not a number: “id”');
    expect(await notesOn('1,2.5\n', { heading: 'no' })).toContain('The first row is taken for data: there is no heading.');
    expect(await text('x.csv', '10,20\n1,2.5\n', { heading: 'yes' })).toBe(`10,20,sigmoid(20)\n1,2.5,${s(2.5)}\n`);
  });

  it('has the line and the column of what is no number', async () => {
    await expect(text('x.csv', 'x,y\n1,2\n3,four\n', { column: '1' })).rejects.toThrow(
      'Line 3, column 2 is not a number: “four”.',
    );
    await expect(text('x.csv', 'id,x\n"a\nb",1\nc,1.5\nd,"two"\n', { column: '1' })).rejects.toThrow('Line 5, column 2');
    await expect(text('x.csv', '1,5;2,5\n')).rejects.toThrow('Line 1, column 1 is not a number: “1,5”; numbers are expected');
  });

  it('is separated by what the visitor says', async () => {
    expect(await answersTo('1,5;2\n')).toMatchObject({ separator: ';' });
    expect(await text('x.csv', '1,5;2\n', { separator: ';', column: '1' })).toBe(`1,5;2;${s(2)}\n`);
    expect(await answersTo('1 2\n3 4\n', { separator: 'none' })).toMatchObject({ separator: 'none' });
  });

  it.each([
    [
      'text, quotes and line ends in other columns',
      'name,x\r\n"Doe, ""J""\nJr",1\r\n007,2\r\n',
      `name,x,sigmoid(x)\r\n"Doe, ""J""\nJr",1,${s(1)}\r\n007,2,${s(2)}\r\n`,
    ],
    ['missing values', 'id,x\n1,0.5\n2,NA\n3,\n', `id,x,sigmoid(x)\n1,0.5,${s(0.5)}\n2,NA,NA\n3,,\n`],
    ['comments', 'id\tx\n# two\n1\t0.5\n', `id\tx\tsigmoid(x)\n# two\n1\t0.5\t${s(0.5)}\n`],
    ['names with blanks', 'id;log odds\n1;0.5\n', `id;log odds;"sigmoid(log odds)"\n1;0.5;${s(0.5)}\n`],
    [
      'columns aligned by blanks',
      ' id     x\n  1   0.5\n 10 -12.5',
      ` id     x sigmoid(x)\n  1   0.5 ${s(0.5)}\n 10 -12.5 ${s(-12.5)}`,
    ],
    ['a first line that tells spreadsheets the separator', 'sep=|\nid|x\n1|0.5\n', `sep=|\nid|x|sigmoid(x)\n1|0.5|${s(0.5)}\n`],
    ['a byte order mark before the heading', '\uFEFFid,x\n1,0.5\n', `\uFEFFid,x,sigmoid(x)\n1,0.5,${s(0.5)}\n`],
    [
      'names of rows without a heading, as R writes them',
      '"x" "y"\n"a" 0.5 2\n"b" 1.5 3\n',
      `"x" "y" sigmoid(x)\n"a" 0.5 2 ${s(0.5)}\n"b" 1.5 3 ${s(1.5)}\n`,
    ],
  ])('keeps %s', async (_, before, after) => {
    expect(await text('x.csv', before)).toBe(after);
  });

  it('of one column has its numbers replaced', async () => {
    expect(await text('x.csv', 'x\n1\n')).toBe(`x\n${s(1)}\n`);
    expect(await text('x.csv', 'log odds\n1\n2\n')).toBe(`log odds\n${s(1)}\n${s(2)}\n`);
    expect(await text('x.csv', 'x\n1\n', { into: 'new' })).toBe(`x,sigmoid(x)\n1,${s(1)}\n`);
  });

  it('may have a heading that begins as comments do', async () => {
    const variants = '#n\tx\n1\t0.5\n';
    expect(await answersTo(variants)).toMatchObject({ comments: 'yes', heading: 'no' });
    expect(await text('x.tsv', variants, { comments: 'no' })).toBe(`#n\tx\tsigmoid(x)\n1\t0.5\t${s(0.5)}\n`);
    expect(await answersTo('#N/A,1\n2,3\n')).not.toHaveProperty('comments');
  });

  it('says how much of it was left as it is', async () => {
    const file = new File(['# a\nid,x\n1,\n2,NA\n# b\n3,0.5\n'], 'x.csv');
    const { transform, kept } = await recognise(file, {});
    for await (const _ of transform(
      file,
      () => {},
      () => {},
    ));
    expect(kept?.()).toEqual([
      ['Missing, kept', 2],
      ['Comment lines, kept', 2],
    ]);
  });
});

describe('tables at random', () => {
  const OTHERS = ['', 'a', '"b ""c"""', '"d,;\te"', '"f\n# g"', '007', ' h ', '"i\r\nj"', "k's"];
  const NUMBERS = ['0.5', '-3', '"1e2"', ' 7 ', '"-0.25" ', 'NA', '.5', '+1.d0', ''];
  /** The field with the result in the place of its number, or the result alone. */
  const inPlace = (field: string): string => field.replace(/"?[-+.\d]\S*/, alone);
  const alone = (field: string): string => {
    const value = parseNumber(field.replaceAll('"', ''));
    return value === undefined ? field.trim() : s(value);
  };

  it.each([',', ';', '\t'])('separated by %j keep every byte but the numbers of one column', async (separator) => {
    const random = randomBytes(40_000);
    let at = 0;
    const pick = (list: readonly string[]): string => list[(random[at++] as number) % list.length] as string;
    for (let round = 0; round < 200; round++) {
      const newline = pick(['\n', '\r\n']);
      const rows = Array.from({ length: 12 }, () => [pick(OTHERS), pick(NUMBERS), pick(['m', '"n"', '"o ""p"" "'])]);
      const write = (rows: string[][]) => [...rows, []].map((row) => row.join(separator)).join(newline);
      const choices: Choices = { separator, heading: 'yes', column: '1' };
      const before = write([['a', 'x', 'c'], ['b', '1', 'd'], ...rows]);
      const placed = rows.map(([first = '', x = '', last = '']) => [first, inPlace(x), last]);
      expect(await text('x.csv', before, { ...choices, into: 'place' })).toBe(
        write([['a', 'x', 'c'], ['b', s(1), 'd'], ...placed]),
      );
      const appended = rows.map((row) => [...row, alone(row[1] as string)]);
      expect(await text('x.csv', before, { ...choices, into: 'new' })).toBe(
        write([['a', 'x', 'c', 'sigmoid(x)'], ['b', '1', 'd', s(1)], ...appended]),
      );
    }
  });
});

describe('the encoding of a text', () => {
  const bytesOf = (label: 'utf16le' | 'latin1', content: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(Buffer.from(content, label));
  const after = `Größe,x,sigmoid(x)\r\n1,0.5,${s(0.5)}\r\n`;

  it('may be UTF-16 in either byte order', async () => {
    const little = bytesOf('utf16le', '\uFEFFGröße,x\r\n1,0.5\r\n');
    expect(await text('x.csv', little)).toBe(`\uFEFF${after}`);
    expect(await text('x.csv', Uint8Array.from(Buffer.from(little).swap16()))).toBe(`\uFEFF${after}`);
    expect(await notesOn(little)).toContain('The text is in UTF-16; the result is in UTF-8.');
  });

  it('may be UTF-16 without a byte order mark', async () => {
    const little = bytesOf('utf16le', '1,2\r\n');
    expect(await text('x', little)).toBe(`${s(1)},${s(2)}\r\n`);
    expect(await text('x', Uint8Array.from(Buffer.from(little).swap16()))).toBe(`${s(1)},${s(2)}\r\n`);
  });

  it('may be Windows-1252 in a file that is named as text', async () => {
    const bytes = bytesOf('latin1', 'Größe,x\r\n1,0.5\r\n');
    expect(await text('x.csv', bytes)).toBe(after);
    expect(await notesOn(bytes)).toContain('The text is in Windows-1252; the result is in UTF-8.');
  });

  it('is UTF-8 whatever the name of the file is', async () => {
    expect(await text('x.dat', 'Größe,x\r\n1,0.5\r\n')).toBe(after);
  });
});
