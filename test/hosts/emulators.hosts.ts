/** Node on other processors, which QEMU emulates on Linux, with the C and C++ libraries of Debian's cross-compilers. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { EXPECTED } from './expectations.ts';
import { installFixture } from './fixture.ts';
import { run, runJson } from './processes.ts';
import { expectReport } from './report.ts';

const PROCESSORS = [
  { name: 'arm64', qemu: 'aarch64', endianness: 'LE', gets: 'all cores and shared memory', expected: EXPECTED.everything },
  { name: 's390x', qemu: 's390x', endianness: 'BE', gets: 'TypeScript and the reason', expected: EXPECTED.bigEndian },
];

describe.each(PROCESSORS)('Node on an emulated $name', ({ name, qemu, endianness, gets, expected }) => {
  const emulator = `qemu-${qemu}-static`;
  const libraries = `/usr/${qemu}-linux-gnu`;
  const missing = [
    spawnSync(emulator, ['--version']).status === 0 ? [] : [`the emulator ${emulator}`],
    existsSync(join(libraries, 'lib/libstdc++.so.6')) ? [] : [`libstdc++ in ${libraries}`],
  ].flat();
  if (missing.length > 0 && process.env.CI === undefined) {
    it.skip(`has no ${missing.join(' and no ')}`, () => {});
    return;
  }

  let folder: string;
  let node: string[];
  beforeAll(async () => {
    expect(missing).toEqual([]);
    folder = await installFixture('emulated', inject('tarball'));
    node = ['-L', libraries, `node_modules/node-${name}/bin/node`];
  });

  it('is the processor that it is named after', async () => {
    const source = 'process.arch + os.endianness()';
    expect(await run(emulator, [...node, '--print', source], folder)).toBe(`${name}${endianness}\n`);
  });

  it(`computes the same bits, gets ${gets}, and exits by itself`, async () => {
    expectReport(await runJson(emulator, [...node, 'main.mjs'], folder), expected);
  });
});
