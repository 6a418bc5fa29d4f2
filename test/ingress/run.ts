// `npm run test:ingress [-- --full] [vitest options]`: the whole tier in a network namespace of its own, which ends with it, whatever ends it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
// Pods have addresses of their own: EndpointSlices refuse loopback ones. A whole network on `lo` needs no interface.
const script = 'ip link set lo up && ip address add 10.250.0.1/24 dev lo && exec "$@"';
const args = process.argv.slice(2);
const full = args.includes('--full');
const { status, error } = spawnSync(
  // Whoever kills this program ends the run as well.
  'setpriv',
  [
    ...[
      '--pdeathsig',
      'KILL',
      '--',
      'unshare',
      '--net',
      '--',
      'sh',
      '-c',
      script,
      'sh',
      process.execPath,
    ],
    ...[vitest, 'run', '--config', join(import.meta.dirname, 'vitest.config.ts')],
    ...args.filter((argument) => argument !== '--full'),
  ],
  { stdio: 'inherit', env: { ...process.env, ...(full ? { SLIPWAY_FULL: 'true' } : {}) } },
);
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
