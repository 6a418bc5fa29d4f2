// `npm run test:ingress`: real ingress controllers route requests; `npm run tools` builds what it needs.
import { defineConfig } from 'vitest/config';
import { base } from '../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'ingress',
    include: ['test/ingress/**/*.test.ts'],
    // Each file starts servers of its own, which the kernel ends with the process that started them: hence forks.
    pool: 'forks',
    // Controllers listen on fixed ports of the tier's network namespace.
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 180_000,
  },
});
