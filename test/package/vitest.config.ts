// `npm run test:package`: packs the package once, then installs and uses it as strangers would. Needs the npm registry.
import { defineConfig } from 'vitest/config';
import { base } from '../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'package',
    include: ['test/package/*.test.ts'],
    globalSetup: [`${base.root}/test/package/pack.ts`],
    // An installation downloads some 300 packages, and two files install at once.
    hookTimeout: 300_000,
    testTimeout: 120_000,
  },
});
