// What external-dns is told, and where.
import { describe, expect, test } from 'vitest';
import { gateway, nginxIngress } from '../../lib/exposures/index.ts';
import type { ExposureFacts } from '../../lib/model/exposure.ts';
import { situation } from './situation.ts';

const host = 'shop.example.com';
const tls = { issuer: 'letsencrypt' } as const;

/** Annotations of external-dns, by object. */
function told({ objects }: ExposureFacts): Readonly<Record<string, object>> {
  return Object.fromEntries(
    objects.flatMap(({ kind, name, annotations = {} }) => {
      const own = Object.entries(annotations).filter(([key]) => key.startsWith('external-dns.'));
      return own.length === 0 ? [] : [[`${kind}/${name}`, Object.fromEntries(own)]];
    }),
  );
}

const spec = {
  ttl: '2m',
  targets: ['lb.example.com'],
  properties: { 'cloudflare-proxied': 'true' },
};

test('an Ingress tells everything, under both prefixes', () => {
  expect(told(nginxIngress({ host, tls, externalDns: spec }).facts(situation()))).toEqual({
    'ingress/shop': {
      'external-dns.alpha.kubernetes.io/cloudflare-proxied': 'true',
      'external-dns.alpha.kubernetes.io/target': 'lb.example.com',
      'external-dns.alpha.kubernetes.io/ttl': '120',
      'external-dns.kubernetes.io/cloudflare-proxied': 'true',
      'external-dns.kubernetes.io/target': 'lb.example.com',
      'external-dns.kubernetes.io/ttl': '120',
    },
  });
});

test('without the option nothing is told, because hosts are read anyway', () => {
  expect(told(nginxIngress({ host, tls }).facts(situation()))).toEqual({});
});

test('the target stands on the Gateway, the rest on the route', () => {
  const facts = gateway({
    host,
    tls,
    createGateway: { className: 'any' },
    externalDns: { ttl: 60, targets: ['192.0.2.1'] },
  }).facts(situation());
  expect(told(facts)).toEqual({
    'gateway/shop': {
      'external-dns.kubernetes.io/target': '192.0.2.1',
      'external-dns.alpha.kubernetes.io/target': '192.0.2.1',
    },
    'httpRoute/shop': {
      'external-dns.kubernetes.io/ttl': '60',
      'external-dns.alpha.kubernetes.io/ttl': '60',
    },
  });
});

describe('refused', () => {
  test('targets for a Gateway that is not ours', () => {
    const facts = gateway({ host, gateway: { name: 'public' }, externalDns: spec }).facts(
      situation(),
    );
    expect(facts.findings).toMatchObject([
      { name: 'value-not-expressible', path: 'expose.externalDns.targets' },
    ]);
  });
  test('an annotation that says otherwise', () => {
    const key = 'external-dns.alpha.kubernetes.io/ttl';
    const facts = nginxIngress({
      host,
      tls,
      externalDns: { ttl: 60 },
      annotations: { [key]: '300' },
    }).facts(situation());
    expect(facts.findings).toMatchObject([
      { name: 'annotation-derived', path: `expose.annotations.${key}` },
    ]);
  });
  test.each([
    [{ ttl: '1d' }, 'externalDns.ttl'],
    [{ targets: [] }, 'externalDns.targets'],
    [{ properties: { 'external-dns.kubernetes.io/ttl': '1' } }, 'externalDns.properties'],
    [{ target: ['a'] }, 'externalDns.target'],
  ])('%j by the shape', (externalDns, path) => {
    const problems = nginxIngress({ host }).with({ externalDns }).check();
    expect(problems.some((problem) => problem.path.startsWith(path))).toBe(true);
  });
});

describe('a VirtualServer', () => {
  const base = { host, tls, resource: 'virtualServer' } as const;
  test('tells the controller, in a field of its own', () => {
    const externalDns = { ttl: '2m', properties: { 'aws-weight': '10' } };
    const facts = nginxIngress({ ...base, externalDns }).facts(situation());
    expect(told(facts)).toEqual({});
    expect(facts.objects[0]).toMatchObject({
      spec: {
        externalDNS: {
          enable: true,
          recordTTL: 120,
          providerSpecific: [{ name: 'aws-weight', value: '10' }],
        },
      },
    });
  });
  test('has no place for targets', () => {
    const facts = nginxIngress({ ...base, externalDns: spec }).facts(situation());
    expect(facts.findings).toMatchObject([
      { name: 'value-not-expressible', path: 'expose.externalDns.targets' },
    ]);
  });
});
