/** exposures: the dialects that come with slipway; anybody's own value of the same shape does as well. */

import type { Exposure } from '../model/exposure.ts';
import { gateway } from './gateway/gateway.ts';
import { internal } from './internal/internal.ts';
import { loadBalancer } from './load-balancer/load-balancer.ts';
import { nginxIngress } from './nginx-ingress/nginx-ingress.ts';

export { gateway } from './gateway/gateway.ts';
export type { GatewayOptions } from './gateway/options.ts';
export { internal } from './internal/internal.ts';
export { loadBalancer } from './load-balancer/load-balancer.ts';
export type { LoadBalancerOptions } from './load-balancer/options.ts';
export { nginxIngress } from './nginx-ingress/nginx-ingress.ts';
export type { NginxIngressOptions } from './nginx-ingress/options.ts';

/** One exposure of each dialect with what it can say: what holds for every exposure is tested with these. */
export const EXPOSURE_EXAMPLES: readonly Exposure[] = [
  nginxIngress({ host: 'shop.example.com', tls: { issuer: 'letsencrypt' } }),
  nginxIngress({
    host: 'shop.example.com',
    hosts: ['www.shop.example.com', '*.shop.example.net'],
    tls: { secretName: 'shop-certificate' },
    maxBodySize: '10Mi',
    timeouts: { connect: '5s', send: '60s' },
    rateLimit: { requestsPerSecond: 10, burst: 20, status: 503 },
    cors: { allowOrigins: ['https://app.example.com'], allowCredentials: true, maxAge: '10m' },
    stickySessions: { cookie: 'shop', maxAge: '1h' },
    allowFrom: ['192.0.2.0/24', '2001:db8::/32'],
    auth: { kind: 'basic', secretName: 'shop-users', realm: 'Shop' },
    requestHeaders: { set: { 'X-Channel': 'web' }, remove: ['X-Debug'] },
    responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, remove: ['Server'] },
    responseBuffering: false,
    retry: 'idempotent',
    previewHost: 'preview.shop.example.com',
    annotations: { 'nginx.org/hsts': 'true' },
  }),
  nginxIngress({
    controller: 'ingress-nginx',
    host: 'shop.example.com',
    tls: { issuer: 'shop-ca', issuerKind: 'Issuer' },
    auth: {
      kind: 'external',
      url: 'http://oauth2-proxy.auth.svc:4180/oauth2/auth',
      signInUrl: 'https://shop.example.com/oauth2/start',
      responseHeaders: ['X-Auth-Request-User'],
    },
    rewritePrefix: '/v1',
    retry: 'off',
  }),
  nginxIngress({
    resource: 'virtualServer',
    host: 'shop.example.com',
    hosts: ['www.shop.example.com'],
    tls: { issuer: 'letsencrypt' },
    paths: [{ path: '/api' }, { path: '/healthz', type: 'Exact' }],
    rewritePrefix: '/',
    responseHeaders: { set: { 'Content-Security-Policy': "default-src 'self', https:" } },
    auth: { kind: 'basic', secretName: 'shop-users' },
  }),
  gateway({ host: 'shop.example.com', gateway: { name: 'public', namespace: 'gateways' } }),
  gateway({
    implementation: 'ngf',
    host: 'shop.example.com',
    createGateway: { className: 'nginx', annotations: { 'example.com/owner': 'shop' } },
    tls: { issuer: 'letsencrypt' },
    maxBodySize: '10Mi',
    rateLimit: { requestsPerSecond: 5 },
    upstreamKeepAlive: '15s',
    tracing: { sample: 10, spanName: 'shop', attributes: { team: 'shop' } },
  }),
  loadBalancer({ platform: 'eks', scope: 'internal', host: 'shop.internal.example.com' }),
  loadBalancer({
    platform: 'metallb',
    scope: 'internal',
    port: 8080,
    keepClientAddress: true,
    addresses: ['192.0.2.10'],
    allowFrom: ['192.0.2.0/24'],
  }),
  internal(),
  internal({ from: [{ namespace: 'checkout', podLabels: { app: 'checkout' } }] }),
];
