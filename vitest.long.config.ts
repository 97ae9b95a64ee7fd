import { defineConfig } from 'vitest/config';
import { alias } from './vitest.aliases.ts';

/** Minutes rather than seconds: every float32, 10^8 doubles, and 10^5 operations of random programs. */
export default defineConfig({
  resolve: { alias },
  test: { include: ['test/**/*.long.ts'], testTimeout: 2 * 60 * 60 * 1000 },
});
