/** convert › annotations: every annotation of ingress-nginx, and what becomes of it. */

/** What becomes of an annotation. */
export type Fate =
  | {
      /** An option says the same. */
      readonly kind: 'converted';
      /** The option, e.g. `maxBodySize`. */
      readonly option: string;
    }
  | { readonly kind: 'by-hand'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string };

/** Prefix of the controller's annotations. */
export const PREFIX = 'nginx.ingress.kubernetes.io/';

const to = (option: string): Fate => ({ kind: 'converted', option });
const hand = (reason: string): Fate => ({ kind: 'by-hand', reason });
const lost = (reason: string): Fate => ({ kind: 'lost', reason });

const OPT_IN =
  "who asks for the canary belongs to the rollout: `rollout: canary({ steps: [10, 50], optIn: { header: { name: 'X-Canary' } } })`";
const CANARY = 'a weighted split belongs to the rollout: `rollout: canary({ steps: [10, 50] })`';
const UPSTREAM_TLS =
  'TLS between proxy and pod is not described here; NetworkPolicies keep others off the pod';
const CLIENT_CERTIFICATES =
  'no option asks clients for certificates; use a Policy of the new controller';
const MODSECURITY =
  'no target has ModSecurity without a build of its own; put a firewall in front, or use F5 WAF';
const TRACING = 'tracing is switched on in the new controller, for all hosts';
const SNIPPET =
  'nginx code means something in one controller only, and is switched off in the others';
const AUTH_CACHE = 'the new proxies ask the authentication service each time';
const GLOBAL_RATE = 'limits count for each replica of the proxy, as those of all targets do';
const COOKIE_DETAIL = 'the new proxies decide it; with TLS the cookie is Secure';
const CODES = 'the application answers with its own pages';
const TUNING = 'a buffer of the old controller; the new one has its own';
const CONTROLLER_TLS =
  'which protocols and ciphers clients may use is set in the new controller, for all hosts';

/**
 * By name, without the prefix. @see kubernetes/ingress-nginx docs/user-guide/nginx-configuration/annotations.md and
 * internal/ingress/annotations at controller-v1.15.1 (the last release)
 */
export const FATES: Readonly<Record<string, Fate>> = {
  affinity: to('stickySessions'),
  'affinity-canary-behavior': hand(CANARY),
  'affinity-mode': lost(
    'clients stay with their pod as long as it lives, as in the mode `balanced`',
  ),
  'allowlist-source-range': to('allowFrom'),
  'app-root': hand('the application redirects `/` by itself'),
  'auth-always-set-cookie': lost(AUTH_CACHE),
  'auth-cache-duration': lost(AUTH_CACHE),
  'auth-cache-key': lost(AUTH_CACHE),
  'auth-keepalive': lost(AUTH_CACHE),
  'auth-keepalive-requests': lost(AUTH_CACHE),
  'auth-keepalive-share-vars': lost(AUTH_CACHE),
  'auth-keepalive-timeout': lost(AUTH_CACHE),
  'auth-method': hand('the authentication service is asked by GET: let it answer that'),
  'auth-proxy-set-headers': hand(
    'headers for the authentication service: let it read those of the request',
  ),
  'auth-realm': to('auth'),
  'auth-request-redirect': hand(
    'the authentication service gets the original URI in its own header',
  ),
  'auth-response-headers': to('auth'),
  'auth-secret': to('auth'),
  'auth-secret-type': hand('the Secret must hold one file of users, in the form the target reads'),
  'auth-signin': to('auth'),
  'auth-signin-redirect-param': hand('put the parameter into `auth.signInUrl`'),
  'auth-snippet': lost(SNIPPET),
  'auth-tls-error-page': lost(CLIENT_CERTIFICATES),
  'auth-tls-match-cn': lost(CLIENT_CERTIFICATES),
  'auth-tls-pass-certificate-to-upstream': lost(CLIENT_CERTIFICATES),
  'auth-tls-secret': hand(CLIENT_CERTIFICATES),
  'auth-tls-verify-client': hand(CLIENT_CERTIFICATES),
  'auth-tls-verify-depth': lost(CLIENT_CERTIFICATES),
  'auth-type': to('auth'),
  'auth-url': to('auth'),
  'backend-protocol': hand(
    'say `protocol` of the process (`grpc`), and let it speak HTTP without TLS',
  ),
  canary: hand(CANARY),
  'canary-by-cookie': hand(OPT_IN),
  'canary-by-header': hand(OPT_IN),
  'canary-by-header-pattern': hand(OPT_IN),
  'canary-by-header-value': hand(OPT_IN),
  'canary-weight': hand(CANARY),
  'canary-weight-total': hand(CANARY),
  'client-body-buffer-size': lost(TUNING),
  'configuration-snippet': to('responseHeaders'),
  'connection-proxy-header': lost('the proxies set it as the protocol of the process needs it'),
  'cors-allow-credentials': to('cors'),
  'cors-allow-headers': to('cors'),
  'cors-allow-methods': to('cors'),
  'cors-allow-origin': to('cors'),
  'cors-expose-headers': to('cors'),
  'cors-max-age': to('cors'),
  'custom-headers': hand('write the headers of that ConfigMap into `responseHeaders.set`'),
  'custom-http-errors': lost(CODES),
  'default-backend': lost(CODES),
  'denylist-source-range': hand(
    'no option keeps single addresses out; name who may come in `allowFrom`',
  ),
  'disable-proxy-intercept-errors': lost(CODES),
  'enable-access-log': lost('whether requests are logged is set in the new controller'),
  'enable-cors': to('cors'),
  'enable-global-auth': lost('there is no authentication for all hosts that could be switched off'),
  'enable-modsecurity': hand(MODSECURITY),
  'enable-opentelemetry': lost(TRACING),
  'enable-opentracing': lost(TRACING),
  'enable-owasp-core-rules': hand(MODSECURITY),
  'enable-rewrite-log': lost('for debugging the old controller only'),
  'fastcgi-index': hand('put a web server that speaks FastCGI into the pod'),
  'fastcgi-params-configmap': hand('put a web server that speaks FastCGI into the pod'),
  'force-ssl-redirect': to('redirectToHttps'),
  'from-to-www-redirect': hand(
    'name both hosts, and let the application redirect one to the other',
  ),
  'global-rate-limit': hand(GLOBAL_RATE),
  'global-rate-limit-ignored-cidrs': lost(GLOBAL_RATE),
  'global-rate-limit-key': lost(GLOBAL_RATE),
  'global-rate-limit-window': lost(GLOBAL_RATE),
  'http2-push-preload': lost('browsers and nginx have given HTTP/2 push up'),
  'limit-allowlist': hand('the limit counts for every client'),
  'limit-burst-multiplier': to('rateLimit'),
  'limit-connections': hand('no option limits connections; limit requests by `rateLimit`'),
  'limit-rate': lost('no target limits the speed of a response'),
  'limit-rate-after': lost('no target limits the speed of a response'),
  'limit-rpm': to('rateLimit'),
  'limit-rps': to('rateLimit'),
  'limit-whitelist': hand('the limit counts for every client'),
  'load-balance': lost('the new proxies choose a pod by their own method'),
  'mirror-host': hand('mirroring is a filter of the Gateway API, to be added by a patch'),
  'mirror-request-body': lost('mirroring is a filter of the Gateway API, to be added by a patch'),
  'mirror-target': hand('mirroring is a filter of the Gateway API, to be added by a patch'),
  'modsecurity-snippet': lost(MODSECURITY),
  'modsecurity-transaction-id': lost(MODSECURITY),
  'opentelemetry-operation-name': lost(TRACING),
  'opentelemetry-trust-incoming-span': lost(TRACING),
  'opentracing-trust-incoming-span': lost(TRACING),
  'permanent-redirect': hand(
    'a host that only redirects needs no service: use the redirect of the new controller',
  ),
  'permanent-redirect-code': hand(
    'a host that only redirects needs no service: use the redirect of the new controller',
  ),
  'preserve-trailing-slash': lost('redirects to HTTPS keep the path'),
  'proxy-body-size': to('maxBodySize'),
  'proxy-buffer-size': lost(TUNING),
  'proxy-buffering': to('responseBuffering'),
  'proxy-buffers-number': lost(TUNING),
  'proxy-busy-buffers-size': lost(TUNING),
  'proxy-connect-timeout': to('timeouts'),
  'proxy-cookie-domain': hand('the application sets its cookies for the host it is asked by'),
  'proxy-cookie-path': hand('the application sets its cookies for the path it is asked by'),
  'proxy-http-version': lost('HTTP/1.1, the default of all'),
  'proxy-max-temp-file-size': lost(TUNING),
  'proxy-next-upstream': to('retry'),
  'proxy-next-upstream-timeout': lost('two tries, each within the time of a request'),
  'proxy-next-upstream-tries': lost('two tries: one more pod is asked'),
  'proxy-read-timeout': to('timeouts'),
  'proxy-redirect-from': hand('the application redirects to the host it is asked by'),
  'proxy-redirect-to': hand('the application redirects to the host it is asked by'),
  'proxy-request-buffering': hand(
    'say `proxy: nginx({ requestBuffering: false })` of the process, if uploads must stream',
  ),
  'proxy-send-timeout': to('timeouts'),
  'proxy-ssl-ciphers': lost(UPSTREAM_TLS),
  'proxy-ssl-name': lost(UPSTREAM_TLS),
  'proxy-ssl-protocols': lost(UPSTREAM_TLS),
  'proxy-ssl-secret': hand(UPSTREAM_TLS),
  'proxy-ssl-server-name': lost(UPSTREAM_TLS),
  'proxy-ssl-verify': hand(UPSTREAM_TLS),
  'proxy-ssl-verify-depth': lost(UPSTREAM_TLS),
  'relative-redirects': hand('the application redirects to the host it is asked by'),
  'rewrite-target': to('rewritePrefix'),
  satisfy: hand('all of the conditions must hold: addresses and authentication'),
  'server-alias': to('hosts'),
  'server-snippet': lost(SNIPPET),
  'service-upstream': lost(
    'pods are asked directly: through the Service, connections to stopping pods would go on',
  ),
  'session-cookie-change-on-failure': lost(COOKIE_DETAIL),
  'session-cookie-conditional-samesite-none': lost(COOKIE_DETAIL),
  'session-cookie-domain': lost(COOKIE_DETAIL),
  'session-cookie-expires': lost('`maxAge` says it to every browser of today'),
  'session-cookie-max-age': to('stickySessions'),
  'session-cookie-name': to('stickySessions'),
  'session-cookie-path': lost(COOKIE_DETAIL),
  'session-cookie-samesite': lost(COOKIE_DETAIL),
  'session-cookie-secure': lost(COOKIE_DETAIL),
  'ssl-ciphers': lost(CONTROLLER_TLS),
  'ssl-passthrough': hand('TLS that ends in the pod goes through `loadBalancer()`, or a TLSRoute'),
  'ssl-prefer-server-ciphers': lost(CONTROLLER_TLS),
  'ssl-redirect': to('redirectToHttps'),
  'stream-snippet': lost(SNIPPET),
  'temporal-redirect': hand(
    'a host that only redirects needs no service: use the redirect of the new controller',
  ),
  'temporal-redirect-code': hand(
    'a host that only redirects needs no service: use the redirect of the new controller',
  ),
  'upstream-hash-by': hand('bind clients to pods by `stickySessions`, if that is what it is for'),
  'upstream-hash-by-subset': lost(
    'bind clients to pods by `stickySessions`, if that is what it is for',
  ),
  'upstream-hash-by-subset-size': lost(
    'bind clients to pods by `stickySessions`, if that is what it is for',
  ),
  'upstream-vhost': hand('the process is asked by the host of the client: let it accept that'),
  'use-port-in-redirects': lost('redirects go to the usual ports'),
  'use-regex': to('rewritePrefix'),
  'whitelist-source-range': to('allowFrom'),
  'x-forwarded-prefix': hand('say the prefix to the application in `requestHeaders.set`'),
};
