/** Rows of a delimited text, parsed by Papa Parse, of which all but one field stay as they are. It knows neither files nor hosts. */
import type { Parser } from 'papaparse';

/** What of Papa Parse is needed. */
export interface Papa {
  readonly Parser: typeof Parser;
  readonly parse: typeof import('papaparse').parse;
}

export interface Row {
  readonly fields: readonly string[];
  /** As it stands in the text, with its line end. */
  readonly text: string;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** Why a text is no table; the message completes "x.csv: …". */
export class TableError extends Error {}

/** Characters: a row is held in memory whole, and one that never ends has a quote too many. */
const LONGEST_ROW = 1 << 26;

/** The separator that most rows agree on. @param head the beginning of the text */
export function delimiterOf(papa: Papa, head: string): string {
  const { meta } = papa.parse(head, { preview: 20, skipEmptyLines: true, delimitersToGuess: [',', ';', '\t', '|'] });
  return meta.delimiter;
}

/** Cuts a text that comes in pieces into rows. */
export class RowReader {
  readonly #papa: Papa;
  readonly #delimiter: string;
  #newline: '\r' | '\n' | '\r\n' | undefined;
  #rest = '';
  #line = 1;

  constructor(papa: Papa, delimiter: string) {
    this.#papa = papa;
    this.#delimiter = delimiter;
  }

  /** The rows that are whole by now. @throws TableError if a row does not end */
  push(text: string): Row[] {
    this.#rest += text;
    if (this.#rest.length > LONGEST_ROW) {
      throw new TableError(`line ${this.#line}: this row has more than 64 MB; is a quote left open?`);
    }
    // What ends a line is known when one has ended, and a lone CR may be half of one.
    this.#newline ??= /\n/.test(this.#rest) ? (/^[^\n]*\r\n/.test(this.#rest) ? '\r\n' : '\n') : undefined;
    return this.#newline === undefined ? [] : this.#parse(false);
  }

  /** The last row. @throws TableError if a quote is still open */
  end(): Row[] {
    this.#newline ??= this.#rest.includes('\r') ? '\r' : '\n';
    return this.#rest === '' ? [] : this.#parse(true);
  }

  #parse(isEnd: boolean): Row[] {
    const rows: Row[] = [];
    const text = this.#rest;
    let at = 0;
    const parser = new this.#papa.Parser({
      delimiter: this.#delimiter,
      newline: this.#newline,
      step: ({ data, errors, meta }) => {
        if (isEnd && errors.some(({ code }) => code === 'MissingQuotes')) {
          throw new TableError(`line ${this.#line}: a quote is opened and not closed`);
        }
        const fields = (Array.isArray(data[0]) ? data[0] : data) as string[];
        rows.push({ fields, text: text.slice(at, meta.cursor), line: this.#line });
        this.#line += linesIn(text, at, meta.cursor);
        at = meta.cursor;
      },
    });
    parser.parse(text, 0, !isEnd);
    this.#rest = text.slice(at);
    // Behind the last line end there is no row.
    const last = rows.at(-1);
    if (isEnd && last?.text === '') rows.pop();
    return rows;
  }
}

function linesIn(text: string, begin: number, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', begin); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** A row without its line end, and that. */
export function splitLineEnd({ text }: Row): [body: string, end: string] {
  const end = /(\r\n|\n|\r)$/.exec(text)?.[0] ?? '';
  return [text.slice(0, text.length - end.length), end];
}

/** Whether a row is a line with nothing in it. */
export function isBlank({ fields }: Row): boolean {
  return fields.length === 1 && (fields[0] as string).trim() === '';
}

/** The row with another value in one of its fields; quotes around it stay. */
export function replaceField(row: Row, delimiter: string, index: number, value: string): string {
  const [body, end] = splitLineEnd(row);
  let begin = 0;
  for (let i = 0; i < index; i++) begin = endOfField(body, begin, row.fields[i] as string) + delimiter.length;
  const after = endOfField(body, begin, row.fields[index] as string);
  const isQuoted = body[begin] === '"';
  return `${body.slice(0, begin)}${isQuoted ? `"${value}"` : value}${body.slice(after)}${end}`;
}

/** Where a field ends that begins here: blanks may follow its quotes. */
function endOfField(body: string, begin: number, value: string): number {
  if (body[begin] !== '"') return begin + value.length;
  const quoted = begin + value.replaceAll('"', '""').length + 2;
  return quoted + (/^[^\S\t]*/.exec(body.slice(quoted, quoted + 64))?.[0].length ?? 0);
}

/** A field as it is written where it has to be quoted, or need not. */
export function quoteIfNeeded(value: string, delimiter: string): string {
  return value.includes(delimiter) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
