import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** How a child process ended, and what it printed. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node with these arguments in the package's folder, and kills it after a minute. */
export function node(...args: string[]): Outcome {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/**
 * Runs an ES module in a child process, where `sigmoid-wasm` is this package as built, and returns what it prints.
 *
 * @throws Error if the process does not end by itself with code 0
 */
export function runModule(source: string, ...flags: string[]): string {
  const { status, stdout, stderr } = node(...flags, '--input-type=module', '-e', source);
  if (status !== 0) throw new Error(`the process ended with ${status}: ${stderr}`);
  return stdout;
}
