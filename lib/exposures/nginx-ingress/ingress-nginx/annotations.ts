/** exposures › nginx ingress › ingress-nginx › annotations: neutral options in the words of the community controller. */

import { nginxSize } from '../../../units/byte-size.ts';
import { type Annotations, issuerAnnotation } from '../../annotations.ts';
import type { Face } from '../../face.ts';
import type { Neutral } from '../../neutral.ts';
import { countedRate } from '../../rate.ts';

const PREFIX = 'nginx.ingress.kubernetes.io/';

/**
 * Annotations of one Ingress; time-outs are whole seconds without a unit here.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export function ingressNginxAnnotations(neutral: Neutral, face: Face): Annotations {
  const { timeouts, maxBodyBytes, tls } = neutral;
  const own: Annotations = {
    'proxy-body-size': maxBodyBytes === undefined ? undefined : nginxSize(maxBodyBytes, 'offset'),
    'proxy-connect-timeout': seconds(timeouts.connect),
    'proxy-read-timeout': seconds(timeouts.read),
    'proxy-send-timeout': seconds(timeouts.send),
    'proxy-buffering':
      neutral.responseBuffering === undefined
        ? undefined
        : neutral.responseBuffering
          ? 'on'
          : 'off',
    'backend-protocol': face.routes.some(({ target }) => target.protocol === 'grpc')
      ? 'GRPC'
      : undefined,
    'whitelist-source-range': neutral.allowFrom?.join(','),
    ...redirect(neutral),
    ...retry(neutral),
    ...rateLimit(neutral),
    ...cors(neutral),
    ...auth(neutral),
    ...sticky(neutral),
    ...rewrite(neutral),
  };
  return {
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`${PREFIX}${key}`, value])),
    ...issuerAnnotation(tls),
  };
}

function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(Math.ceil(value));
}

/** With TLS the controller redirects by itself; without, `force-ssl-redirect` goes by X-Forwarded-Proto. */
function redirect({ tls, redirectToHttps }: Neutral): Annotations {
  if (tls !== undefined) return { 'ssl-redirect': redirectToHttps ? undefined : 'false' };
  return { 'force-ssl-redirect': redirectToHttps ? 'true' : undefined };
}

/** The controller's default, `error timeout` with three tries, would run a slow request three times. */
function retry({ retry: mode }: Neutral): Annotations {
  if (mode === 'off') return { 'proxy-next-upstream': 'off' };
  return {
    'proxy-next-upstream':
      mode === 'connection' ? 'error' : 'error timeout http_502 http_503 http_504',
    'proxy-next-upstream-tries': '2',
  };
}

/** `burst` is a multiple of the rate here; five is the controller's own default. */
function rateLimit({ rateLimit: limit }: Neutral): Annotations {
  if (limit === undefined) return {};
  const { count, unit } = countedRate(limit);
  return {
    [unit === 's' ? 'limit-rps' : 'limit-rpm']: String(count),
    'limit-burst-multiplier': String(Math.max(1, Math.round(limit.burst / count))),
  };
}

/** The controller's defaults allow credentials, PUT, DELETE and a list of headers: everything is said. */
function cors({ cors: spec }: Neutral): Annotations {
  if (spec === undefined) return {};
  return {
    'enable-cors': 'true',
    'cors-allow-origin': spec.allowOrigins.join(','),
    'cors-allow-methods': spec.allowMethods.join(', '),
    // A header that needs no leave stands for "none": an empty value means the controller's own list.
    'cors-allow-headers': spec.allowHeaders.length === 0 ? 'Accept' : spec.allowHeaders.join(','),
    'cors-allow-credentials': String(spec.allowCredentials),
    'cors-expose-headers':
      spec.exposeHeaders.length === 0 ? undefined : spec.exposeHeaders.join(','),
    'cors-max-age': String(Math.ceil(spec.maxAgeSeconds ?? FETCH_MAX_AGE_SECONDS)),
  };
}

/** How long a browser remembers an answer that does not say. @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 */
const FETCH_MAX_AGE_SECONDS = 5;

function auth({ auth: spec }: Neutral): Annotations {
  if (spec === undefined) return {};
  if (spec.kind === 'basic') {
    return { 'auth-type': 'basic', 'auth-secret': spec.secretName, 'auth-realm': spec.realm };
  }
  return {
    'auth-url': spec.url,
    'auth-signin': spec.signInUrl,
    'auth-response-headers': spec.responseHeaders?.join(','),
  };
}

function sticky({ sticky: spec, tls }: Neutral): Annotations {
  if (spec === undefined) return {};
  return {
    affinity: 'cookie',
    'session-cookie-name': spec.cookie,
    'session-cookie-max-age':
      spec.maxAgeSeconds === undefined ? undefined : String(Math.ceil(spec.maxAgeSeconds)),
    'session-cookie-secure': tls === undefined ? undefined : 'true',
  };
}

function rewrite({ rewritePrefix }: Neutral): Annotations {
  if (rewritePrefix === undefined) return {};
  return { 'use-regex': 'true', 'rewrite-target': `${rewritePrefix.replace(/\/$/, '')}/$2` };
}
