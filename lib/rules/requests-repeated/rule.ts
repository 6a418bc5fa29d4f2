/** Manifest rule: proxies do not repeat requests that may have had an effect. */

import { annotationPath, F5_NGINX, INGRESS_NGINX, ingressesOf } from '../manifests/ingress.ts';
import type { ManifestRule } from '../rule.ts';

const RISKY = ['timeout', 'non_idempotent'];

/** SW4407. @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream */
export const requestsRepeated: ManifestRule = {
  code: 'SW4407',
  name: 'requests-repeated',
  level: 'manifest',
  severity: 'warning',
  summary: 'The proxy repeats requests that timed out, or POSTs, at another pod.',
  because:
    'A request that timed out is still being worked on: repeating it doubles the load when there is too much already, and a repeated POST may order twice.',
  check: (set) =>
    ingressesOf(set).flatMap((on) =>
      [INGRESS_NGINX, F5_NGINX].flatMap((prefix) => {
        const key = `${prefix}proxy-next-upstream`;
        const words = (on.annotations[key] ?? '')
          .split(/[\s,]+/)
          .filter((word) => RISKY.includes(word));
        return words.length === 0
          ? []
          : [
              {
                on,
                path: annotationPath(key),
                message: `proxy-next-upstream includes ${words.join(' and ')}.`,
                fix: 'Write error alone: it retries where no answer began.',
              },
            ];
      }),
    ),
};
