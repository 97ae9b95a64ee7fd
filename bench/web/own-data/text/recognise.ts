/** How a text is read: guessed from its first rows, said, and as the visitor wants it otherwise. */
import { FileError, type Recognised, Refusal } from '../format.ts';
import { askReadAs, type Choices, type Question } from '../reading.ts';
import { type Encoding, encodingOf, otherText } from './encoding.ts';
import {
  type Column,
  columnsOf,
  guessColumn,
  guessComments,
  guessHeading,
  guessSeparator,
  type Row,
  SEPARATORS,
  type Separator,
} from './guess.ts';
import { firstRows, type Layout } from './rows.ts';
import { type Counts, type Table, transformTable } from './table.ts';

/** Bytes from which all is guessed. */
export const TEXT_SAMPLE = 64 * 1024;
/** More columns than this are not offered one by one. */
const MOST_COLUMNS = 200;

/** @throws FileError if the bytes are no text, or text of another kind */
export async function recogniseText(file: File, choices: Choices): Promise<Recognised> {
  const bytes = new Uint8Array(await file.slice(0, TEXT_SAMPLE).arrayBuffer());
  const encoding = encodingOf(bytes, true);
  if (encoding === undefined) {
    throw new Refusal('This file is no text: it has bytes that no text has.', ['float64', 'float32']);
  }
  const start = new TextDecoder(encoding.label, { ignoreBOM: true }).decode(bytes.subarray(encoding.mark), { stream: true });
  const other = otherText(start);
  if (other !== undefined && choices.readAs === undefined) throw new Refusal(other, ['text']);
  return readingOf(tableOf(start, file.size <= TEXT_SAMPLE, encoding, choices), choices);
}

interface Guessed {
  readonly table: Table;
  /** What comment lines begin with, whether they are skipped or not. */
  readonly comments: '#' | '%' | undefined;
}

/** As Excel reads and writes it. */
const PREFACE = /^"?sep=(.)"?\r?\n/i;

function tableOf(text: string, isWhole: boolean, encoding: Encoding, choices: Choices): Guessed {
  const [preface = '', said] = PREFACE.exec(text) ?? [];
  const start = text.slice(preface.length);
  const newline = start.includes('\r') && !start.includes('\n') ? '\r' : '\n';
  const comments = guessComments(start.split(newline));
  const skipped = choices.comments === 'no' ? undefined : comments;
  const rowsBy = (separator: Separator): Row[] => firstRows(start, { separator, newline, comments: skipped }, isWhole);

  const chosen = SEPARATORS.find((separator) => (separator || 'none') === (choices.separator ?? said));
  const separator = chosen ?? guessSeparator(rowsBy);
  const rows = rowsBy(separator);
  if (rows.length === 0) throw new FileError('This file holds no numbers.');
  const heading = choices.heading === undefined ? guessHeading(rows) : choices.heading === 'yes';
  const columns = columnsOf(rows, heading);
  const index = Number(choices.column);
  const column =
    choices.column === 'all'
      ? 'all'
      : choices.column !== undefined && index < columns.length
        ? index
        : guessColumn(columns, heading);
  const append = column !== 'all' && (choices.into ?? (columns.length > 1 ? 'new' : 'place')) === 'new';
  const layout: Layout = { separator, newline, comments: skipped };
  return {
    comments,
    table: {
      ...layout,
      preface,
      encoding,
      heading,
      columns,
      column,
      append: append ? nameOf(column, columns, heading, separator) : undefined,
    },
  };
}

/** The name of a new column, in quotes where it needs them. */
function nameOf(column: number, columns: readonly Column[], heading: boolean, separator: Separator): string {
  const name = heading ? `sigmoid(${columns[column]?.name})` : 'sigmoid';
  return name.includes('"') || /\s/.test(name) || (separator !== '' && name.includes(separator))
    ? `"${name.replaceAll('"', '""')}"`
    : name;
}

function readingOf({ table, comments }: Guessed, choices: Choices): Recognised {
  const kept: Counts = { missing: 0, comments: 0 };
  return {
    reading: {
      format: `text in ${table.encoding.name}`,
      notes: notesOn(table, comments, choices),
      questions: [
        askReadAs(['text', 'float64', 'float32'], 'text'),
        askSeparator(table),
        askHeading(table),
        ...(comments === undefined ? [] : [askComments(table, comments)]),
        ...(table.columns.length > 1 ? [askColumn(table)] : []),
        ...(table.column === 'all' ? [] : [askInto(table)]),
      ],
    },
    transform: transformTable(table, kept),
    kept: () => [
      ['Missing, kept', kept.missing],
      ['Comment lines, kept', kept.comments],
    ],
  };
}

const SEPARATOR_NAMES: Readonly<Record<Separator, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'vertical bars',
  ' ': 'blanks',
  '': 'lines alone',
};

const quoted = (name: string | undefined): string => `“${(name ?? '').length > 40 ? `${name?.slice(0, 40)}…` : name}”`;

/** What was taken for what, so that a visitor sees at once what is wrong about it. */
function notesOn(
  { separator, heading, columns, column, encoding, append }: Table,
  comments: string | undefined,
  choices: Choices,
): string[] {
  const notes: string[] = [];
  if (columns.length > MOST_COLUMNS) notes.push(`Many columns, separated by ${SEPARATOR_NAMES[separator]}.`);
  else if (columns.length > 1) notes.push(`${columns.length} columns, separated by ${SEPARATOR_NAMES[separator]}.`);
  else notes.push('One number in each line.');
  const names = columns
    .slice(0, 4)
    .map(({ name }) => quoted(name))
    .join(', ');
  notes.push(
    heading
      ? `The first row is taken for a heading: ${names}${columns.length > 4 ? ' …' : ''}.`
      : 'The first row is taken for data: there is no heading.',
  );
  if (comments !== undefined && choices.comments !== 'no')
    notes.push(`Lines that begin with ${comments} are comments, and stay as they are.`);
  if (column === 'all') notes.push('Every number is computed.');
  else if (columns.length > 1) {
    notes.push(
      `Computed is ${quoted(columns[column]?.name)}${choices.column === undefined ? reasonFor(columns, column) : ''}.`,
    );
  }
  if (append !== undefined)
    notes.push(`All columns stay, and the results stand in one more${heading ? `, ${quoted(append)}` : ''}.`);
  if (encoding.label !== 'utf-8') notes.push(`The text is in ${encoding.name}; the result is in UTF-8.`);
  return notes;
}

function reasonFor(columns: readonly Column[], column: number): string {
  const { isScore, isNumeric } = columns[column] as Column;
  if (columns.filter((other) => other.isNumeric).length === 1 && isNumeric) return ', the only column of numbers';
  if (isScore && isNumeric) return ', the first column with negative numbers or fractions';
  return isNumeric ? ', the last column of numbers' : '';
}

const askSeparator = ({ separator }: Table): Question => ({
  name: 'separator',
  label: 'Separated by',
  options: SEPARATORS.map((value) => ({ value: value || 'none', text: SEPARATOR_NAMES[value] })),
  chosen: separator || 'none',
});

const askHeading = ({ heading }: Table): Question => ({
  name: 'heading',
  label: 'First row',
  options: [
    { value: 'yes', text: 'heading' },
    { value: 'no', text: 'data' },
  ],
  chosen: heading ? 'yes' : 'no',
});

const askComments = (table: Table, comments: string): Question => ({
  name: 'comments',
  label: `Lines with ${comments}`,
  options: [
    { value: 'yes', text: 'comments' },
    { value: 'no', text: 'data' },
  ],
  chosen: table.comments === undefined ? 'no' : 'yes',
});

const askColumn = ({ columns, column }: Table): Question => ({
  name: 'column',
  label: 'Column',
  options: [
    { value: 'all', text: 'every column' },
    ...columns
      .slice(0, MOST_COLUMNS)
      .map(({ name, isNumeric }, i) => ({ value: String(i), text: isNumeric ? name : `${name} (no numbers)` })),
  ],
  chosen: String(column),
});

const askInto = ({ append }: Table): Question => ({
  name: 'into',
  label: 'Results',
  options: [
    { value: 'new', text: 'new column' },
    { value: 'place', text: 'in place' },
  ],
  chosen: append === undefined ? 'place' : 'new',
});
