// `npm run test:servers`: the tier that runs generated server configurations as real processes on loopback.
import { defineConfig } from 'vitest/config';
import { base } from '../../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'servers',
    include: ['test/servers/conformance/**/*.slow.test.ts'],
    globalSetup: ['test/servers/conformance/prepare.ts'],
    // The servers are ended by the kernel with the process that started them: hence forks.
    pool: 'forks',
    // Mostly waiting: more than the cores, few enough that starting them does not spoil the times.
    maxConcurrency: 8,
    fileParallelism: false,
    // Times are measured: a machine that is busy with something else gets a second chance, a wrong promise fails twice.
    retry: 1,
    testTimeout: 90_000,
  },
});
