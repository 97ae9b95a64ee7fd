import { defineConfig } from 'vitest/config';
import usual from './vitest.config.ts';

/** All cases of the tests of which vitest.config.ts runs a share: see test/support/cases.ts. */
export default defineConfig({ ...usual, test: { ...usual.test, env: { CASES: 'all' }, testTimeout: 120_000 } });
