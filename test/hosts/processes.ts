/** Runs other programs, which must end by themselves. */
import { spawn } from 'node:child_process';

/** The time in milliseconds after which a program counts as hanging. */
const PATIENCE = 110_000;

/** The environment without the variables that Vitest sets for itself, since tools read some of them, such as NODE_ENV. */
export const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(NODE_ENV|NODE_OPTIONS|VITEST.*|TEST|MODE|DEV|PROD|SSR|BASE_URL)$/.test(name),
  ),
);

/**
 * Runs a program to its end.
 *
 * @returns what it printed to standard output
 * @throws Error with all that it printed if it fails or has to be stopped
 */
export function run(command: string, args: string[], cwd: string, env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')}: ${signal ?? code}\n${output}\n${errors}`));
    });
  });
}

/** Runs a program and parses the last line that it printed as JSON. */
export async function runJson(command: string, args: string[], cwd: string, env?: Record<string, string>): Promise<unknown> {
  const output = await run(command, args, cwd, env);
  return JSON.parse(output.trimEnd().split('\n').at(-1) as string);
}
