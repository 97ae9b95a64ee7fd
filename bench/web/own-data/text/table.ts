/** σ of a table: of one column of it, or of all. All else stays as it is, to the byte. */
import { adviceOnNumber, formatNumber, isMissing, parseNumber } from '../../../../cli/formats/number.ts';
import { type Apply, FileError, type Transform } from '../format.ts';
import { createDecoder, type Encoding } from './encoding.ts';
import type { Column, Row } from './guess.ts';
import { countOf, fieldsOf, isBlank, type Layout, parseRows, Walk } from './rows.ts';

export interface Table extends Layout {
  readonly encoding: Encoding;
  /** A first line that is for spreadsheets, with its end; '' if there is none. */
  readonly preface: string;
  /** Whether the first row holds names. */
  readonly heading: boolean;
  readonly columns: readonly Column[];
  /** The index of the one that is computed. */
  readonly column: number | 'all';
  /** The name of the column that results are appended as; undefined if they take the place of the numbers. */
  readonly append: string | undefined;
}

/** What was left as it is. */
export interface Counts {
  missing: number;
  comments: number;
}

/** A file's bytes are worked through in pieces of this many, so that what is made of one is gone before it is old. */
export const TEXT_PIECE = 256 * 1024;
/** Characters; a row is held in memory whole. */
const LONGEST_ROW = 64_000_000;

export function transformTable(table: Table, kept: Counts): Transform {
  return async function* (file, apply, onRead) {
    const decode = createDecoder(table.encoding);
    const writer = new Writer(table, kept, apply);
    // Whatever the encoding was, the result is UTF-8, and a mark stays where one was.
    if (table.encoding.mark > 0) yield '\uFEFF';
    if (table.preface !== '') yield table.preface;
    let isFirst = true;
    let rest = '';
    for (let begin = table.encoding.mark, end = begin; begin < file.size; begin = end) {
      // Of a row that is longer than a piece so much more each time that it is not parsed too often.
      end = Math.min(file.size, begin + Math.min(64 * TEXT_PIECE, Math.max(TEXT_PIECE, rest.length)));
      const isLast = end === file.size;
      const decoded = decode(await file.slice(begin, end).arrayBuffer(), isLast);
      const text = rest + (isFirst ? decoded.slice(table.preface.length) : decoded);
      isFirst = false;
      const { rows, end: parsed } = parseRows(text, table, isLast, writer.line);
      rest = text.slice(parsed);
      if (rest.length > LONGEST_ROW) {
        const line = writer.line.toLocaleString('en');
        throw new FileError(`The row in line ${line} has more than 64 MB: break it up, or close its quotation marks.`);
      }
      yield writer.write(text.slice(0, parsed), rows);
      onRead(end);
    }
    if (writer.numbers === 0) throw new FileError(noNumbers(table));
  };
}

const noNumbers = ({ column, columns }: Table): string =>
  column === 'all' || columns.length < 2
    ? 'This file holds no numbers.'
    : `There are no numbers in “${columns[column]?.name}”: choose another column.`;

/** Whole rows, one lot after the other. */
class Writer {
  /** Of the next row. */
  line = 1;
  numbers = 0;
  readonly #table: Table;
  readonly #kept: Counts;
  readonly #apply: Apply;
  #needsHeading: boolean;
  #text = '';
  /** The numbers of the lot, and before each the text since the one before it. */
  #values: number[] = [];
  #texts: string[] = [];
  /** The text since the last number; `#copied` is where it goes on in `#text`. */
  #since = '';
  #copied = 0;

  constructor(table: Table, kept: Counts, apply: Apply) {
    this.#table = table;
    this.#kept = kept;
    this.#apply = apply;
    this.#needsHeading = table.heading;
    this.line += table.preface === '' ? 0 : 1;
  }

  /** @throws FileError at the first thing that is no number and stands for none */
  write(text: string, rows: readonly Row[]): string {
    this.#text = text;
    this.#values = [];
    this.#texts = [];
    this.#since = '';
    this.#copied = 0;
    const walk = new Walk(text, this.#table);
    for (const row of rows) this.#read(row, walk);
    walk.toRow();
    this.#copy(text.length);
    this.#kept.comments += walk.comments;
    this.numbers += this.#values.length;
    this.line += countOf(this.#table.newline, text, text.length);
    const results = Float64Array.from(this.#values);
    this.#apply(results);
    let written = '';
    for (const [i, result] of results.entries()) written += this.#texts[i] + formatNumber(result);
    return written + this.#since;
  }

  #read(row: Row, walk: Walk): void {
    const { separator, column, columns, append } = this.#table;
    const begin = walk.toRow();
    const isEmpty = isBlank(fieldsOf(row, separator));
    const isHeading = this.#needsHeading && !isEmpty;
    let index = -1;
    let found = -1;
    let number: number | string = '';
    for (const value of row) {
      walk.overField(value);
      // Blanks that align columns are no fields.
      if (isEmpty || (separator === ' ' && value.trim() === '')) continue;
      index++;
      if (isHeading || (column !== 'all' && index !== column)) continue;
      found = index;
      number = this.#parse(value, index, walk.begin);
      if (append === undefined && typeof number === 'number') this.#replace(walk.begin, walk.end, number);
    }
    if (isEmpty) return;
    if (isHeading) this.#needsHeading = false;
    else if (column !== 'all' && found < 0) {
      const has = `has ${index + 1} of ${columns.length} columns; “${columns[column]?.name}” is not there`;
      throw new FileError(`Line ${this.#lineOf(begin)} ${has}.`);
    }
    if (append !== undefined) this.#append(walk.end, isHeading ? append : number);
  }

  /** @returns the number, or what stands for a missing one */
  #parse(field: string, index: number, begin: number): number | string {
    const value = parseNumber(field);
    if (value !== undefined) return value;
    const text = field.trim();
    if (isMissing(text)) {
      this.#kept.missing++;
      return text;
    }
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    throw new FileError(`Line ${this.#lineOf(begin)}, column ${index + 1} is not a number: “${shown}”${adviceOnNumber(text)}.`);
  }

  #lineOf(index: number): string {
    return (this.line + countOf(this.#table.newline, this.#text, index)).toLocaleString('en');
  }

  /** Leaves the blanks around a number as they are. */
  #replace(begin: number, end: number, number: number): void {
    const raw = this.#text.slice(begin, end);
    this.#copy(begin + raw.length - raw.trimStart().length);
    this.#push(number);
    this.#copied = begin + raw.trimEnd().length;
  }

  /** Adds a field to a row that ends there, before a carriage return and blanks. */
  #append(end: number, field: number | string): void {
    const blanks = /[\r ]*$/.exec(this.#text.slice(this.#copied, end))?.[0].length ?? 0;
    this.#copy(end - blanks);
    this.#since += this.#table.separator || ',';
    if (typeof field === 'number') this.#push(field);
    else this.#since += field;
  }

  #copy(end: number): void {
    this.#since += this.#text.slice(this.#copied, end);
    this.#copied = end;
  }

  #push(number: number): void {
    this.#values.push(number);
    this.#texts.push(this.#since);
    this.#since = '';
  }
}
