/** Manifest rule: proxies do not repeat requests that may have had an effect. */

import { annotationPath, F5_NGINX, INGRESS_NGINX, ingressesOf } from '../manifests/ingress.ts';
import type { ManifestObject } from '../manifests/manifest-set.ts';
import type { ManifestComplaint, ManifestRule } from '../rule.ts';

const RISKY = ['timeout', 'non_idempotent'];

/** The proxy repeats what it has not sent yet without its help; everything else it must have kept. */
const NEEDS_NO_BODY = ['', 'error', 'off'];
const BUFFERING = `${INGRESS_NGINX}proxy-request-buffering`;

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
        return [
          ...(words.length === 0
            ? []
            : [
                {
                  on,
                  path: annotationPath(key),
                  message: `proxy-next-upstream includes ${words.join(' and ')}.`,
                  fix: 'Write error alone: it retries where no answer began.',
                },
              ]),
          ...unkept(on, key),
        ];
      }),
    ),
};

/** Repeats that are asked for and never happen: a body that is passed on as it comes cannot be sent again. */
function unkept(on: ManifestObject, key: string): readonly ManifestComplaint[] {
  const words = (on.annotations[key] ?? '').split(/[\s,]+/);
  if (!key.startsWith(INGRESS_NGINX) || on.annotations[BUFFERING] !== 'off') return [];
  if (words.every((word) => NEEDS_NO_BODY.includes(word))) return [];
  return [
    {
      on,
      path: annotationPath(BUFFERING),
      message: `proxy-request-buffering is off: what proxy-next-upstream says (${words.join(' ')}) is never done once a request with a body was sent.`,
      because:
        'nginx repeats a request only if it still has its body; with buffering off it has passed the body on.',
      fix: 'Write error alone, or leave request buffering on.',
    },
  ];
}
