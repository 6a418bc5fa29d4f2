// `npm run test:parsers`: the tier that has our text read by the parsers of other languages (Python, Go).
import { defineConfig } from 'vitest/config';
import { base } from '../support/tiers.ts';

export default defineConfig({
  test: {
    ...base,
    name: 'parsers',
    include: ['test/parsers/**/*.test.ts'],
    testTimeout: 60_000,
    // The first `go build` downloads a module.
    hookTimeout: 180_000,
  },
});
