/** Runs the command as users do: built, in a process of its own, on files of a folder that is removed afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { ROOT } from '../support/child.ts';

export const PROGRAM = join(ROOT, 'dist/cli.cjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Settings {
  readonly input?: Uint8Array | string | undefined;
  readonly env?: Record<string, string> | undefined;
}

/** The folder of the present test, from where the program runs. */
export let folder = '';

/** Gives each test of a file a folder. */
export function useFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

export const file = (name: string): string => join(folder, name);
export const write = (name: string, bytes: Uint8Array | string): void => writeFileSync(file(name), bytes);
export const read = (name: string): Buffer => readFileSync(file(name));
/** The names in the folder, in order. */
export const names = (): string[] => readdirSync(folder).sort();

export function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, env: { ...process.env, ...env } });
}

/** What a process printed, and how it ended. */
export async function ending(child: ChildProcess): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk) => out.push(chunk));
  child.stderr?.on('data', (chunk) => err.push(chunk));
  const [code, signal] = await once(child, 'close');
  return { code, signal, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() };
}

export async function run(args: readonly string[], { input, env }: Settings = {}): Promise<Ended> {
  const child = start(args, env);
  // A program that refuses its arguments reads nothing.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input ?? '');
  return ending(child);
}

/** Runs a line of the shell, in which $SIGMOID is the program. */
export async function shell(line: string): Promise<Ended> {
  const child = spawn('/bin/bash', ['-c', line], {
    cwd: folder,
    env: { ...process.env, SIGMOID: `${process.execPath} ${PROGRAM}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return ending(child);
}
