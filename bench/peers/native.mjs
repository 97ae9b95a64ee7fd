/** NumPy, SciPy and PyTorch, each round in a fresh Python: a peer that Node can alternate with. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The system's Python comes first: it may have packages that the PATH's has not. */
const PYTHONS = ['/usr/bin/python3', 'python3'];
const SCRIPT = fileURLToPath(new URL('native.py', import.meta.url));

/**
 * @typedef {object} Round
 * @property {Record<string, string>} versions
 * @property {Record<string, string>} skipped reasons, by library
 * @property {Record<string, number>} seconds a call, by name
 */

/**
 * @param {Float64Array} x
 * @returns {{ round: () => Round, result: (name: string) => Float64Array } | undefined} undefined if no Python imports NumPy
 */
export function openNative(x) {
  const python = PYTHONS.find((command) => spawnSync(command, ['-c', 'import numpy']).status === 0);
  if (python === undefined) return undefined;

  const env = { ...process.env };
  // A shell's wishes about OpenBLAS are not the libraries' own choice for this processor.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;

  const folder = mkdtempSync(join(tmpdir(), 'sigmoid-peers-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'x.f64'), x);
  return {
    round: () => JSON.parse(execFileSync(python, [SCRIPT, folder], { env, encoding: 'utf8' })),
    result: (name) => new Float64Array(new Uint8Array(readFileSync(join(folder, `${name}.f64`))).buffer),
  };
}
