/** Where the results go: a file, which appears whole or not at all, or a pipe or device, which is written as results come. */
import * as fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { BrokenPipe, Existing, Failure, reasonOf, systemFailure } from '../failure.ts';
import { undoAtEnd } from './endings.ts';
import { removeLeftovers, temporaryName } from './leftovers.ts';

const openFile = promisify(fs.open);
const writeTo = promisify(fs.write);
const closeFile = promisify(fs.close);

export interface Output {
  /** What messages call it. */
  readonly name: string;
  /** Whether what was written can be replaced before the end. */
  readonly canPatch: boolean;
  /** Which file is written directly, whatever its name; undefined for what is new, or no regular file. */
  readonly identity?: string | undefined;
  /** Resolves when the bytes may be used for something else. */
  write(bytes: Uint8Array): Promise<void>;
  /** Replaces bytes at the beginning. */
  patch(bytes: Uint8Array): Promise<void>;
  /** Makes the results appear under their name. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Milliseconds between two looks whether somebody has opened a pipe to read from it. */
const LOOK = 20;

/**
 * @param path of a file, a pipe or a device; undefined for standard output
 * @param replace whether a file of this name may be replaced
 */
export async function openOutput(path: string | undefined, replace: boolean): Promise<Output> {
  if (path === undefined) return openDescriptor('standard output', 1);
  const target = targetOf(path);
  if (typeof target === 'number') return openDescriptor(path, target);
  const stats = statsOf(target);
  if (stats === undefined || stats.isFile()) return openTemporary(path, target, replace, stats);
  if (stats.isDirectory()) throw new Failure(`cannot write ${path}: this is a folder`);
  return openDescriptor(path, await openForWriting(path, stats.isFIFO()));
}

/** Whether there is a file under this name, which a result would replace; pipes and devices are not replaced. */
export function wouldReplace(path: string): boolean {
  const target = targetOf(path);
  return typeof target === 'string' && statsOf(target)?.isFile() === true;
}

/** What to say where there is. */
export function existing(path: string): string {
  return `${path} exists; add --force to replace it, or --skip-existing to leave it`;
}

/** The folders in whose fd/ the open files of this process are. */
const OWN = ['dev', 'proc/self', `proc/${process.pid}`];

/** What links lead to, so that the link itself stays; or the number of a file of this process that is open already. */
function targetOf(path: string): string | number {
  let target = resolve(path);
  for (let links = 0; links < 40; links++) {
    const [, process, open] = /^\/(dev|proc\/(?:self|\d+))\/fd\/(\d+)$/.exec(target) ?? [];
    if (process !== undefined && OWN.includes(process)) return Number(open);
    let next: string;
    try {
      next = fs.readlinkSync(target);
    } catch {
      return target;
    }
    target = resolve(dirname(target), next);
  }
  return target;
}

function statsOf(path: string): fs.Stats | undefined {
  try {
    return fs.statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Failure(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

async function openTemporary(path: string, target: string, replace: boolean, replaced: fs.Stats | undefined): Promise<Output> {
  removeLeftovers(target);
  const temporary = temporaryName(target);
  const remove = (): void => fs.rmSync(temporary, { force: true });
  const forget = undoAtEnd(remove);
  try {
    const fd = await openFile(temporary, 'wx', replaced === undefined ? 0o666 : replaced.mode & 0o777);
    if (replaced !== undefined) keepOwner(fd, replaced);
    return new TemporaryFile(path, fd, { temporary, target, replace, remove, forget });
  } catch (error) {
    remove();
    forget();
    throw new Failure(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

/** Gives the new file the owner and the permissions of the old one, as far as this process and the file system may. */
function keepOwner(fd: number, { uid, gid, mode }: fs.Stats): void {
  try {
    fs.fchownSync(fd, uid, gid);
    fs.fchmodSync(fd, mode & 0o777);
  } catch {
    // Then it is a new file of whoever runs the program.
  }
}

async function openForWriting(path: string, isPipe: boolean): Promise<number> {
  for (;;) {
    try {
      return await openFile(path, fs.constants.O_WRONLY | (isPipe ? fs.constants.O_NONBLOCK : 0));
    } catch (error) {
      // Nobody reads from the pipe yet. To wait for that in `open` would block the end of the program too.
      if (!isPipe || (error as NodeJS.ErrnoException).code !== 'ENXIO') throw systemFailure(`cannot write ${path}`, error);
      await new Promise((done) => setTimeout(done, LOOK));
    }
  }
}

async function openDescriptor(name: string, fd: number): Promise<Output> {
  let stats: fs.Stats;
  try {
    stats = fs.fstatSync(fd);
  } catch (error) {
    throw new Failure(`cannot write ${name}: ${reasonOf(error)}`);
  }
  if (stats.isFile()) return new FileOutput(name, fd, `${stats.dev}:${stats.ino}`);
  const own = fd > 2;
  const [{ Socket }, { isatty, WriteStream }] = await Promise.all([import('node:net'), import('node:tty')]);
  if (stats.isFIFO() || stats.isSocket()) {
    return new StreamOutput(name, own ? new Socket({ fd, readable: false, writable: true }) : process.stdout, own);
  }
  if (isatty(fd)) return new StreamOutput(name, own ? new WriteStream(fd) : process.stdout, own);
  return new FileOutput(name, fd);
}

/** A file or device, written from where it stands. */
class FileOutput implements Output {
  readonly name: string;
  readonly canPatch: boolean = false;
  readonly #fd: number;

  readonly identity: string | undefined;

  constructor(name: string, fd: number, identity?: string) {
    this.name = name;
    this.#fd = fd;
    this.identity = identity;
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#writeAll(bytes, null);
  }

  async patch(bytes: Uint8Array): Promise<void> {
    await this.#writeAll(bytes, 0);
  }

  async #writeAll(bytes: Uint8Array, position: number | null): Promise<void> {
    try {
      for (let done = 0; done < bytes.length; ) {
        const at = position === null ? null : position + done;
        done += (await writeTo(this.#fd, bytes, done, bytes.length - done, at)).bytesWritten;
      }
    } catch (error) {
      throw systemFailure(`cannot write ${this.name}`, error);
    }
  }

  async finish(): Promise<void> {
    try {
      if (this.#fd > 2) await closeFile(this.#fd);
    } catch (error) {
      throw systemFailure(`cannot write ${this.name}`, error);
    }
  }

  async abandon(): Promise<void> {
    if (this.#fd > 2) await closeFile(this.#fd).catch(() => {});
  }
}

/** Gives a file a second name, if no file has it yet. @returns whether the file system has second names @throws EEXIST */
function link(path: string, name: string): boolean {
  try {
    fs.linkSync(path, name);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') return false;
    throw error;
  }
}

interface Naming {
  readonly temporary: string;
  readonly target: string;
  readonly replace: boolean;
  /** Removes the temporary file. */
  readonly remove: () => void;
  /** Has that no longer done when the program ends. */
  readonly forget: () => void;
}

/** A file that gets its name when it is whole. */
class TemporaryFile extends FileOutput {
  override readonly canPatch = true;
  readonly #naming: Naming;

  constructor(name: string, fd: number, naming: Naming) {
    super(name, fd);
    this.#naming = naming;
  }

  override async finish(): Promise<void> {
    await super.finish();
    const { temporary, target, replace, remove, forget } = this.#naming;
    try {
      if (!replace && link(temporary, target)) remove();
      else fs.renameSync(temporary, target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new Existing(existing(this.name));
      throw systemFailure(`cannot write ${this.name}`, error);
    }
    forget();
  }

  override async abandon(): Promise<void> {
    await super.abandon();
    this.#naming.remove();
    this.#naming.forget();
  }
}

/** A pipe, a socket or a terminal. */
class StreamOutput implements Output {
  readonly name: string;
  readonly canPatch = false;
  readonly #stream: Writable;
  readonly #own: boolean;
  #error: Error | undefined;

  constructor(name: string, stream: Writable, own: boolean) {
    this.name = name;
    this.#stream = stream;
    this.#own = own;
    stream.on('error', (error) => {
      this.#error ??= systemFailure(`cannot write ${name}`, error);
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((done, fail) => {
      if (this.#error) return fail(this.#error);
      if (this.#stream.destroyed) return fail(new BrokenPipe());
      this.#stream.write(bytes, (error) => (error ? fail(systemFailure(`cannot write ${this.name}`, error)) : done()));
    });
  }

  async patch(): Promise<void> {
    throw new Failure(`cannot write ${this.name}: what was written to a pipe can't be replaced`);
  }

  async finish(): Promise<void> {
    if (!this.#own) return;
    await new Promise<void>((done, fail) => {
      this.#stream.end((error?: Error | null) => (error ? fail(systemFailure(`cannot write ${this.name}`, error)) : done()));
    });
  }

  async abandon(): Promise<void> {
    if (this.#own) this.#stream.destroy();
  }
}
