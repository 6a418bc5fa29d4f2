/** servers: the port on which a server itself serves metrics, beside that of the application. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';

/** Port where the process names none. */
const METRICS_PORT = 9090;

/** The port, when the option is given. */
export function metricsPortOf(
  option: 'prometheus' | undefined,
  input: ServerInput,
): number | undefined {
  return option === undefined ? undefined : (input.metricsPort ?? METRICS_PORT);
}

/** One port for both. Raises SW2016. */
export function metricsPortFindings(
  port: number | undefined,
  input: ServerInput,
): readonly Finding[] {
  return port !== input.port
    ? []
    : [
        {
          code: 'SW2016',
          name: 'server-metrics-port-taken',
          severity: 'error',
          path: `${input.process}.metrics.port`,
          message: `Port ${port} is the port of the process itself.`,
          because: 'The server serves the metrics of all its workers on a port of their own.',
          fix: 'Give another `metrics.port`.',
        },
      ];
}
