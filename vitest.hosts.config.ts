import { defineConfig } from 'vitest/config';

/** The packed package in real browsers, runtimes, bundlers and compilers, which are installed for these tests alone. */
export default defineConfig({
  test: {
    include: ['test/hosts/**/*.hosts.ts'],
    globalSetup: 'test/hosts/setup.ts',
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
