// Shared by every vitest configuration: which folders are slow tiers, and what all tiers have in common.
import { fileURLToPath } from 'node:url';

/** Folders of `test/` that need more than Node, or much time; each has its own `vitest.config.ts` and `npm run test:<tier>`. */
export const slowTiers = [
  'apiserver',
  'cluster',
  'helm',
  'ingress',
  'nginx',
  'package',
  'parsers',
  'pipelines',
  'tools',
] as const;

/** Test files that belong to a slow tier although they lie beside quick ones. */
export const slowFiles = 'test/**/*.slow.test.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Settings of every tier. */
export const base = {
  root,
  // A test that prints what nobody asked for hides the next real message.
  setupFiles: [`${root}/test/support/silence.ts`],
  // A `.only` that was left behind would switch off everything else.
  allowOnly: false,
  passWithNoTests: false,
  unstubGlobals: true,
  restoreMocks: true,
};
