// `npm run test:nginx`: the tier that runs generated nginx configurations in front of generated servers, all as real processes.
import { defineConfig } from 'vitest/config';
import { base } from '../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'nginx',
    include: ['test/nginx/**/*.test.ts'],
    globalSetup: ['test/nginx/prepare.ts'],
    // Processes are ended by the kernel with the one that started them: hence forks.
    pool: 'forks',
    maxConcurrency: 6,
    fileParallelism: false,
    retry: 1,
    testTimeout: 90_000,
  },
});
