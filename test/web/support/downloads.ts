import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Session } from './browsers.ts';

/** What a click lets the browser save: its name, and its bytes once there are `size` of them. */
export async function downloadOf({ downloads }: Session, click: () => Promise<void>, size = 1): Promise<Download> {
  await click();
  for (;;) {
    // Browsers write under another name, or beside it, until all is there.
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
