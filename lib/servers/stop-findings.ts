/** servers: faults of servers that a plan cannot mend, said wherever they occur. */

import type { Finding } from '../model/finding.ts';

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
    message: `${who} closes idle connections the moment it is told to stop.`,
    because:
      'A request that is just being sent on one of them is lost, unless the pod left the endpoints long enough before.',
    fix: instead,
  };
}

/** The forwarded protocol is not read. Raises SW2018. */
export function schemeUnreadFinding(who: string, path: string, instead: string): Finding {
  return {
    code: 'SW2018',
    name: 'server-scheme-unread',
    severity: 'warning',
    path,
    message: `${who} does not read X-Forwarded-Proto: the application takes HTTPS for HTTP.`,
    because: 'Links and redirects it makes lead to http://, perhaps in a circle.',
    fix: instead,
  };
}
