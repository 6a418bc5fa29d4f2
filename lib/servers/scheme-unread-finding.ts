/** servers: the forwarded protocol that is not read, said wherever it happens. */

import type { Finding } from '../model/finding.ts';

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
