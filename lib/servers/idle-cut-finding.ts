/** servers: idle connections that are cut at the first sign of stopping, said wherever it happens. */

import type { Finding } from '../model/finding.ts';
import type { ServerInput } from '../model/server.ts';

/** Idle connections are cut at the first sign of stopping. Raises SW2005. */
export function idleCutFinding(
  who: string,
  severity: 'note' | 'warning',
  path: string,
  instead: string,
): Finding {
  return {
    code: 'SW2005',
    name: 'server-idle-cut',
    severity,
    path,
    message: `${who} closes idle connections as soon as it is told to stop.`,
    because:
      'A request that is just being sent on one of them is lost, unless the pod left the endpoints long enough before.',
    fix: instead,
  };
}

/** The same of a server by itself; behind a proxy in the pod there are no idle connections. */
export function idleCutFindings(
  input: ServerInput,
  who: string,
  instead: string,
): readonly Finding[] {
  return input.socket === undefined
    ? [idleCutFinding(who, 'note', `${input.process}.server`, instead)]
    : [];
}
