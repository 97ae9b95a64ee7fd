/** What the formats have in common. */
import type { Elements } from '../../elements.mjs';

/** Computes σ in place, and takes note of it. */
export type Apply = (x: Elements) => void;

/** A file's bytes are worked through in pieces of this many. */
export const PIECE = 4 * 1024 * 1024;

/** A file that is not what its name or its first bytes say; the message is for the person who chose it. */
export class FileError extends Error {}

/**
 * Yields the pieces of the resulting file, in order.
 *
 * @param onRead called with the bytes read so far
 * @throws FileError that says what is wrong with the file, and what to do
 */
export type Transform = (file: Blob, apply: Apply, onRead: (bytes: number) => void) => AsyncGenerator<BlobPart>;

/** The format of a file. */
export interface Recognised {
  readonly name: string;
  readonly transform: Transform;
}
