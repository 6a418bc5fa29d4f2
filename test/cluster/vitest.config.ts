// `npm run test:cluster`: changes under load on a real cluster; `npm run tools` builds what it needs.
import { defineConfig } from 'vitest/config';
import { base } from '../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'cluster',
    include: ['test/cluster/**/*.test.ts'],
    globalSetup: ['test/cluster/harness/report-setup.ts'],
    // The kernel ends a cluster with the process that started it: hence forks. One after the other: they measure.
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 240_000,
  },
});
