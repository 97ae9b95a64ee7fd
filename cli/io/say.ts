/** What goes to standard error: it must not end the program that nobody can read it there. */
import { writeSync } from 'node:fs';

export function say(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // It may be closed, full, or a pipe that nobody reads.
  }
}

/** A line, whatever characters the names of files have. */
export function sayLine(text: string): void {
  say(`sigmoid-wasm: ${text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1))}\n`);
}
