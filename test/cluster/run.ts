// `npm run test:cluster [-- --full] [vitest options]`: the short selection, or everything with --full.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const args = process.argv.slice(2);
const full = args.includes('--full');
const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [
    ...[vitest, 'run', '--config', join(import.meta.dirname, 'vitest.config.ts')],
    ...args.filter((argument) => argument !== '--full'),
  ],
  { stdio: 'inherit', env: { ...process.env, ...(full ? { SLIPWAY_FULL: 'true' } : {}) } },
);
process.exitCode = status ?? 1;
