/** Parts of a .npy file, and the file that they become. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipesOf } from './recipes.ts';
import { Workspace } from './workspace.ts';

describe('parts of a .npy file', () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = new Workspace();
  });
  afterAll(() => workspace?.remove());

  it.each([
    { order: 'C', fortran: 'False', padding: 10 },
    { order: 'Fortran', fortran: 'True', padding: 200 },
  ])('become the file that one process writes, in $order order and of the same shape', async ({ fortran, padding }) => {
    const rows = 1001;
    const columns = 101;
    const dictionary = `{'descr': '<f8', 'fortran_order': ${fortran}, 'shape': (${rows}, ${columns}), }`;
    const header = dictionary.padEnd(dictionary.length + padding);
    const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
    const preamble = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length & 0xff, padded.length >> 8]);
    const x = Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(i) * 40);
    writeFileSync(workspace.path('x.npy'), Buffer.concat([preamble, Buffer.from(padded), Buffer.from(x.buffer)]));
    workspace.clear();
    await workspace.shell('sigmoid-wasm x.npy -o whole.npy --force');
    await workspace.shell((recipesOf('Merging .npy', 1) as [string])[0]);
    expect(workspace.names(/^y\.\d-of-4\.f64$/)).toHaveLength(4);
    workspace.expectResult('y.npy', 'whole.npy');
  });
});
