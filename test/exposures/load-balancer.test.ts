// A load balancer of layer 4, platform by platform.
import { describe, expect, test } from 'vitest';
import { loadBalancer } from '../../lib/exposures/index.ts';
import type { LoadBalancerOptions } from '../../lib/exposures/index.ts';
import { lowerExposures } from '../../lib/kubernetes/exposures.ts';
import type { ExposureFacts, ExposureTarget } from '../../lib/model/exposure.ts';
import type { LoadBalancerPlan } from '../../lib/model/plan/exposure-plan.ts';
import { plan } from '../kubernetes/fixtures/plans.ts';
import { validateManifest } from '../support/schemas.ts';
import { situation, target } from './situation.ts';

function facts(options: LoadBalancerOptions, over: Partial<ExposureTarget> = {}): ExposureFacts {
  return loadBalancer(options).facts(situation({ web: target(over) }));
}

function balancer({ objects }: ExposureFacts): LoadBalancerPlan | undefined {
  return objects.find((object) => object.kind === 'loadBalancer');
}

function problems({ findings }: ExposureFacts): readonly string[] {
  return findings.map(({ name, path }) => `${name} ${path}`);
}

test('an internal one on EKS leads straight to the pods', () => {
  const given = facts({ platform: 'eks', scope: 'internal', host: 'shop.internal.example.com' });
  expect(given).toEqual({
    title: 'Load balancer',
    because: expect.anything(),
    scope: 'internal',
    hosts: ['shop.internal.example.com'],
    tls: false,
    proxy: {
      kind: 'loadBalancer',
      keepAliveSeconds: 0,
      readTimeoutSeconds: 350,
      propagationSeconds: 30,
      minimumPropagationSeconds: 5,
      sources: [
        { kind: 'addresses', cidr: '0.0.0.0/0' },
        { kind: 'addresses', cidr: '::/0' },
      ],
    },
    objects: [
      {
        kind: 'loadBalancer',
        name: 'shop-lb',
        serviceName: 'shop',
        className: 'service.k8s.aws/nlb',
        annotations: {
          'external-dns.alpha.kubernetes.io/hostname': 'shop.internal.example.com',
          'external-dns.kubernetes.io/hostname': 'shop.internal.example.com',
          'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
          'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internal',
        },
        sourceRanges: [],
        port: { name: 'http', port: 80 },
      },
    ],
    secrets: [],
    findings: [],
  });
});

describe('annotations', () => {
  const AZURE = 'service.beta.kubernetes.io/azure-';
  test.each<[string, LoadBalancerOptions, object]>([
    ['nothing by default', {}, {}],
    [
      'a public one on EKS Auto Mode, in given subnets',
      { platform: 'eks-auto', scope: 'public', subnets: ['subnet-a', 'subnet-b'] },
      {
        'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
        'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
        'service.beta.kubernetes.io/aws-load-balancer-subnets': 'subnet-a,subnet-b',
      },
    ],
    [
      'a public one on GKE',
      { platform: 'gke', scope: 'public' },
      { 'cloud.google.com/l4-rbs': 'enabled' },
    ],
    [
      'an internal one on GKE',
      { platform: 'gke', subnets: ['backend'] },
      {
        'networking.gke.io/load-balancer-type': 'Internal',
        'networking.gke.io/load-balancer-subnet': 'backend',
      },
    ],
    [
      'an internal one on AKS',
      { platform: 'aks', subnets: ['backend'], idleTimeout: '10m' },
      {
        [`${AZURE}load-balancer-internal`]: 'true',
        [`${AZURE}load-balancer-internal-subnet`]: 'backend',
        [`${AZURE}load-balancer-tcp-idle-timeout`]: '10',
      },
    ],
    [
      'a public one on AKS with a name',
      { platform: 'aks', scope: 'public', dnsLabel: 'shop', addresses: ['shop-ip'] },
      { [`${AZURE}dns-label-name`]: 'shop', [`${AZURE}pip-name`]: 'shop-ip' },
    ],
    [
      'one of MetalLB with an address',
      { platform: 'metallb', addresses: ['192.0.2.10', '2001:db8::10'], addressPool: 'edge' },
      {
        'metallb.io/loadBalancerIPs': '192.0.2.10,2001:db8::10',
        'metallb.io/address-pool': 'edge',
      },
    ],
    ['annotations of the author', { annotations: { 'a.example/b': 'c' } }, { 'a.example/b': 'c' }],
  ])('say %s', (_, options, expected) => {
    const scope = options.platform === undefined ? 'public' : 'internal';
    const given = facts({ scope, ...options });
    expect(balancer(given)?.annotations).toEqual(expected);
    expect(problems(given).filter((problem) => !problem.startsWith('tls-missing'))).toEqual([]);
  });
});

describe('what pods see', () => {
  const everybody = ['0.0.0.0/0', '::/0'];
  test.each<[string, LoadBalancerOptions, readonly string[]]>([
    ['addresses of nodes, which are not known', { allowFrom: ['192.0.2.0/24'] }, everybody],
    ['addresses of nodes that are known', { proxyAddresses: ['10.0.0.0/8'] }, ['10.0.0.0/8']],
    [
      'addresses of clients, where they are kept',
      { allowFrom: ['192.0.2.0/24'], keepClientAddress: true },
      ['192.0.2.0/24'],
    ],
    [
      'addresses of clients, where pods are reached directly',
      { allowFrom: ['192.0.2.0/24'], platform: 'eks' },
      ['192.0.2.0/24'],
    ],
  ])('are %s', (_, options, expected) => {
    const { sources } = facts({ platform: 'metallb', scope: 'internal', ...options }).proxy;
    expect(sources.map((source) => (source.kind === 'addresses' ? source.cidr : ''))).toEqual(
      expected,
    );
  });
});

test('the Service has the pods and the port of the process, and is accepted', () => {
  const { title, ...given } = loadBalancer({
    platform: 'eks',
    scope: 'internal',
    port: 8080,
    allowFrom: ['192.0.2.0/24'],
    keepClientAddress: true,
  }).facts(situation({ web: target({ serviceName: 'shop-web' }) }));
  const entries = lowerExposures(plan({ exposures: { shop: { ...given, name: 'shop', title } } }));
  expect(entries.map(({ id }) => id)).toEqual(['load-balancer']);
  const [manifest] = entries.map((entry): unknown => JSON.parse(JSON.stringify(entry.manifest)));
  expect(manifest).toMatchObject({
    kind: 'Service',
    metadata: { name: 'shop-lb' },
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass: 'service.k8s.aws/nlb',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['192.0.2.0/24'],
      selector: { 'app.kubernetes.io/component': 'web' },
      ports: [{ name: 'http', port: 8080, targetPort: 'http' }],
    },
  });
  for (const version of ['1.29', '1.37']) expect(validateManifest(manifest, version)).toEqual([]);
});

test('another process can be named', () => {
  const targets = { web: target(), admin: target({ serviceName: 'shop-admin' }) };
  const given = loadBalancer({ process: 'admin', scope: 'internal', platform: 'metallb' }).facts(
    situation(targets),
  );
  expect(balancer(given)?.serviceName).toBe('shop-admin');
});

describe('refused', () => {
  test.each<[string, LoadBalancerOptions, Partial<ExposureTarget>, string]>([
    ['clear text for the public', { scope: 'public' }, {}, 'tls-missing expose'],
    [
      'staying internal without a platform',
      { platform: 'generic' },
      {},
      'value-not-expressible expose.scope',
    ],
    [
      'an option of another platform',
      { platform: 'eks', addressPool: 'edge' },
      {},
      'value-not-expressible expose.addressPool',
    ],
    [
      'an idle time where none can be set',
      { platform: 'eks', idleTimeout: '10m' },
      {},
      'value-not-expressible expose.idleTimeout',
    ],
    [
      'an idle time in parts of a minute',
      { platform: 'aks', idleTimeout: '250s' },
      {},
      'value-not-expressible expose.idleTimeout',
    ],
    [
      'two subnets where one is taken',
      { platform: 'gke', subnets: ['a', 'b'] },
      {},
      'value-not-expressible expose.subnets',
    ],
    [
      'two public addresses',
      { platform: 'aks', addresses: ['a', 'b'] },
      {},
      'value-not-expressible expose.addresses',
    ],
    [
      'a request longer than the silence that is allowed',
      { platform: 'eks' },
      { requestTimeoutSeconds: 400 },
      'timeout-below-request expose',
    ],
    [
      'the same where it can be set',
      { platform: 'aks' },
      { requestTimeoutSeconds: 400 },
      'timeout-below-request expose.idleTimeout',
    ],
    [
      'a process that is not there',
      { platform: 'metallb', process: 'wep' },
      {},
      'process-unknown expose.process',
    ],
    [
      'a host that is none',
      { platform: 'metallb', host: 'http://a' },
      {},
      'host-invalid expose.host',
    ],
  ])('%s', (_, options, over, expected) => {
    expect(problems(facts({ scope: 'internal', ...options }, over))).toEqual([expected]);
  });
  test('a subnet of a public one', () => {
    expect(problems(facts({ platform: 'aks', subnets: ['a'] }))).toContain(
      'value-not-expressible expose.subnets',
    );
  });
});
