/** Where the data come from: a file, which is read by position, or a pipe, which is read as its data come. */
import { close, constants, fstat, open, read, type Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { Failure, reasonOf, systemFailure } from '../failure.ts';

const openFile = promisify(open);
const statOf = promisify(fstat);
const readFrom = promisify(read);
const closeFile = promisify(close);

/** Bytes that are read at once where they are not read into an array of the kernel. */
const PIECE = 1 << 20;

export class Input {
  /** What messages call it. */
  readonly name: string;
  /** Its length in bytes, if it is a file with a name. */
  readonly size: number | undefined;
  /** Which file it is, whatever its name; undefined for what is no regular file. */
  readonly identity: string | undefined;
  /** Bytes that were taken from it so far. */
  bytesRead = 0;
  readonly #fd: number;
  readonly #ownsFd: boolean;
  /** From where on the file is read; null for a file that was opened by others, which is read from where it stands. */
  #position: number | null;
  readonly #stream: Readable | undefined;
  #handle: FileHandle | undefined;
  #chunks: AsyncIterator<Buffer> | undefined;
  /** What was read, and not used yet. */
  #ahead: Uint8Array = new Uint8Array(0);

  /** @param stream what reads it without waiting, if it is no file */
  constructor(name: string, fd: number, stats: Stats, stream: Readable | undefined) {
    this.name = name;
    this.#fd = fd;
    this.#ownsFd = fd > 2;
    const isFile = stats.isFile();
    this.identity = isFile ? `${stats.dev}:${stats.ino}` : undefined;
    this.size = isFile && this.#ownsFd ? stats.size : undefined;
    this.#position = isFile && this.#ownsFd ? 0 : null;
    this.#stream = stream;
  }

  /** Whether it is read by position, or as a device, and not as data come. */
  get isFile(): boolean {
    return this.#stream === undefined;
  }

  /** Goes on from another byte of a file with a name. */
  seek(position: number): void {
    this.#position = position;
    this.#ahead = new Uint8Array(0);
  }

  /** Fills `space` unless the data end before that. @returns the number of bytes */
  async fill(space: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < space.length) {
      const count = await this.#readInto(space.subarray(filled));
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  /** The rest of the data, in pieces as they come. @param limit the most bytes, if there is one */
  async *chunks(limit = Number.POSITIVE_INFINITY): AsyncGenerator<Uint8Array> {
    for (let left = limit; left > 0; ) {
      const chunk = await this.#next(Math.min(left, PIECE));
      if (chunk.length === 0) return;
      left -= chunk.length;
      yield chunk;
    }
  }

  /** Whether nothing more comes. */
  async atEnd(): Promise<boolean> {
    const chunk = await this.#next(1);
    return chunk.length === 0;
  }

  async #readInto(space: Uint8Array): Promise<number> {
    if (this.#stream === undefined && this.#ahead.length === 0) return this.#readFile(space);
    const chunk = await this.#next(space.length);
    space.set(chunk);
    return chunk.length;
  }

  /** Up to so many bytes, none at the end. */
  async #next(most: number): Promise<Uint8Array> {
    if (this.#ahead.length === 0) this.#ahead = await this.#fetch(most);
    const chunk = this.#ahead.subarray(0, most);
    this.#ahead = this.#ahead.subarray(chunk.length);
    return chunk;
  }

  async #fetch(most: number): Promise<Uint8Array> {
    if (this.#stream === undefined) {
      const piece = Buffer.allocUnsafeSlow(most);
      return piece.subarray(0, await this.#readFile(piece));
    }
    this.#chunks ??= this.#stream[Symbol.asyncIterator]();
    try {
      const { done, value } = await this.#chunks.next();
      if (done) return new Uint8Array(0);
      this.bytesRead += value.length;
      return value;
    } catch (error) {
      throw systemFailure(this.name, error);
    }
  }

  async #readFile(space: Uint8Array): Promise<number> {
    try {
      const { bytesRead } = await readFrom(this.#fd, space, 0, space.length, this.#position);
      if (this.#position !== null) this.#position += bytesRead;
      this.bytesRead += bytesRead;
      return bytesRead;
    } catch (error) {
      throw systemFailure(this.name, error);
    }
  }

  /** Of a file with a name, a handle of its own to read it at any place; it is closed together with the input. */
  get handle(): (() => Promise<FileHandle>) | undefined {
    if (this.size === undefined) return undefined;
    return async () => {
      const { open: openHandle } = await import('node:fs/promises');
      this.#handle = await openHandle(this.name);
      return this.#handle;
    };
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    if (this.#stream !== undefined) this.#stream.destroy();
    else if (this.#ownsFd) await closeFile(this.#fd);
  }
}

/** @param path of a file, a pipe or a device; undefined for standard input */
export async function openInput(path: string | undefined): Promise<Input> {
  if (path === undefined) {
    try {
      const stats = await statOf(0);
      return new Input('standard input', 0, stats, stats.isFile() ? undefined : await streamOf(0, stats));
    } catch (error) {
      throw new Failure(`standard input: ${reasonOf(error)}`);
    }
  }
  let fd: number | undefined;
  try {
    // To open a pipe without this waits, on a thread of Node's pool, until somebody writes to it.
    fd = await openFile(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await statOf(fd);
    if (stats.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return new Input(path, fd, stats, stats.isFile() ? undefined : await streamOf(fd, stats));
  } catch (error) {
    if (fd !== undefined) await closeFile(fd);
    throw new Failure(`${path}: ${reasonOf(error)}`);
  }
}

/**
 * What reads a pipe, a socket or a terminal. A read of it would block a thread of Node's pool, and with it the end of the
 * program, until data come.
 */
async function streamOf(fd: number, stats: Stats): Promise<Readable | undefined> {
  const [{ Socket }, { isatty, ReadStream }] = await Promise.all([import('node:net'), import('node:tty')]);
  if (stats.isFIFO() || stats.isSocket()) return fd > 2 ? new Socket({ fd, readable: true, writable: false }) : process.stdin;
  if (isatty(fd)) return fd > 2 ? new ReadStream(fd) : process.stdin;
  return undefined;
}
