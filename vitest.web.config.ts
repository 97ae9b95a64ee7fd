import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The page of bench/web, driven in real browsers; `npm run test:web` builds it first. */
export default defineConfig({
  resolve: {
    alias: {
      'sigmoid-wasm': path('./src/index.ts'),
      'puppeteer-core': path('./test/fixtures/browser/node_modules/puppeteer-core'),
    },
  },
  test: { include: ['test/web/**/*.web.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false },
});
