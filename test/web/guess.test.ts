import { describe, expect, it } from 'vitest';
import {
  columnsOf,
  guessColumn,
  guessComments,
  guessHeading,
  guessSeparator,
  type Row,
  type Separator,
} from '../../bench/web/own-data/text/guess.ts';

/** Rows of lines without quotes. */
const split = (lines: readonly string[], separator: Separator): Row[] =>
  lines.map((line) => (separator === '' ? [line] : line.split(separator).filter((field) => separator !== ' ' || field !== '')));

describe('the separator of a table', () => {
  it.each<[Separator, string[]]>([
    [',', ['a,b', '1,2']],
    [';', ['1,5;2,5', '3,5;4,5']],
    ['\t', ['a, b\tc', '1\t2']],
    ['|', ['1|2', '3|4']],
    [' ', ['1 2', '3  4']],
    ['', ['1', '2']],
    ['', ['log odds', '1', '2']],
    [',', ['1,2,3', '4,5']],
    [',', ['name, x', 'a; b, 1', 'c, 2']],
    ['', ['x', '1,5', '2,5']],
  ])('is guessed to be %j', (separator, lines) => {
    expect(guessSeparator((by) => split(lines, by))).toBe(separator);
  });
});

describe('the first row of a table', () => {
  it.each<[string, Row[]]>([
    ['names above numbers', [['x'], ['1']]],
    [
      'names above numbers and text',
      [
        ['id', 'name', 'x'],
        ['1', 'a', '0.5'],
      ],
    ],
    [
      'a name beside years',
      [
        ['id', '2019', '2020'],
        ['1', '0.5', '1.5'],
      ],
    ],
    [
      'a name beside nothing',
      [
        ['', 'x'],
        ['0', '0.5'],
      ],
    ],
    ['a name above a missing value', [['x'], ['NA'], ['1']]],
    ['nothing but names', [['x', 'y']]],
  ])('is taken for a heading where it is %s', (_, rows) => {
    expect(guessHeading(rows)).toBe(true);
  });

  it.each<[string, Row[]]>([
    [
      'numbers',
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['numbers of Fortran', [['1.0D+03'], ['2']]],
    [
      'missing values',
      [
        ['NA', 'nan', 'null'],
        ['1', '2', '3'],
      ],
    ],
    ['a hexadecimal number', [['0x1F'], ['2']]],
    ['a share', [['12%'], ['2']]],
    [
      'infinite',
      [
        ['-Inf', 'Infinity'],
        ['1', '2'],
      ],
    ],
    [
      'text beside numbers, as all rows are',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['missing', []],
  ])('is taken for data where it is %s', (_, rows) => {
    expect(guessHeading(rows)).toBe(false);
  });
});

describe('the column that is computed', () => {
  const chosenOf = (rows: Row[], heading: boolean): string | number | undefined => {
    const columns = columnsOf(rows, heading);
    const column = guessColumn(columns, heading);
    return column === 'all' ? column : columns[column]?.name;
  };

  it.each<[string, string | number, Row[], boolean]>([
    ['the only one', 'x', [['x'], ['1']], true],
    [
      'the first with fractions',
      'logit',
      [
        ['id', 'logit', 'score'],
        ['1', '0.5', '0.7'],
      ],
      true,
    ],
    [
      'the first with negative numbers',
      'logit',
      [
        ['logit', 'label'],
        ['-1', '0'],
        ['2', '1'],
      ],
      true,
    ],
    [
      'the last of numbers where all are whole',
      'b',
      [
        ['a', 'b', 'c'],
        ['1', '2', 'x'],
      ],
      true,
    ],
    [
      'that of decimal commas, which are named then',
      'x',
      [
        ['id', 'x'],
        ['1', '0,5'],
      ],
      true,
    ],
    [
      'one of which nearly all are numbers',
      'x',
      [['x', 'id'], ...Array.from({ length: 9 }, () => ['0.5', '1']), ['error', '2']],
      true,
    ],
    [
      'the first where none has numbers',
      'a',
      [
        ['a', 'b'],
        ['x', 'y'],
      ],
      true,
    ],
    [
      'all of a matrix without a heading',
      'all',
      [
        ['1', '2'],
        ['3', 'NA'],
      ],
      false,
    ],
    [
      'that of numbers beside text, without a heading',
      'column 2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      false,
    ],
  ])('is %s', (_, name, rows, heading) => {
    expect(chosenOf(rows, heading)).toBe(name);
  });

  it('has its own name where the first column has none', () => {
    const columns = columnsOf(
      [
        ['x', 'y'],
        ['a', '0.5', '2'],
      ],
      true,
    );
    expect(columns.map(({ name }) => name)).toEqual(['column 1', 'x', 'y']);
    expect(
      columnsOf(
        [
          ['x', 'y'],
          ['1', '2', ''],
        ],
        true,
      ).map(({ name }) => name),
    ).toEqual(['x', 'y', 'column 3']);
  });
});

describe('lines of comments', () => {
  it('are told by how lines begin, unless that is a missing value', () => {
    expect(guessComments(['1', '# x'])).toBe('#');
    expect(guessComments(['% x', '1'])).toBe('%');
    expect(guessComments(['#N/A,1', '2,3'])).toBeUndefined();
    expect(guessComments(['1 # x'])).toBeUndefined();
  });
});
