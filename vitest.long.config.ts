import { defineConfig } from 'vitest/config';

/** Hours of one core rather than seconds: every float32, and 10^8 doubles. */
export default defineConfig({
  test: { include: ['test/**/*.long.ts'], testTimeout: 24 * 60 * 60 * 1000 },
});
