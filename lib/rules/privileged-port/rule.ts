/** Plan rule: a process that is not root listens above the privileged ports. */

import { pathOf, portsOf, runningOf } from '../plans/processes.ts';
import type { PlanRule } from '../rule.ts';

/** First port anybody may bind. @see ip(7), net.ipv4.ip_unprivileged_port_start */
const FIRST_UNPRIVILEGED_PORT = 1024;

/** SW2342. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export const privilegedPort: PlanRule = {
  code: 'SW2342',
  name: 'privileged-port',
  level: 'plan',
  severity: 'error',
  summary: 'A process listens on a port below 1024.',
  because:
    'It runs without root and without capabilities, so on nodes that keep the kernel default it fails with "permission denied" when it binds.',
  check: (plan) =>
    runningOf(plan).flatMap((process) =>
      portsOf(process)
        .filter(({ port }) => port < FIRST_UNPRIVILEGED_PORT)
        .map(({ name, port }) => ({
          path: `${pathOf(process)}.port`,
          message: `${process.name} listens on ${port} (${name}); a port from ${FIRST_UNPRIVILEGED_PORT} is possible.`,
          fix: 'Let it listen on e.g. 8000. Clients do not notice: the Service stays on port 80.',
        })),
    ),
};
