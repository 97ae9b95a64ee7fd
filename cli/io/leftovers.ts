/** Temporary files: their names say which process of which machine writes them, so that those of dead processes can be removed. */
import { readdirSync, readlinkSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

const HOST = hostname().replace(/[^\w.-]/g, '_');

/** Characters of a name that its temporary name keeps: with what is added it must not be too long for a folder. */
const KEPT = 120;

/**
 * Containers of one host name number their processes each for itself: the program may be process 1 in all of them. So only
 * processes of the same numbering, a namespace of Linux, say anything about each other.
 */
function numbering(): string {
  try {
    return Number(/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? 0).toString(36);
  } catch {
    return '0';
  }
}

const nameBefore = (path: string): string => `${basename(path).slice(0, KEPT)}.${HOST}.`;

/** The name of the file in which this process writes what becomes `path`: its own, whatever others write. */
export function temporaryName(path: string): string {
  const random = Math.floor(Math.random() * 2 ** 32).toString(36);
  return join(dirname(path), `${nameBefore(path)}${process.pid}.${numbering()}_${random}.tmp`);
}

/** Removes what processes of this machine left behind that were killed while they wrote `path`. */
export function removeLeftovers(path: string): void {
  const before = nameBefore(path);
  const folder = dirname(path);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // A folder that can't be listed may be written to all the same.
    return;
  }
  const own = numbering();
  for (const name of names) {
    if (!name.startsWith(before)) continue;
    const [, pid, numbered] = /^(\d+)\.([\da-z]+)_[\da-z]+\.tmp$/.exec(name.slice(before.length)) ?? [];
    if (pid === undefined || numbered !== own || lives(Number(pid))) continue;
    try {
      unlinkSync(join(folder, name));
    } catch {
      // Another process may have removed it, or it belongs to somebody else.
    }
  }
}

function lives(pid: number): boolean {
  // This process has written nothing yet: a file with its number is from one before it.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
