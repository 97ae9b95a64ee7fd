import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { alias } from './vitest.aliases.ts';

const puppeteer = fileURLToPath(new URL('./test/fixtures/browser/node_modules/puppeteer-core', import.meta.url));

/** The page of bench/web, driven in real browsers; `npm run test:web` builds it first. */
export default defineConfig({
  resolve: {
    alias: [...alias, { find: 'puppeteer-core', replacement: puppeteer }],
  },
  test: { include: ['test/web/**/*.web.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false },
});
