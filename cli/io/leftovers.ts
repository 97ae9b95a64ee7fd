/** Temporary files: their names say which process of which machine writes them, so that those of dead processes can be removed. */
import { readdirSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';

const HOST = hostname().replace(/[^\w.-]/g, '_');

/**
 * The name of the file in which this process writes what becomes `path`. Host and process are not enough to make it this
 * process's own: two containers may have one host name, and in each the program is process 1.
 */
export function temporaryName(path: string): string {
  const own = Math.floor(Math.random() * 2 ** 32).toString(16);
  return `${path}.${HOST}.${process.pid}.${own}.tmp`;
}

/** Removes what processes of this machine left behind that were killed while they wrote `path`. */
export function removeLeftovers(path: string): void {
  const before = `${basename(path)}.${HOST}.`;
  const folder = dirname(path);
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    // A folder that can't be listed may be written to all the same.
    return;
  }
  for (const name of names) {
    const pid = name.startsWith(before) ? /^(\d+)\.[\da-f]+\.tmp$/.exec(name.slice(before.length))?.[1] : undefined;
    if (pid === undefined || lives(Number(pid))) continue;
    try {
      unlinkSync(join(folder, name));
    } catch {
      // Another process may have removed it, or it belongs to somebody else.
    }
  }
}

function lives(pid: number): boolean {
  // A file with our own number is from a process before us.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
