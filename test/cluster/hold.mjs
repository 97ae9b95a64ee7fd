/**
 * Is loaded into the command before its own code: once it has written 1 MiB, it waits for as long as the file is there that
 * HOLD names, but not for ever. So a task is still running, with its temporary file, when something happens to it.
 */
import fs, { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

const LONGEST = 170_000;

const { write } = fs;
const writeNow = promisify(write);
let written = 0;

const writeLater = (...args) => write(...args);
writeLater[promisify.custom] = async (...args) => {
  while (written >= 1 << 20 && existsSync(process.env.HOLD) && performance.now() < LONGEST) await setTimeout(20);
  const result = await writeNow(...args);
  written += result.bytesWritten;
  return result;
};
fs.write = writeLater;
syncBuiltinESMExports();
