import { defineConfig } from 'vitest/config';
import { alias } from './vitest.aliases.ts';

/** The command in the hands of Slurm and GNU parallel, as docs/clusters.md has it. */
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['test/cluster/**/*.cluster.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
