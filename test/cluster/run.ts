// `npm run test:cluster [-- --full] [vitest options]`: the short selection, or everything with --full.
import { fullAsked, runVitest } from '../support/run-vitest.ts';

const { full, rest } = fullAsked(process.argv.slice(2));
process.exitCode = await runVitest({
  tier: 'cluster',
  args: rest,
  ...(full ? { env: { SLIPWAY_FULL: 'true' } } : {}),
});
