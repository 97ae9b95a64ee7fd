#!/usr/bin/env node
/** The program `sigmoid-wasm`: a command line in, an exit code out. */
import { readFileSync } from 'node:fs';
import { readArguments } from './arguments.ts';
import { convert } from './convert.ts';
import { BrokenPipe, Failure, UsageError } from './failure.ts';
import { HELP } from './help.ts';
import { endAtSignals } from './io/endings.ts';

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  try {
    const request = readArguments(args);
    if (request === 'help') return print(HELP);
    if (request === 'version') return print(`${version()}\n`);
    endAtSignals();
    await convert(request);
    return 0;
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    const message = error instanceof Error ? error.message : String(error);
    const known = error instanceof Failure || error instanceof UsageError;
    process.stderr.write(`sigmoid-wasm: ${known ? message : `unexpected error: ${message}`}\n`);
    if (error instanceof UsageError) process.stderr.write('Try "sigmoid-wasm --help".\n');
    return error instanceof UsageError ? 2 : 1;
  }
}

function print(text: string): Promise<number> {
  return new Promise((done) => {
    process.stdout.on('error', () => done(141));
    process.stdout.write(text, () => done(0));
  });
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

// Nobody hears what is said to a closed standard error.
process.stderr.on('error', () => {});
process.exit(await main(process.argv.slice(2)));
