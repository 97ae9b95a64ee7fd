import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from './browsers.ts';

/** Clicks, and returns the name and the bytes of the file that the browser saves, once it has at least `size` bytes. */
export async function downloadOf({ downloads }: Session, click: () => Promise<void>, size = 1): Promise<Download> {
  await click();
  for (;;) {
    // Until a download is complete, browsers write it under another name or have a second file beside it.
    const [name, ...others] = readdirSync(downloads);
    if (name !== undefined && others.length === 0 && !/\.(part|crdownload|tmp)$/.test(name)) {
      const bytes = readFileSync(join(downloads, name));
      if (bytes.length >= size) {
        rmSync(join(downloads, name));
        return { name, bytes };
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface Download {
  readonly name: string;
  readonly bytes: Buffer;
}
