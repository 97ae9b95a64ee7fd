/** NumPy, SciPy and PyTorch, each round in a fresh Python: a peer that Node can alternate with. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ARRAYS } from '../elements.mjs';

/** The system's Python comes first: it may have packages that the PATH's has not. */
const PYTHONS = ['/usr/bin/python3', 'python3'];
const SCRIPT = fileURLToPath(new URL('native.py', import.meta.url));

/**
 * @typedef {import('../elements.mjs').ElementType} ElementType
 * @typedef {import('../elements.mjs').Elements} Elements
 *
 * @typedef {object} Round
 * @property {Record<string, string>} versions
 * @property {Record<string, string>} skipped reasons, by library
 * @property {{ name: string, type: ElementType, seconds: number, file: string }[]} times a call, and where what it computed is
 */

/**
 * @param {import('../functions.mjs').FunctionName} of what is computed
 * @param {Record<ElementType, Elements>} inputs x, by the type of its elements
 * @returns {{ round: () => Round, result: (file: string, type: ElementType) => Elements } | undefined} undefined if no Python imports NumPy
 */
export function openNative(of, inputs) {
  const python = PYTHONS.find((command) => spawnSync(command, ['-c', 'import numpy']).status === 0);
  if (python === undefined) return undefined;

  const env = { ...process.env };
  // A shell's wishes about OpenBLAS are not the libraries' own choice for this processor.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;

  const folder = mkdtempSync(join(tmpdir(), 'sigmoid-peers-'));
  process.once('exit', () => rmSync(folder, { recursive: true }));
  for (const [type, x] of Object.entries(inputs)) writeFileSync(join(folder, `x.${type}`), x);
  return {
    round: () => JSON.parse(execFileSync(python, [SCRIPT, folder, of], { env, encoding: 'utf8' })),
    result: (file, type) => new ARRAYS[type](new Uint8Array(readFileSync(join(folder, file))).buffer),
  };
}
