/** Rows of a text, by Papa Parse, and where each of their fields is in it. */
/// <reference path="./papaparse.d.ts" />
import Papa from 'papaparse';
import { FileError } from '../format.ts';
import type { Row, Separator } from './guess.ts';

export interface Layout {
  readonly separator: Separator;
  readonly newline: '\n' | '\r';
  /** What comment lines begin with, if they are skipped. */
  readonly comments: '#' | '%' | undefined;
}

/** No text has it, so that a line is one field. */
const NOTHING = '\x1f';

/**
 * The whole rows of a text, and where the first that is not whole begins.
 *
 * @param isLast whether the text ends where the file does, so that its last row is whole
 * @param firstLine the number of its first line
 * @throws FileError if quotation marks do not match
 */
export function parseRows(text: string, layout: Layout, isLast: boolean, firstLine: number): { rows: Row[]; end: number } {
  const { data, errors, meta } = parse(text, layout, isLast);
  const error = errors.find(({ row }) => row < data.length);
  if (error !== undefined) {
    const line = firstLine + countOf(layout.newline, text, error.index);
    throw new FileError(
      `Line ${line.toLocaleString('en')} has a quotation mark ${error.code === 'MissingQuotes' ? 'that is not closed' : 'within a field'}.`,
    );
  }
  return { rows: data, end: isLast ? text.length : meta.cursor };
}

const parse = (text: string, { separator, newline, comments }: Layout, isLast: boolean) =>
  new Papa.Parser({ delimiter: separator || NOTHING, newline, comments: comments ?? false }).parse(text, 0, !isLast);

/** Some of the first rows, without blank ones. Where quotation marks do not match, they are as good as may be. */
export function firstRows(text: string, layout: Layout, isWhole: boolean): Row[] {
  const { data } = parse(text, layout, isWhole);
  // Of a single line that goes on behind the text, the fields that are whole.
  const rows = data.length > 0 ? data : parse(text.slice(0, text.lastIndexOf(layout.separator || NOTHING)), layout, true).data;
  return rows
    .map((row) => fieldsOf(row, layout.separator))
    .filter((fields) => !isBlank(fields))
    .slice(0, 200);
}

/** Of a row, the fields; blanks that align columns are none. */
export const fieldsOf = (row: Row, separator: Separator): Row =>
  separator === ' ' ? row.filter((field) => field.trim() !== '') : row;

/** Whether a row is a blank line. */
export const isBlank = (fields: Row): boolean => fields.length === 0 || (fields.length === 1 && fields[0]?.trim() === '');

/** How often a character is in a text before an index. */
export function countOf(character: string, text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && at < end; at = text.indexOf(character, at + 1)) count++;
  return count;
}

/** Walks over a text along the rows that were found in it. */
export class Walk {
  /** Lines that were skipped as comments. */
  comments = 0;
  /** Of the field that was gone over last. */
  begin = 0;
  end = 0;
  readonly #text: string;
  readonly #layout: Layout;
  #at = 0;

  constructor(text: string, layout: Layout) {
    this.#text = text;
    this.#layout = layout;
  }

  /** Goes over comments to the next row. @returns where it begins */
  toRow(): number {
    const { comments, newline } = this.#layout;
    while (comments !== undefined && this.#text.startsWith(comments, this.#at)) {
      this.comments++;
      this.#at = this.#text.indexOf(newline, this.#at) + 1 || this.#text.length;
    }
    return this.#at;
  }

  /** Goes over a field, with what separates it from the next: its `begin` and `end` are then around it, outside of its quotes. */
  overField(value: string): void {
    const text = this.#text;
    this.begin = this.#at;
    this.end = this.begin + value.length;
    if (text[this.begin] === '"') {
      this.end += countOf('"', value, value.length) + 2;
      // What is between the quotes and the separator is blank.
      this.#at = this.end;
      while (!this.#isAtEnd()) this.#at++;
    } else {
      this.#at = this.end;
    }
    this.#at++;
  }

  #isAtEnd(): boolean {
    const character = this.#text[this.#at];
    return character === undefined || character === this.#layout.newline || character === (this.#layout.separator || NOTHING);
  }
}
