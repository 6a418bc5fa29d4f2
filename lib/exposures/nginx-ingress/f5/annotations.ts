/** exposures › nginx ingress › f5 › annotations: neutral options in the words of F5 NGINX Ingress Controller. */

import { nginxSize } from '../../../units/byte-size.ts';
import { nginxTime } from '../../../units/duration.ts';
import { type Annotations, issuerAnnotation } from '../../annotations.ts';
import type { Face } from '../../face.ts';
import { provesByRequest } from '../../issuer.ts';
import { type Neutral, servicesOf } from '../../neutral.ts';
import { rateOf } from '../../rate.ts';
import { headerAnnotations } from './headers.ts';
import { policyName } from './policies.ts';
import { rewriteAnnotation } from './rewrite.ts';

/**
 * Annotations of one Ingress.
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/
 */
export function f5Annotations(neutral: Neutral, face: Face): Annotations {
  const { timeouts, maxBodyBytes } = neutral;
  const policies = policyNames(neutral);
  return {
    'nginx.org/client-max-body-size':
      maxBodyBytes === undefined ? undefined : nginxSize(maxBodyBytes, 'offset'),
    'nginx.org/proxy-connect-timeout': time(timeouts.connect),
    'nginx.org/proxy-read-timeout': time(timeouts.read),
    'nginx.org/proxy-send-timeout': time(timeouts.send),
    'nginx.org/proxy-buffering': flag(neutral.responseBuffering),
    'nginx.org/policies': policies.length === 0 ? undefined : policies.join(','),
    'nginx.org/rewrites': rewriteAnnotation(neutral, face),
    ...protocols(face),
    ...redirect(neutral),
    ...retry(neutral),
    ...rateLimit(neutral),
    ...basicAuth(neutral),
    ...sticky(neutral, face),
    ...headerAnnotations(neutral),
    ...issuerAnnotation(neutral.tls),
    // A second Ingress of the same host, which would answer the challenge, is refused by this controller.
    ...(provesByRequest(neutral) ? { 'acme.cert-manager.io/http01-edit-in-place': 'true' } : {}),
  };
}

function time(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : nginxTime(seconds);
}

function flag(value: boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function policyNames(neutral: Neutral): readonly string[] {
  return [
    ...(neutral.allowFrom === undefined ? [] : [policyName(neutral, 'allow-from')]),
    ...(neutral.cors === undefined ? [] : [policyName(neutral, 'cors')]),
    ...(neutral.auth?.kind === 'external' ? [policyName(neutral, 'external-auth')] : []),
  ];
}

/** The controller speaks plain HTTP/1.1 unless a Service is listed. */
function protocols(face: Face): Annotations {
  const speaking = (protocol: string): string | undefined => {
    const names = servicesOf(face.routes.filter(({ target }) => target.protocol === protocol));
    return names.length === 0 ? undefined : names.join(',');
  };
  return {
    'nginx.org/grpc-services': speaking('grpc'),
    'nginx.org/websocket-services': speaking('websocket'),
  };
}

/** With TLS the controller redirects by itself; without, TLS ends in front and X-Forwarded-Proto tells. */
function redirect({ tls, redirectToHttps }: Neutral): Annotations {
  if (tls !== undefined) {
    return { 'nginx.org/ssl-redirect': redirectToHttps ? undefined : 'false' };
  }
  return { 'nginx.org/redirect-to-https': redirectToHttps ? 'true' : undefined };
}

/** nginx retries `error timeout` as often as there are pods; a time-out would run a slow request again and again. */
function retry({ retry: mode }: Neutral): Annotations {
  if (mode === 'off') return { 'nginx.org/proxy-next-upstream': 'off' };
  return {
    'nginx.org/proxy-next-upstream':
      mode === 'connection' ? 'error' : 'error timeout http_502 http_503 http_504',
    'nginx.org/proxy-next-upstream-tries': '2',
  };
}

/** Addresses kept for the limit: 10 MB hold some 160,000. @see https://nginx.org/en/docs/http/ngx_http_limit_req_module.html */
const ZONE_SIZE = '10m';

function rateLimit({ rateLimit: limit }: Neutral): Annotations {
  if (limit === undefined) return {};
  const { burst, status } = limit;
  return {
    'nginx.org/limit-req-rate': rateOf(limit),
    'nginx.org/limit-req-zone-size': ZONE_SIZE,
    'nginx.org/limit-req-burst': burst === 0 ? undefined : String(burst),
    'nginx.org/limit-req-no-delay': burst === 0 ? undefined : 'true',
    'nginx.org/limit-req-reject-code': String(status ?? 429),
  };
}

function basicAuth({ auth }: Neutral): Annotations {
  if (auth?.kind !== 'basic') return {};
  return {
    'nginx.org/basic-auth-secret': auth.secretName,
    'nginx.org/basic-auth-realm': auth.realm,
  };
}

function sticky(neutral: Neutral, face: Face): Annotations {
  if (neutral.sticky === undefined) return {};
  const { cookie, maxAgeSeconds } = neutral.sticky;
  const words = [
    cookie,
    ...(maxAgeSeconds === undefined ? [] : [`expires=${nginxTime(maxAgeSeconds)}`]),
    'httponly',
    ...(neutral.tls === undefined ? [] : ['secure']),
    'path=/',
  ];
  return {
    'nginx.org/sticky-cookie-services': servicesOf(face.routes)
      .map((service) => `serviceName=${service} ${words.join(' ')}`)
      .join(';'),
  };
}
