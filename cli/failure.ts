/** What ends the program, and with which code. */

/** Something is wrong with the data, the files or the machine: one line, and exit code 1. */
export class Failure extends Error {}

/** Something is wrong with the command line: one line that leads to the help, and exit code 2. */
export class UsageError extends Error {}

/** Whoever reads the output has stopped: nothing to say, and the exit code that other programs have then, 128 + SIGPIPE. */
export class BrokenPipe extends Error {}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission is denied',
  EPERM: 'this is not permitted',
  EISDIR: 'this is a folder',
  ENOTDIR: 'part of the path is not a folder',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than the limit',
  EROFS: 'the file system is read-only',
  EIO: 'the device reports an error',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'the links lead in a circle',
  ENXIO: 'this is a socket or a device that cannot be opened',
  ENODEV: 'there is no such device',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is a program that is running',
  ESTALE: 'the file was removed on its server',
  ECONNRESET: 'the other side has closed the connection',
};

/** Why the system refused, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code !== undefined && REASONS[code]) || message;
}

/** The output came into being while it was computed, and is not replaced. */
export class Existing extends Failure {}

/** The line for an error of the system. @param doing such as "x.npy" or "cannot write y.npy" */
export function systemFailure(doing: string, error: unknown): Error {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return new BrokenPipe();
  return error instanceof Failure ? error : new Failure(`${doing}: ${reasonOf(error)}`);
}
