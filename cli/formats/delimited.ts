/** Tables as text, .csv and .tsv: one column is computed, and everything else stays as it is, character for character. */
import type { Computation } from '../computation.ts';
import type { Input } from '../io/input.ts';
import type { Output } from '../io/output.ts';
import { type Column, findColumn } from './column.ts';
import { adviceOnNumber, formatFloat32, formatNumber, isMissing, parseNumber } from './number.ts';
import { loadPeer } from './peer.ts';
import { elementsOf, type Results } from './results.ts';
import {
  delimiterOf,
  isBlank,
  type Papa,
  quoteIfNeeded,
  type Row,
  RowReader,
  replaceField,
  splitLineEnd,
  TableError,
} from './rows.ts';
import { asFailure, failing } from './table-failure.ts';

export type TextFormat = 'csv' | 'tsv';

/** What is done with a table. */
export interface TableTask {
  /** A name, or a number from 1; undefined for the only column. */
  readonly column: string | undefined;
  /** The name of a column that is added for the results; undefined to replace those of the computed one. */
  readonly appended: string | undefined;
}

/** Rows that came together, and the results for those that have a number. */
interface Batch {
  readonly rows: readonly Row[];
  /** The row of them that has names and no data. */
  readonly heading: Row | undefined;
  /** One for each row; undefined for a heading, an empty line, and a missing value. */
  readonly results: readonly (number | undefined)[];
}

const PURPOSE = 'CSV';

const loadPapa = async (): Promise<Papa> => {
  const module = await loadPeer('papaparse', PURPOSE, () => import('papaparse'));
  return ((module as { default?: unknown }).default ?? module) as unknown as Papa;
};

/** A table that is read. */
interface Table {
  /** What stands before the first row: a byte order mark or nothing. */
  readonly mark: string;
  readonly delimiter: string;
  readonly column: Column;
  /** Fields of the first row. */
  readonly width: number;
  readonly batches: () => AsyncGenerator<Batch>;
}

/** @throws Failure if it is not text in UTF-8, or has no such column */
async function openTable(input: Input, format: TextFormat, asked: string | undefined, { f }: Computation): Promise<Table> {
  const papa = await loadPapa();
  const texts = textsOf(input);
  let head = '';
  // A line that is whole says where the columns are.
  while (!/[^\s][^\n]*\n/.test(head)) {
    const { done, value } = await texts.next();
    if (done) break;
    head += value;
  }
  const mark = head.startsWith('\uFEFF') ? '\uFEFF' : '';
  head = head.slice(mark.length);
  const delimiter = format === 'tsv' ? '\t' : delimiterOf(papa, head);
  const reader = new RowReader(papa, delimiter);

  async function* rowsOf(): AsyncGenerator<Row[]> {
    yield reader.push(head);
    for await (const text of texts) yield reader.push(text);
    yield reader.end();
  }
  const rows = rowsOf();
  const early: Row[] = [];
  let first: Row | undefined;
  while (first === undefined) {
    const { done, value } = await rows.next();
    if (done) throw new TableError('there are no rows');
    early.push(...value);
    first = early.find((row) => !isBlank(row));
  }
  const column = findColumn(first.fields, asked);

  async function* batches(): AsyncGenerator<Batch> {
    yield batchOf(early, table, column.hasHeading ? first : undefined, f);
    for await (const some of rows) if (some.length > 0) yield batchOf(some, table, undefined, f);
  }
  const table = { mark, delimiter, column, width: first.fields.length, batches };
  return table;
}

function batchOf(rows: readonly Row[], table: Table, heading: Row | undefined, f: Computation['f']): Batch {
  const values = rows.map((row) => (row === heading || isBlank(row) ? undefined : valueIn(row, table)));
  const x = Float64Array.from(values.filter((value) => value !== undefined));
  f(x, x);
  let next = 0;
  return { rows, heading, results: values.map((value) => (value === undefined ? undefined : x[next++])) };
}

/** @throws TableError that says where there is no number */
function valueIn(row: Row, { column: { index, label }, width }: Table): number | undefined {
  const { fields, line } = row;
  // A decimal comma, for one, would divide a number into two fields.
  if (fields.slice(width).some((field) => field.trim() !== '')) requireWidth(row, width);
  const text = fields[index];
  if (text === undefined)
    throw new TableError(`line ${line}: there is no ${label}, since this row has ${countOf(fields.length)}`);
  const value = parseNumber(text);
  if (value !== undefined || isMissing(text)) return value;
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  throw new TableError(`line ${line}, ${label}: "${shown}" is not a number${adviceOnNumber(text)}`);
}

const countOf = (fields: number): string => (fields === 1 ? '1 field' : `${fields} fields`);

/** The text, in pieces as they come. */
async function* textsOf(input: Input): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let isFirst = true;
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new TableError('the text is not in UTF-8; convert it, as by iconv -f WINDOWS-1252 -t UTF-8');
    }
  };
  for await (const chunk of input.chunks()) {
    if (isFirst && (chunk[0] === 0xff || chunk[0] === 0xfe) && (chunk[1] === 0xfe || chunk[1] === 0xff)) {
      throw new TableError('the text is in UTF-16; convert it by iconv -f UTF-16 -t UTF-8');
    }
    isFirst = false;
    yield decode(chunk);
  }
  yield decode();
}

/** Reads a table and prepares what writes it again, with the results in it. */
export async function prepareTable(
  input: Input,
  from: TextFormat,
  to: TextFormat,
  { column, appended }: TableTask,
  computation: Computation,
): Promise<(output: Output) => Promise<void>> {
  const table = await failing(input, () => openTable(input, from, column, computation));
  const delimiter = from === to ? table.delimiter : to === 'tsv' ? '\t' : ',';
  const append = appended === undefined ? undefined : (row: Row) => requireWidth(row, table.width);
  return (output) =>
    failing(input, async () => {
      if (table.mark !== '') await output.write(Buffer.from(table.mark));
      for await (const { rows, heading, results } of table.batches()) {
        if (heading !== undefined && appended !== undefined) requireNewName(heading, appended);
        const texts = rows.map((row, i) => {
          if (isBlank(row)) return row.text;
          append?.(row);
          const result = results[i] === undefined ? undefined : formatNumber(results[i]);
          // A missing value has a missing result.
          const added = appended === undefined ? undefined : row === heading ? appended : (result ?? '');
          if (delimiter !== table.delimiter) return joinFields(row, table.column.index, result, added, delimiter);
          if (added === undefined)
            return result === undefined ? row.text : replaceField(row, delimiter, table.column.index, result);
          const [body, end] = splitLineEnd(row);
          return `${body}${delimiter}${added}${end}`;
        });
        await output.write(Buffer.from(texts.join('')));
      }
    });
}

function requireWidth({ fields, line }: Row, width: number): void {
  if (fields.length === width) return;
  throw new TableError(`line ${line}: this row has ${countOf(fields.length)}, and the first one has ${countOf(width)}`);
}

function requireNewName({ fields }: Row, name: string): void {
  if (!fields.some((field) => field.trim() === name)) return;
  throw new TableError(`there is a column "${name}" already; without --append the computed column is replaced`);
}

/** A row with another delimiter, for which other fields may have to be quoted. */
function joinFields(row: Row, index: number, result: string | undefined, added: string | undefined, delimiter: string): string {
  const fields = row.fields.map((field, i) => (added === undefined && i === index ? (result ?? field) : field));
  if (added !== undefined) fields.push(added);
  return fields.map((field) => quoteIfNeeded(field, delimiter)).join(delimiter) + splitLineEnd(row)[1];
}

/** The results of one column, without the table. A missing value is an error, since numbers in binary have no sign for it. */
export async function readTable(
  input: Input,
  from: TextFormat,
  column: string | undefined,
  computation: Computation,
): Promise<Results> {
  const table = await failing(input, () => openTable(input, from, column, computation));
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      for await (const { rows, heading, results } of table.batches()) {
        const missing = rows.find((row, i) => results[i] === undefined && row !== heading && !isBlank(row));
        if (missing !== undefined) {
          throw new TableError(
            `line ${missing.line}, ${table.column.label}: there is no value, and numbers in binary have no sign for that`,
          );
        }
        const values = results.filter((result) => result !== undefined);
        if (values.length > 0) yield littleEndian(values);
      }
    } catch (error) {
      throw asFailure(input, error);
    }
  }
  return { type: 'float64', count: undefined, pieces };
}

function littleEndian(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [i, value] of values.entries()) view.setFloat64(8 * i, value, true);
  return new Uint8Array(view.buffer);
}

/** Writes results as a table of one column. */
export async function writeTable(output: Output, name: string, { type, pieces }: Results): Promise<void> {
  await output.write(Buffer.from(`${name}\n`));
  for await (const piece of pieces()) {
    const format = type === 'float64' ? formatNumber : formatFloat32;
    const lines = Array.from(elementsOf(type, piece), (value) => `${format(value)}\n`);
    await output.write(Buffer.from(lines.join('')));
  }
}
