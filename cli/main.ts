#!/usr/bin/env node
/** The program `sigmoid-wasm`: a command line in, an exit code out. */
import { writeSync } from 'node:fs';
import { readArguments } from './arguments.ts';
import { convert } from './convert.ts';
import { BrokenPipe, Failure, UsageError } from './failure.ts';
import { HELP } from './help.ts';
import { endAtSignals } from './io/endings.ts';

/** That of package.json, which the build puts here. */
declare const VERSION: string;

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  try {
    const request = readArguments(args);
    if (request === 'help') return print(HELP);
    if (request === 'version') return print(`${VERSION}\n`);
    endAtSignals();
    await convert(request);
    return 0;
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    const message = error instanceof Error ? error.message : String(error);
    const known = error instanceof Failure || error instanceof UsageError;
    const hint = error instanceof UsageError ? 'Try "sigmoid-wasm --help".\n' : '';
    complain(`sigmoid-wasm: ${known ? message : `unexpected error: ${message}`}\n${hint}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function complain(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Nobody hears what is said to a closed standard error.
  }
}

function print(text: string): Promise<number> {
  return new Promise((done) => {
    process.stdout.on('error', () => done(141));
    process.stdout.write(text, () => done(0));
  });
}

void main(process.argv.slice(2)).then(process.exit);
