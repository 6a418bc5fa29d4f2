// What `npm test` runs: everything that is quick and needs Node alone. Slow tiers have their own configuration.
import { defineConfig } from 'vitest/config';
import { base, slowFiles, slowTiers } from './test/support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'quick',
    include: ['test/**/*.test.ts'],
    exclude: ['test/fixtures/**', slowFiles, ...slowTiers.map((tier) => `test/${tier}/**`)],
    testTimeout: 20_000,
    // By default one core is left alone, which is half of two: 125 s became of 166 (2026-11-30).
    maxWorkers: '100%',
  },
});
