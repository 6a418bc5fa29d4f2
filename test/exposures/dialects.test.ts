// Every option in every dialect: said, or refused by name; never dropped.
import { describe, expect, test } from 'vitest';
import { DIALECTS, type Dialect } from '../../lib/exposures/dialects.ts';
import { EXPRESSIONS } from '../../lib/exposures/expressions.ts';
import { gateway, internal, loadBalancer, nginxIngress } from '../../lib/exposures/index.ts';
import { dialectNames, usedOptions } from '../../lib/exposures/refuse.ts';
import type {
  ExposureFacts,
  ExposureInput,
  ExposureOptions,
  ExposureTarget,
} from '../../lib/model/exposure.ts';
import { situation, target } from './situation.ts';

type Part = keyof typeof EXPRESSIONS;

/** How each part is said, beside a host and TLS that all have; `target.*` are circumstances. */
const OPTIONS: Readonly<Record<Exclude<Part, `target.${string}`>, ExposureOptions>> = {
  host: { host: 'other.example.com' },
  hosts: { hosts: ['www.example.com'] },
  paths: { paths: [{ path: '/api' }] },
  tls: { tls: { secretName: 'other' } },
  redirectToHttps: { redirectToHttps: true },
  maxBodySize: { maxBodySize: '10Mi' },
  'timeouts.connect': { timeouts: { connect: 5 } },
  'timeouts.read': { timeouts: { read: '2m' } },
  'timeouts.send': { timeouts: { send: '90s' } },
  rateLimit: { rateLimit: { requestsPerSecond: 10 } },
  'rateLimit.status': { rateLimit: { requestsPerSecond: 10, status: 503 } },
  cors: { cors: { allowOrigins: ['https://app.example.com'] } },
  stickySessions: { stickySessions: true },
  allowFrom: { allowFrom: ['192.0.2.0/24'] },
  'auth.basic': { auth: { kind: 'basic', secretName: 'users' } },
  'auth.external': { auth: { kind: 'external', url: 'http://auth.sso.svc/check' } },
  'auth.external.signInUrl': {
    auth: { kind: 'external', url: 'http://auth.sso.svc/check', signInUrl: '/oauth2/start' },
  },
  'auth.external.responseHeaders': {
    auth: { kind: 'external', url: 'http://auth.sso.svc/check', responseHeaders: ['X-User'] },
  },
  rewritePrefix: { rewritePrefix: '/v1' },
  'requestHeaders.set': { requestHeaders: { set: { 'X-A': '1' } } },
  'requestHeaders.remove': { requestHeaders: { remove: ['X-A'] } },
  'responseHeaders.set': { responseHeaders: { set: { 'X-A': '1' } } },
  'responseHeaders.remove': { responseHeaders: { remove: ['X-A'] } },
  responseBuffering: { responseBuffering: false },
  retry: { retry: 'idempotent' },
  previewHost: { previewHost: 'preview.example.com' },
  annotations: { annotations: { 'example.com/team': 'shop' } },
};

const split = [
  { serviceName: 'shop-stable', weight: 90 },
  { serviceName: 'shop-canary', weight: 10 },
] as const;
const TARGETS: Readonly<Record<Extract<Part, `target.${string}`>, Partial<ExposureTarget>>> = {
  'target.grpc': { protocol: 'grpc' },
  'target.websocket': { protocol: 'websocket' },
  'target.weights': { weights: split },
  'target.weights.header': { weights: split, optIn: { header: { name: 'X-Canary' } } },
  'target.weights.cookie': { weights: split, optIn: { cookie: { name: 'canary' } } },
};

/** Facts of a dialect that can say everything around the part in question. */
const FACTS: Readonly<
  Record<Dialect, (options: ExposureOptions, input: ExposureInput) => ExposureFacts>
> = {
  f5: (options, input) => nginxIngress({ ...base, ...options }).facts(input),
  'virtual-server': (options, input) =>
    nginxIngress({ ...base, ...options, resource: 'virtualServer' }).facts(input),
  'ingress-nginx': (options, input) =>
    nginxIngress({ ...base, ...options, controller: 'ingress-nginx' }).facts(input),
  gateway: (options, input) =>
    gateway({ ...base, ...options, createGateway: { className: 'any' } }).facts(input),
  ngf: (options, input) =>
    gateway({ ...base, ...options, createGateway: true, implementation: 'ngf' }).facts(input),
  'load-balancer': (options, input) => loadBalancer(options).facts(input),
  internal: (options, input) => internal(options).facts(input),
};
const base = { host: 'shop.example.com', tls: { issuer: 'letsencrypt' } } as const;
const before = situation({ web: target({ previewServiceName: 'shop-preview' }) });

const parts = Object.keys(EXPRESSIONS) as readonly Part[];
const cases = dialectNames().flatMap((dialect) => parts.map((part) => [dialect, part] as const));

function facts(dialect: Dialect, part: Part): ExposureFacts {
  if (part in OPTIONS) return FACTS[dialect](OPTIONS[part as keyof typeof OPTIONS], before);
  const over = TARGETS[part as keyof typeof TARGETS];
  return FACTS[dialect]({}, situation({ web: target(over) }));
}

/** What would be refused in silence if nothing of this changed. */
const said = ({ objects, proxy, hosts }: ExposureFacts): string =>
  JSON.stringify([objects, proxy.readTimeoutSeconds, hosts]);

test('every dialect is listed', () => {
  expect([...dialectNames()].toSorted()).toEqual(Object.keys(DIALECTS).toSorted());
});

test.each(cases)('%s says or refuses %s', (dialect, part) => {
  const expression = EXPRESSIONS[part][dialect];
  const refusals = facts(dialect, part).findings.filter(({ code }) => code === 'SW2110');
  if ('no' in expression) {
    // Of `rateLimit` and `rateLimit.status`, the whole is named where neither can be said.
    const named =
      parts.find((whole) => part.startsWith(`${whole}.`) && 'no' in EXPRESSIONS[whole][dialect]) ??
      part;
    expect(refusals).toHaveLength(1);
    const [about] = refusals;
    expect(about).toMatchObject({ severity: 'error', name: 'option-not-expressible' });
    expect(about?.message).toContain(`${DIALECTS[dialect].title} cannot express`);
    if (part in OPTIONS) expect(about?.message).toContain(`\`${named}\``);
    for (const other of dialectNames()) {
      const able = 'by' in EXPRESSIONS[named][other];
      expect(about?.fix?.includes(DIALECTS[other].factory) ?? false).toBe(able);
    }
    return;
  }
  expect(refusals).toEqual([]);
  // These pass connections on: a protocol changes nothing.
  if (part.startsWith('target.') && ['internal', 'load-balancer'].includes(dialect)) return;
  const without = FACTS[dialect](
    part === 'redirectToHttps' ? { redirectToHttps: false } : {},
    before,
  );
  expect(said(facts(dialect, part))).not.toBe(said(without));
});

describe('what is not said is not refused', () => {
  test.each(dialectNames())('%s takes options that say no', (dialect) => {
    const off: ExposureOptions = {
      tls: false,
      redirectToHttps: false,
      cors: false,
      stickySessions: false,
      requestHeaders: {},
      responseHeaders: { set: {}, remove: [] },
      timeouts: {},
    };
    expect(usedOptions(off)).toEqual([]);
    const { findings } = FACTS[dialect](
      ['internal', 'load-balancer'].includes(dialect) ? off : { ...off, ...base },
      before,
    );
    expect(findings.filter(({ code }) => code === 'SW2110')).toEqual([]);
  });
  test('a process of another exposure does not count', () => {
    const targets = { web: target(), rpc: target({ serviceName: 'rpc', protocol: 'grpc' }) };
    const { findings } = nginxIngress({ host: 'a.example.com', tls: false }).facts(
      situation(targets),
    );
    expect(findings.map(({ name }) => name)).toEqual(['tls-missing']);
  });
});

test('every option of the model has an expression', () => {
  const all = Object.values(OPTIONS).flatMap((options) => usedOptions(options));
  expect(all.map(({ part }) => part).toSorted()).toEqual(
    expect.arrayContaining(Object.keys(OPTIONS).toSorted()),
  );
});
