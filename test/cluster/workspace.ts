/** A folder in which the command works on a file, as a user's folder on a shared file system. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { environment } from '../hosts/processes.ts';

const HOLD = fileURLToPath(new URL('hold.mjs', import.meta.url));
const PACKAGE = new URL('../../package.json', import.meta.url);
const COMMAND = fileURLToPath(new URL(JSON.parse(readFileSync(PACKAGE, 'utf8')).bin['sigmoid-wasm'], PACKAGE));

/** As a file, 80 MB. */
export const ELEMENTS = 10_000_000;

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
}

export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'sigmoid-wasm-cluster-'));
  /** The environment of programs that find the command in their PATH. */
  readonly env: Record<string, string | undefined>;

  constructor() {
    // The daemons of a cluster go through it under other names.
    chmodSync(this.folder, 0o755);
    mkdirSync(this.path('bin'));
    symlinkSync(COMMAND, this.path('bin/sigmoid-wasm'));
    const path = [this.path('bin'), dirname(process.execPath), environment.PATH].join(delimiter);
    this.env = { ...environment, PATH: path, LC_ALL: 'C.UTF-8' };
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes x.f64, and to whole.f64 what one process makes of it. */
  async createInput(): Promise<void> {
    const x = Float64Array.from({ length: ELEMENTS }, (_, i) => Math.sin(i) * 2 ** ((i % 23) - 12));
    writeFileSync(this.path('x.f64'), x);
    await this.shell('sigmoid-wasm x.f64 -o whole.f64');
  }

  /**
   * Runs commands as a user types them, until one fails.
   *
   * @throws Error with what they wrote if one fails
   */
  async shell(commands: string, env: Record<string, string> = {}): Promise<Outcome> {
    const options = { cwd: this.folder, env: { ...this.env, ...env }, timeout: 120_000 };
    return await promisify(execFile)('bash', ['-e', '-o', 'pipefail', '-c', commands], options);
  }

  /** The variables with which commands wait within their files until `release`. */
  hold(name = 'hold'): { HOLD: string; NODE_OPTIONS: string } {
    writeFileSync(this.path(name), '');
    return { HOLD: this.path(name), NODE_OPTIONS: `--import=${HOLD}` };
  }

  release(name = 'hold'): void {
    rmSync(this.path(name), { force: true });
  }

  /** The processes that are writing parts of y.f64, by the number of the part. */
  writers(): Map<number, number> {
    const writers = this.names(/^y\.(\d+)-of-\d+\.f64\..*\.tmp$/).map((name): [number, number] => {
      const [, part] = /^y\.(\d+)/.exec(name) as unknown as [string, string];
      // The temporary file is named after its host and process.
      const [, pid] = /\.(\d+)(?:\.\w+)?\.tmp$/.exec(name) as unknown as [string, string];
      return [Number(part), Number(pid)];
    });
    return new Map(writers);
  }

  /** Resolves when exactly these parts are being written. */
  async untilWritten(...parts: number[]): Promise<void> {
    await until(`the parts ${parts} are being written`, () => {
      expect([...this.writers().keys()].sort((a, b) => a - b)).toEqual(parts);
    });
  }

  names(pattern: RegExp): string[] {
    return readdirSync(this.folder).filter((name) => pattern.test(name));
  }

  /** Fails unless a file has the bytes that one process wrote to another, and nothing temporary is left. */
  expectResult(name = 'y.f64', whole = 'whole.f64'): void {
    // Buffers are compared at once, and not printed byte by byte.
    expect(readFileSync(this.path(name)).equals(readFileSync(this.path(whole)))).toBe(true);
    expect(this.names(/\.tmp$/)).toEqual([]);
  }

  /** Removes all results but the one of one process. */
  clear(): void {
    this.release();
    for (const name of this.names(/^(y\.|slurm-|log$)/)) rmSync(this.path(name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until nothing is thrown any more. @throws Error with what was thrown last, if that takes too long */
export async function until<Result>(what: string, check: () => Result | Promise<Result>, seconds = 60): Promise<Result> {
  for (const end = Date.now() + seconds * 1000; ; await setTimeout(50)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw new Error(`waited ${seconds} s in vain until ${what}`, { cause: error });
    }
  }
}
