// `npm run test:pipelines`: the tier in which the tools that read pipelines read ours, and their steps are executed.
import { defineConfig } from 'vitest/config';
import { base } from '../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'pipelines',
    include: ['test/pipelines/**/*.test.ts'],
    globalSetup: ['test/pipelines/install.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
