// `npm run test:helm`: the tier in which Helm itself renders our charts, in both of its versions.
import { defineConfig } from 'vitest/config';
import { base } from '../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'helm',
    include: ['test/helm/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
