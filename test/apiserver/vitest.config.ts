// `npm run test:apiserver`: the tier that asks real Kubernetes API servers; `npm run tools` builds what it needs.
import { defineConfig } from 'vitest/config';
import { base } from '../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'apiserver',
    include: ['test/apiserver/**/*.test.ts'],
    // Each file starts servers of its own, which the kernel ends with the process that started them: hence forks.
    pool: 'forks',
    // By default one core is left alone, which is half of two; a server waits for its client most of the time.
    maxWorkers: '100%',
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
