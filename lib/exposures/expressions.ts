/** exposures › expressions: how each dialect says each option, or why it cannot; it refuses options and is the source of the documentation. */

import type { Dialect, Expression } from './dialects.ts';

/** A part of the options that a dialect can or cannot say; `target.*` are circumstances of the processes behind. */
export type Expressible = keyof typeof EXPRESSIONS;

const NO_PROXY = 'callers reach the Service directly, no proxy stands between';
const NO_READING = 'it passes connections on without reading them';
const NO_ROUTE = 'there is no route that could carry it';
const NOT_PORTABLE = 'the Gateway API has no such field';
const no = (reason: string): Expression => ({ no: reason });
const by = (spelling: string): Expression => ({ by: spelling });

/** Where requests are passed on unread. */
const UNREAD = { 'load-balancer': no(NO_READING), internal: no(NO_PROXY) } as const;

/**
 * Every part of the options in every dialect.
 * Read from: nginx/kubernetes-ingress internal/configs/annotations.go and Policy types (5.6), kubernetes/ingress-nginx
 * docs/user-guide/nginx-configuration/annotations.md (controller-v1.15.1), kubernetes-sigs/gateway-api apis/v1 (v1.6.3),
 * nginx/nginx-gateway-fabric apis/v1alpha1 (2.7).
 */
export const EXPRESSIONS = {
  host: {
    f5: by('spec.rules[].host'),
    'virtual-server': by('spec.host'),
    'ingress-nginx': by('spec.rules[].host'),
    gateway: by('spec.hostnames'),
    ngf: by('spec.hostnames'),
    'load-balancer': by('hostname of external-dns'),
    internal: no('the names of a Service follow from its own name'),
  },
  hosts: {
    f5: by('spec.rules[].host'),
    'virtual-server': by('a VirtualServer for each'),
    'ingress-nginx': by('spec.rules[].host'),
    gateway: by('spec.hostnames'),
    ngf: by('spec.hostnames'),
    'load-balancer': by('hostname of external-dns'),
    internal: no('the names of a Service follow from its own name'),
  },
  paths: {
    f5: by('spec.rules[].http.paths'),
    'virtual-server': by('spec.routes[].path'),
    'ingress-nginx': by('spec.rules[].http.paths'),
    gateway: by('spec.rules[].matches[].path'),
    ngf: by('spec.rules[].matches[].path'),
    'load-balancer': no(NO_READING),
    internal: no('every process has a Service of its own; nothing tells paths apart'),
  },
  tls: {
    f5: by('spec.tls'),
    'virtual-server': by('spec.tls'),
    'ingress-nginx': by('spec.tls'),
    gateway: by('listeners[].tls of the Gateway'),
    ngf: by('listeners[].tls of the Gateway'),
    'load-balancer': no('it ends no TLS; the process would have to'),
    internal: no('nothing in front of the process could end TLS'),
  },
  redirectToHttps: {
    f5: by('nginx.org/ssl-redirect'),
    'virtual-server': by('spec.tls.redirect'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/ssl-redirect'),
    gateway: by('RequestRedirect on the HTTP listener'),
    ngf: by('RequestRedirect on the HTTP listener'),
    ...UNREAD,
  },
  maxBodySize: {
    f5: by('nginx.org/client-max-body-size'),
    'virtual-server': by('upstreams[].client-max-body-size'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/proxy-body-size'),
    gateway: no(NOT_PORTABLE),
    ngf: by('ClientSettingsPolicy body.maxSize'),
    ...UNREAD,
  },
  'timeouts.connect': {
    f5: by('nginx.org/proxy-connect-timeout'),
    'virtual-server': by('upstreams[].connect-timeout'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/proxy-connect-timeout'),
    gateway: no(NOT_PORTABLE),
    ngf: by('ProxySettingsPolicy timeout.connect'),
    ...UNREAD,
  },
  'timeouts.read': {
    f5: by('nginx.org/proxy-read-timeout'),
    'virtual-server': by('upstreams[].read-timeout'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/proxy-read-timeout'),
    gateway: by('spec.rules[].timeouts.request'),
    ngf: by('ProxySettingsPolicy timeout.read'),
    ...UNREAD,
  },
  'timeouts.send': {
    f5: by('nginx.org/proxy-send-timeout'),
    'virtual-server': by('upstreams[].send-timeout'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/proxy-send-timeout'),
    gateway: no(NOT_PORTABLE),
    ngf: by('ProxySettingsPolicy timeout.send'),
    ...UNREAD,
  },
  rateLimit: {
    f5: by('nginx.org/limit-req-*'),
    'virtual-server': by('Policy rateLimit'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/limit-rps'),
    gateway: no(NOT_PORTABLE),
    ngf: by('RateLimitPolicy rateLimit.local'),
    ...UNREAD,
  },
  'rateLimit.status': {
    f5: by('nginx.org/limit-req-reject-code'),
    'virtual-server': by('Policy rateLimit.rejectCode'),
    'ingress-nginx': no('the code is a setting of the whole controller (limit-req-status-code)'),
    gateway: no(NOT_PORTABLE),
    ngf: by('RateLimitPolicy rateLimit.rejectCode'),
    ...UNREAD,
  },
  cors: {
    f5: by('Policy cors'),
    'virtual-server': by('Policy cors'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/cors-*'),
    gateway: by('filter CORS'),
    ngf: by('filter CORS'),
    ...UNREAD,
  },
  stickySessions: {
    f5: by('nginx.org/sticky-cookie-services'),
    'virtual-server': by('upstreams[].sessionCookie'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/affinity'),
    gateway: no('sessionPersistence is experimental and few implementations have it'),
    ngf: no('sessions are bound by cookie only in NGINX Plus'),
    ...UNREAD,
  },
  allowFrom: {
    f5: by('Policy accessControl.allow'),
    'virtual-server': by('Policy accessControl.allow'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/whitelist-source-range'),
    gateway: no(NOT_PORTABLE),
    ngf: no('NGINX Gateway Fabric has no filter for client addresses'),
    'load-balancer': by('spec.loadBalancerSourceRanges'),
    internal: no('callers are pods; say which by `from`'),
  },
  'auth.basic': {
    f5: by('nginx.org/basic-auth-secret'),
    'virtual-server': by('Policy basicAuth'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/auth-secret'),
    gateway: no(NOT_PORTABLE),
    ngf: by('AuthenticationFilter Basic'),
    ...UNREAD,
  },
  'auth.external': {
    f5: by('Policy externalAuth'),
    'virtual-server': by('Policy externalAuth'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/auth-url'),
    gateway: no('the ExternalAuth filter is experimental'),
    ngf: no('the ExternalAuth filter is experimental and off by default'),
    ...UNREAD,
  },
  'auth.external.signInUrl': {
    f5: by('Policy externalAuth.authSigninURI'),
    'virtual-server': by('Policy externalAuth.authSigninURI'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/auth-signin'),
    gateway: no('the ExternalAuth filter is experimental'),
    ngf: no('the ExternalAuth filter is experimental and off by default'),
    ...UNREAD,
  },
  'auth.external.responseHeaders': {
    f5: no('the Policy passes none on without snippets'),
    'virtual-server': no('the Policy passes none on without snippets'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/auth-response-headers'),
    gateway: no('the ExternalAuth filter is experimental'),
    ngf: no('the ExternalAuth filter is experimental and off by default'),
    ...UNREAD,
  },
  rewritePrefix: {
    f5: by('nginx.org/rewrites'),
    'virtual-server': by('action.proxy.rewritePath'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/rewrite-target'),
    gateway: by('filter URLRewrite'),
    ngf: by('filter URLRewrite'),
    ...UNREAD,
  },
  'requestHeaders.set': {
    f5: by('nginx.org/proxy-set-headers'),
    'virtual-server': by('action.proxy.requestHeaders.set'),
    'ingress-nginx': no(
      'request headers are a setting of the whole controller (proxy-set-headers)',
    ),
    gateway: by('filter RequestHeaderModifier'),
    ngf: by('filter RequestHeaderModifier'),
    ...UNREAD,
  },
  'requestHeaders.remove': {
    f5: by('nginx.org/proxy-set-headers'),
    'virtual-server': by('action.proxy.requestHeaders.set'),
    'ingress-nginx': no(
      'request headers are a setting of the whole controller (proxy-set-headers)',
    ),
    gateway: by('filter RequestHeaderModifier'),
    ngf: by('filter RequestHeaderModifier'),
    ...UNREAD,
  },
  'responseHeaders.set': {
    f5: by('nginx.org/add-header'),
    'virtual-server': by('action.proxy.responseHeaders.add'),
    'ingress-nginx': no(
      'custom-headers works only for names that the controller lists in global-allowed-response-headers',
    ),
    gateway: by('filter ResponseHeaderModifier'),
    ngf: by('filter ResponseHeaderModifier'),
    ...UNREAD,
  },
  'responseHeaders.remove': {
    f5: by('nginx.org/proxy-hide-headers'),
    'virtual-server': by('action.proxy.responseHeaders.hide'),
    'ingress-nginx': no('hiding headers is a setting of the whole controller (hide-headers)'),
    gateway: by('filter ResponseHeaderModifier'),
    ngf: by('filter ResponseHeaderModifier'),
    ...UNREAD,
  },
  responseBuffering: {
    f5: by('nginx.org/proxy-buffering'),
    'virtual-server': by('upstreams[].buffering'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/proxy-buffering'),
    gateway: no(NOT_PORTABLE),
    ngf: by('ProxySettingsPolicy buffering.disable'),
    ...UNREAD,
  },
  retry: {
    f5: by('nginx.org/proxy-next-upstream'),
    'virtual-server': by('upstreams[].next-upstream'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/proxy-next-upstream'),
    gateway: no('HTTPRoute has it from Gateway API 1.7, and implementations only begin to follow'),
    ngf: no("NGINX Gateway Fabric refuses HTTPRoute's retry and keeps nginx's `error timeout`"),
    ...UNREAD,
  },
  previewHost: {
    f5: by('a second Ingress'),
    'virtual-server': by('a second VirtualServer'),
    'ingress-nginx': by('a second Ingress'),
    gateway: by('a second HTTPRoute'),
    ngf: by('a second HTTPRoute'),
    'load-balancer': no('the preview Service has a name of its own'),
    internal: no('the preview Service has a name of its own'),
  },
  annotations: {
    f5: by('metadata.annotations'),
    'virtual-server': by('metadata.annotations'),
    'ingress-nginx': by('metadata.annotations'),
    gateway: by('metadata.annotations'),
    ngf: by('metadata.annotations'),
    'load-balancer': by('metadata.annotations'),
    internal: no(NO_ROUTE),
  },
  'target.grpc': {
    f5: by('nginx.org/grpc-services'),
    'virtual-server': by('upstreams[].type: grpc'),
    'ingress-nginx': by('nginx.ingress.kubernetes.io/backend-protocol: GRPC'),
    gateway: by('GRPCRoute'),
    ngf: by('GRPCRoute'),
    'load-balancer': by('connections passed on'),
    internal: by('the Service itself'),
  },
  'target.websocket': {
    f5: by('nginx.org/websocket-services'),
    'virtual-server': by('time-outs only; the controller upgrades by itself'),
    'ingress-nginx': by('time-outs only; the controller upgrades by itself'),
    gateway: by('no time-out; the Gateway upgrades by itself'),
    ngf: by('time-outs only; the Gateway upgrades by itself'),
    'load-balancer': by('connections passed on'),
    internal: by('the Service itself'),
  },
  'target.weights': {
    f5: no('an Ingress of this controller has no weights'),
    'virtual-server': by('routes[].splits'),
    'ingress-nginx': by('a second Ingress with canary-weight'),
    gateway: by('spec.rules[].backendRefs[].weight'),
    ngf: by('spec.rules[].backendRefs[].weight'),
    'load-balancer': no(NO_READING),
    internal: no('a Service spreads over all its pods alike'),
  },
  'target.weights.header': {
    f5: no('an Ingress of this controller has no weights'),
    'virtual-server': by('routes[].matches[].conditions[].header'),
    'ingress-nginx': by('canary-by-header, canary-by-header-value or canary-by-header-pattern'),
    gateway: by('spec.rules[].matches[].headers'),
    ngf: by('spec.rules[].matches[].headers'),
    'load-balancer': no(NO_READING),
    internal: no('a Service spreads over all its pods alike'),
  },
  'target.weights.cookie': {
    f5: no('an Ingress of this controller has no weights'),
    'virtual-server': by('routes[].matches[].conditions[].cookie'),
    'ingress-nginx': by('canary-by-cookie'),
    gateway: by('spec.rules[].matches[].headers, an expression for Cookie (`headerExpressions`)'),
    ngf: by('spec.rules[].matches[].headers, an expression for Cookie'),
    'load-balancer': no(NO_READING),
    internal: no('a Service spreads over all its pods alike'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Dialect, Expression>>>>;
