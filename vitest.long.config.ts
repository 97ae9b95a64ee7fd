import { defineConfig } from 'vitest/config';

/** Minutes rather than seconds: every float32, and 10^8 doubles. */
export default defineConfig({
  test: { include: ['test/**/*.long.ts'], testTimeout: 2 * 60 * 60 * 1000 },
});
