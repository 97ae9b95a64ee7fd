/** What the formats have in common. */
import type { Elements } from '../../elements.mjs';
import type { Choices, ReadAs, Reading } from './reading.ts';

/** Computes σ in place, and takes note of it. */
export type Apply = (x: Elements) => void;

/** A file's bytes are worked through in pieces of this many. */
export const PIECE = 4 * 1024 * 1024;

/** A file that is not what its name or its first bytes say; the message is for the person who chose it. */
export class FileError extends Error {}

/** A file that is not read unless the visitor insists on it, as one of `readAs`. */
export class Refusal extends FileError {
  readonly readAs: readonly ReadAs[];

  constructor(message: string, readAs: readonly ReadAs[]) {
    super(message);
    this.readAs = readAs;
  }
}

/**
 * Yields the pieces of the resulting file, in order.
 *
 * @param onRead called with the bytes read so far
 * @throws FileError that says what is wrong with the file, and what to do
 */
export type Transform = (file: Blob, apply: Apply, onRead: (bytes: number) => void) => AsyncGenerator<BlobPart>;

/** How a file is read. */
export interface Recognised {
  readonly reading: Reading;
  readonly transform: Transform;
  /** After the transform, what of the file was left as it is, and how often. */
  readonly kept?: () => readonly Kept[];
}

/** "Comment lines", 3 */
export type Kept = readonly [what: string, count: number];

/** @throws FileError if the file is not in the format, or not as was chosen */
export type Recognise = (file: File, choices: Choices) => Promise<Recognised>;
