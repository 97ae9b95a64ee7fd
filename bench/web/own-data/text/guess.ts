/** What the first rows of a table say about it. Pure functions, of which the visitor may overrule each. */
import { adviceOnNumber, isMissing, parseNumber } from '../../../../cli/formats/number.ts';

/** Fields of a row, as the file has them. */
export type Row = readonly string[];

/** What is between two fields; '' where a row is one field. */
export const SEPARATORS = [';', '\t', ',', '|', ' ', ''] as const;
export type Separator = (typeof SEPARATORS)[number];

/**
 * The first separator that gives every row the same number of fields, two or more; in its place the first that is in the first
 * row and in another. In files with semicolons or tabs a comma separates nothing, so that a decimal comma is seen as one.
 *
 * @param rowsBy the first rows, separated by each
 */
export function guessSeparator(rowsBy: (separator: Separator) => readonly Row[]): Separator {
  const visible = SEPARATORS.filter((separator) => separator !== ' ' && separator !== '');
  const even = visible.find((separator) => {
    const rows = rowsBy(separator);
    const [first] = rows;
    return first !== undefined && first.length > 1 && rows.every(({ length }) => length === first.length);
  });
  if (even !== undefined) return even;
  const isIn = (separator: Separator): boolean => {
    const [first = [], ...rest] = rowsBy(separator);
    return first.length > 1 && (rest.length === 0 || rest.some(({ length }) => length > 1));
  };
  return visible.find(isIn) ?? (isIn(' ') ? ' ' : '');
}

/**
 * Whether the first row holds names: a word, above numbers; where there are none, words alone. Numbers in another notation
 * and the signs of missing values are no words.
 */
export function guessHeading(rows: readonly Row[]): boolean {
  const [first = [], ...rest] = rows;
  const words = first.map(isWord);
  if (!words.includes(true)) return false;
  const isAboveNumbers = words.some((isWord, i) => isWord && rest.some((row) => parseNumber(row[i] ?? '') !== undefined));
  return isAboveNumbers || (first.every((field, i) => words[i] || isMissing(field)) && !rest.some((row) => row.some(isNumber)));
}

const isNumber = (field: string): boolean => parseNumber(field) !== undefined;

const isWord = (field: string): boolean =>
  /\p{L}/u.test(field) && !isNumber(field) && !isMissing(field) && adviceOnNumber(field) === '';

export interface Column {
  readonly name: string;
  /** Whether nearly all that it has are numbers, if only in a notation that is not read, so that the others are faults. */
  readonly isNumeric: boolean;
  /** Whether one of its numbers is negative or no whole number, as indices, labels and counts never are. */
  readonly isScore: boolean;
}

/** @param heading whether the first row holds names */
export function columnsOf(rows: readonly Row[], heading: boolean): Column[] {
  const [first = []] = rows;
  const data = heading ? rows.slice(1) : rows;
  const width = data.reduce((most, { length }) => Math.max(most, length), heading ? first.length : 0);
  // R leaves out the name of the first column, which has the names of rows.
  const isShort = heading && first.length === width - 1 && data.every((row) => (row[width - 1] ?? '').trim() !== '');
  const names = isShort ? ['', ...first] : first;
  return Array.from({ length: width }, (_, i) => {
    const fields = data.map((row) => row[i] ?? '');
    const present = fields.filter((field) => !isMissing(field));
    const numbers = present.map(parseNumber).filter((value) => value !== undefined);
    const others = present.filter((field) => adviceOnNumber(field) !== '').length;
    return {
      name: (heading && names[i]?.trim()) || `column ${i + 1}`,
      isNumeric: present.length > 0 && numbers.length + others >= 0.8 * present.length,
      isScore: others > 0 || numbers.some((value) => value < 0 || !Number.isInteger(value)),
    };
  });
}

/** The index of the column to compute, or 'all' of a matrix, which has numbers in every column and no names. */
export function guessColumn(columns: readonly Column[], heading: boolean): number | 'all' {
  if (columns.length === 1) return 0;
  if (!heading && columns.every(({ isNumeric }) => isNumeric)) return 'all';
  const score = columns.findIndex(({ isNumeric, isScore }) => isNumeric && isScore);
  if (score >= 0) return score;
  return Math.max(
    0,
    columns.findLastIndex(({ isNumeric }) => isNumeric),
  );
}

/** What comment lines begin with, if there are any: as NumPy and R have them, or MATLAB. */
export function guessComments(lines: readonly string[]): '#' | '%' | undefined {
  return (['#', '%'] as const).find((sign) =>
    lines.some((line) => line.startsWith(sign) && !isMissing(line.split(/[,;\t]/)[0] as string)),
  );
}
