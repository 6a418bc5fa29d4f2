// `npm run test:ingress [-- --full] [vitest options]`: the whole tier in a network namespace of its own, which ends with it, whatever ends it.
import { fullAsked, runVitest } from '../support/run-vitest.ts';

// Pods have addresses of their own: EndpointSlices refuse loopback ones. A whole network on `lo` needs no interface.
const script = 'ip link set lo up && ip address add 10.250.0.1/24 dev lo && exec "$@"';
const { full, rest } = fullAsked(process.argv.slice(2));
process.exitCode = await runVitest({
  tier: 'ingress',
  args: rest,
  // Whoever kills this program ends the run as well.
  before: [
    'setpriv',
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
  ],
  ...(full ? { env: { SLIPWAY_FULL: 'true' } } : {}),
});
