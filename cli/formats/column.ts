/** Which column of a table is computed. It knows neither files nor hosts. */
import { isMissing, parseNumber } from './number.ts';
import { TableError } from './rows.ts';

export interface Column {
  readonly index: number;
  /** What messages call it: its name in quotes, or its number. */
  readonly label: string;
  /** Whether the first row has names, and no data. */
  readonly hasHeading: boolean;
}

/**
 * @param first the fields of the first row
 * @param asked a name, or the number of a column, from 1; undefined for the only one
 * @throws TableError that names the columns that there are
 */
export function findColumn(first: readonly string[], asked: string | undefined): Column {
  const names = first.map((name) => name.trim());
  if (asked === undefined) {
    if (names.length > 1) throw new TableError(`there are ${names.length} columns; say which by --column: ${listOf(names)}`);
    return columnAt(0, names);
  }
  const places = names.flatMap((name, index) => (name === asked.trim() ? [index] : []));
  if (places.length > 1) {
    throw new TableError(
      `${places.length} columns are named "${asked}"; say by number which: ${places.map((at) => at + 1).join(', ')}`,
    );
  }
  if (places[0] !== undefined) return { index: places[0], label: `column "${asked}"`, hasHeading: true };
  const number = /^\d{1,6}$/.test(asked) ? Number(asked) : 0;
  if (number >= 1 && number <= names.length) return columnAt(number - 1, names);
  throw new TableError(`there is no column "${asked}"; there are ${listOf(names)}`);
}

/** A column that is known by its place: the first row has names if this one is neither a number nor missing. */
function columnAt(index: number, names: readonly string[]): Column {
  const name = names[index] as string;
  const hasHeading = parseNumber(name) === undefined && !isMissing(name);
  return { index, label: hasHeading ? `column "${name}"` : `column ${index + 1}`, hasHeading };
}

const listOf = (names: readonly string[]): string =>
  names
    .slice(0, 20)
    .map((name) => `"${name}"`)
    .join(', ') + (names.length > 20 ? ', …' : '');
