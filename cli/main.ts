#!/usr/bin/env node
/** The program `sigmoid-wasm`: a command line in, an exit code out. */
import { readArguments } from './arguments.ts';
import { convert } from './convert.ts';
import { BrokenPipe, Failure, systemFailure, UsageError } from './failure.ts';
import { HELP } from './help.ts';
import { endAtSignals } from './io/endings.ts';
import { say, sayLine } from './io/say.ts';

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
    sayLine(known ? message : `unexpected error: ${message}`);
    if (error instanceof UsageError) say('Try "sigmoid-wasm --help".\n');
    return error instanceof UsageError ? 2 : 1;
  }
}

function print(text: string): Promise<number> {
  return new Promise((done) => {
    // The error comes to the callback too.
    process.stdout.on('error', () => {});
    process.stdout.write(text, (error) => {
      if (!error) return done(0);
      const failure = systemFailure('cannot write standard output', error);
      if (failure instanceof BrokenPipe) return done(141);
      sayLine(failure.message);
      done(1);
    });
  });
}

void main(process.argv.slice(2)).then(process.exit);
