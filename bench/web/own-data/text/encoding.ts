/** How the bytes of a text are to be read. */
import { FileError, Refusal } from '../format.ts';

export interface Encoding {
  readonly label: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** As people call it. */
  readonly name: string;
  /** Bytes of a byte order mark. */
  readonly mark: number;
}

const UTF8: Encoding = { label: 'utf-8', name: 'UTF-8', mark: 0 };
const UTF8_MARKED: Encoding = { ...UTF8, mark: 3 };
const WINDOWS: Encoding = { label: 'windows-1252', name: 'Windows-1252', mark: 0 };
const utf16 = (label: 'utf-16le' | 'utf-16be', mark: number): Encoding => ({ label, name: 'UTF-16', mark });

/**
 * The encoding of a file by its first bytes.
 *
 * @param isText whether something else than these bytes says that the file is text
 * @returns undefined if they are no text
 * @throws Refusal if they are text in an encoding that is not read
 */
export function encodingOf(head: Uint8Array, isText: boolean): Encoding | undefined {
  const starts = (...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);
  if (starts(0xff, 0xfe, 0, 0) || starts(0, 0, 0xfe, 0xff)) throw new Refusal('This is text in UTF-32: save it as UTF-8.', []);
  if (starts(0xff, 0xfe)) return utf16('utf-16le', 2);
  if (starts(0xfe, 0xff)) return utf16('utf-16be', 2);
  if (starts(0xef, 0xbb, 0xbf)) return UTF8_MARKED;
  if (isHalfZero(head, 1)) return utf16('utf-16le', 0);
  if (isHalfZero(head, 0)) return utf16('utf-16be', 0);
  if (!head.every(isPrintable)) return undefined;
  if (isUtf8(head)) return UTF8;
  return isText ? WINDOWS : undefined;
}

/** Beyond ASCII too; the controls are those that lay out text. */
const isPrintable = (byte: number): boolean => (byte >= 0x20 && byte !== 0x7f) || (byte >= 0x09 && byte <= 0x0d);

/** Whether every other byte is 0, and those between them are text. */
function isHalfZero(head: Uint8Array, zeros: 0 | 1): boolean {
  return (
    head.length >= 4 &&
    head.length % 2 === 0 &&
    head.every((byte, i) => (i % 2 === zeros ? byte === 0 : byte < 0x7f && isPrintable(byte)))
  );
}

/** The last character may go on behind these bytes. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Decodes the pieces of a file, one after the other. */
export function createDecoder({ label, name }: Encoding): (bytes: ArrayBuffer, isLast: boolean) => string {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  return (bytes, isLast) => {
    try {
      return decoder.decode(bytes, { stream: !isLast });
    } catch {
      throw new FileError(`This file begins as text in ${name}, and goes on as something else.`);
    }
  };
}

/** Why text is not a table, by how it begins. @returns a sentence with what to do */
export function otherText(start: string): string | undefined {
  const trimmed = start.trimStart();
  if (/^[[{]/.test(trimmed)) return 'This looks like JSON: write the numbers as .csv, or one in each line.';
  if (/^<[!?a-z]/i.test(trimmed)) return 'This looks like HTML or XML: save the table as .csv.';
  return undefined;
}
