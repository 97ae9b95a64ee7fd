/** Numbers as text: separated by commas, semicolons, tabs or blanks, and by lines. All between the numbers stays as it is. */
import { type Apply, FileError, PIECE } from './format.ts';

/** In files with semicolons or tabs a comma separates nothing, so that a decimal comma is seen as one. */
const SEPARATORS = [';', '\t', ','] as const;
const BLANK = ' ';
/** Characters; a line is held in memory whole. */
const LONGEST_LINE = 64_000_000;

export async function* transformCsv(file: Blob, apply: Apply, onRead: (bytes: number) => void): AsyncGenerator<BlobPart> {
  const lines = new Lines();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  for (let begin = 0; begin < file.size; begin += PIECE) {
    const bytes = await file.slice(begin, begin + PIECE).arrayBuffer();
    const text = rest + decode(decoder, bytes, begin + PIECE < file.size);
    // The last line may go on in the next piece.
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    if (rest.length > LONGEST_LINE) throw new FileError('This file has a line of more than 64 MB; break it into shorter ones.');
    if (end > 0) yield lines.transform(text.slice(0, end), apply);
    onRead(Math.min(file.size, begin + PIECE));
  }
  if (rest !== '') yield lines.transform(rest, apply);
  if (lines.numbers === 0) throw new FileError('This file holds no numbers.');
}

function decode(decoder: TextDecoder, bytes: ArrayBuffer, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw new FileError('This file is not text in UTF-8.');
  }
}

/** Whole lines, one lot after the other. */
class Lines {
  numbers = 0;
  #line = 1;
  #separator: string | undefined;

  /** @throws FileError at the first thing that is no number, except in a heading */
  transform(text: string, apply: Apply): string {
    const heading = this.#line === 1 ? headingOf(text) : '';
    const body = text.slice(heading.length);
    if (heading.endsWith('\n')) this.#line++;
    if (body.trim() === '') return text;
    this.#separator ??= separatorOf(body);

    const fields: Field[] = [];
    for (const line of body.split('\n')) {
      if (line.trim() !== '') this.#read(line, fields);
      this.#line++;
    }
    // What is behind the last line break is no line.
    this.#line--;
    this.numbers += fields.length;
    const values = Float64Array.from(fields, ({ value }) => value);
    apply(values);
    return heading + this.#write(body, fields, values);
  }

  #read(line: string, fields: Field[]): void {
    let column = 0;
    for (const text of line.split(this.#separator as string)) {
      column++;
      const number = text.trim();
      // Blanks that align columns are not fields.
      if (number === '' && this.#separator === BLANK) continue;
      fields.push({ number, value: this.#parse(number, column) });
    }
  }

  #parse(text: string, column: number): number {
    const value = numberOf(text);
    if (value !== undefined) return value;
    const where = `Line ${this.#line.toLocaleString('en')}, column ${column}`;
    if (text === '') throw new FileError(`${where} is empty; a number is expected.`);
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    const advice = /^[-+]?\d+,\d+$/.test(text) ? ': numbers are written with a decimal point here' : '';
    throw new FileError(`${where} is not a number: “${shown}”${advice}.`);
  }

  /** The body with each number replaced, in order. */
  #write(body: string, fields: readonly Field[], values: Float64Array): string {
    const parts: string[] = [];
    let from = 0;
    for (const [i, { number }] of fields.entries()) {
      const at = body.indexOf(number, from);
      parts.push(body.slice(from, at), format(values[i] as number));
      from = at + number.length;
    }
    parts.push(body.slice(from));
    return parts.join('');
  }
}

interface Field {
  readonly number: string;
  readonly value: number;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const SPECIAL: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
};

/** The number that `text` is, perhaps in quotes; undefined if it is none. */
function numberOf(text: string): number | undefined {
  const bare = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).trim() : text;
  if (NUMBER.test(bare)) return Number(bare);
  const size = SPECIAL[bare.replace(/^[-+]/, '').toLowerCase()];
  return size === undefined ? undefined : bare.startsWith('-') ? -size : size;
}

const format = (value: number): string => (Number.isNaN(value) ? 'nan' : String(value));

/** The first line with its end, if it holds names: text that is no number. An empty one holds none. */
function headingOf(text: string): string {
  const line = text.slice(0, text.indexOf('\n') + 1 || text.length);
  const fields = line
    .replace(/^\uFEFF/, '')
    .split(/[,;\t]/)
    .map((field) => field.trim());
  const isHeading = fields.some((field) => /\p{L}/u.test(field)) && fields.every((field) => numberOf(field) === undefined);
  return isHeading ? line : text.startsWith('\uFEFF') ? '\uFEFF' : '';
}

function separatorOf(text: string): string {
  const [line = ''] = text.trimStart().split('\n', 1);
  return SEPARATORS.find((separator) => line.trim().includes(separator)) ?? BLANK;
}
