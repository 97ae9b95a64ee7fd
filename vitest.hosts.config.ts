import { defineConfig } from 'vitest/config';
import { alias } from './vitest.aliases.ts';

/** The packed package in real browsers, runtimes, bundlers and compilers, which are installed for these tests alone. */
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['test/hosts/**/*.hosts.ts'],
    globalSetup: 'test/hosts/setup.ts',
    // Some files share a fixture, and a browser takes all cores.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
