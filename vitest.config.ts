import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { alias } from './vitest.aliases.ts';

export default defineConfig({
  resolve: { alias },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    // Many files wait for timers and other processes, so that two at a time end sooner on one core too.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
