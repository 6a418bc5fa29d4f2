// The evaluator of NetworkPolicies, sentence by sentence against the API's documentation:
// https://kubernetes.io/docs/concepts/services-networking/network-policies/
// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
import { describe, expect, test } from 'vitest';
import { networkOf } from './network-policy.ts';
import type { PodEnd } from './network-policy.ts';
import { podTemplatesOf } from './pod-templates.ts';

const policy = (spec: object, name = 'policy', namespace = 'shop'): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
});

const namespace = (name: string, labels: object): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});

const web: PodEnd = {
  namespace: 'shop',
  labels: { app: 'web', tier: 'front' },
  ip: '10.1.0.1',
  ports: [
    { name: 'http', port: 8000, protocol: 'TCP' },
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ],
};
const worker: PodEnd = { namespace: 'shop', labels: { app: 'worker' }, ip: '10.1.0.2' };
const ingressController: PodEnd = {
  namespace: 'ingress',
  labels: { app: 'nginx' },
  ip: '10.2.0.1',
};
const outside = { ip: '203.0.113.7' };
const database = { ip: '192.168.5.10' };

const selectWeb = { podSelector: { matchLabels: { app: 'web' } } };
const all = { podSelector: {} };

describe('isolation', () => {
  test('"By default, a pod is non-isolated": without policies everything passes', () => {
    const network = networkOf([]);
    expect(network.allows({ from: outside, to: web, port: 8000 })).toBe(true);
    expect(network.allows({ from: web, to: outside, port: 443, protocol: 'UDP' })).toBe(true);
  });

  test('a policy that selects a pod isolates it, and leaves others alone', () => {
    const network = networkOf([policy({ ...selectWeb, policyTypes: ['Ingress'] })]);
    expect(network.allows({ from: worker, to: web, port: 8000 })).toBe(false);
    expect(network.allows({ from: web, to: worker, port: 8000 })).toBe(true);
  });

  test('a policy of another namespace does not isolate', () => {
    const network = networkOf([policy(all, 'deny', 'elsewhere')]);
    expect(network.allows({ from: worker, to: web, port: 8000 })).toBe(true);
  });

  test('an empty pod selector selects every pod of the namespace', () => {
    const network = networkOf([policy(all)]);
    expect(network.allows({ from: outside, to: web, port: 1 })).toBe(false);
    expect(network.allows({ from: outside, to: worker, port: 1 })).toBe(false);
    expect(network.allows({ from: outside, to: ingressController, port: 1 })).toBe(true);
  });

  test('an absent pod selector, possible since 1.34, is an empty one', () => {
    const network = networkOf([policy({ policyTypes: ['Ingress'] })]);
    expect(network.allows({ from: outside, to: web, port: 1 })).toBe(false);
  });

  test('"both the egress policy on the source pod and the ingress policy on the destination pod need to allow"', () => {
    const egress = policy(
      {
        podSelector: { matchLabels: { app: 'worker' } },
        egress: [{ to: [selectWeb] }],
        policyTypes: ['Egress'],
      },
      'out',
    );
    const ingress = policy(
      { ...selectWeb, ingress: [{ from: [{ podSelector: { matchLabels: { app: 'worker' } } }] }] },
      'in',
    );
    const deny = policy(all, 'deny');
    expect(networkOf([egress, ingress]).allows({ from: worker, to: web, port: 8000 })).toBe(true);
    expect(networkOf([egress, deny]).judge({ from: worker, to: web, port: 8000 })).toMatchObject({
      allowed: false,
      egress: { allowed: true, isolatedBy: ['shop/out'], allowedBy: ['shop/out'] },
      ingress: { allowed: false, isolatedBy: ['shop/deny'], allowedBy: [] },
    });
  });

  test('"Network policies do not conflict; they are additive"', () => {
    const deny = policy({ ...all, policyTypes: ['Ingress'] }, 'deny');
    const open = policy({ ...selectWeb, ingress: [{ ports: [{ port: 8000 }] }] }, 'open');
    const network = networkOf([deny, open]);
    expect(network.allows({ from: outside, to: web, port: 8000 })).toBe(true);
    expect(network.allows({ from: outside, to: web, port: 8001 })).toBe(false);
    expect(network.allows({ from: outside, to: worker, port: 8000 })).toBe(false);
  });

  test('a pod reaches itself whatever the policies say', () => {
    const network = networkOf([policy({ ...all, policyTypes: ['Ingress', 'Egress'] })]);
    expect(network.allows({ from: web, to: web, port: 8000 })).toBe(true);
    const replica = { ...web, ip: '10.1.0.9' };
    expect(network.allows({ from: web, to: replica, port: 8000 })).toBe(false);
    const { ip: _, ...template } = web;
    expect(network.allows({ from: template, to: template, port: 8000 })).toBe(false);
  });
});

describe('policyTypes', () => {
  test('unspecified: ingress always', () => {
    const network = networkOf([policy(all)]);
    expect(network.allows({ from: outside, to: web, port: 1 })).toBe(false);
    expect(network.allows({ from: web, to: outside, port: 1 })).toBe(true);
  });

  test('unspecified: egress too when there are egress rules', () => {
    const network = networkOf([policy({ ...all, egress: [{ ports: [{ port: 443 }] }] })]);
    expect(network.allows({ from: web, to: outside, port: 443 })).toBe(true);
    expect(network.allows({ from: web, to: outside, port: 80 })).toBe(false);
    expect(network.allows({ from: outside, to: web, port: 443 })).toBe(false);
  });

  test('unspecified: an empty list of egress rules is none, and denies nothing', () => {
    const network = networkOf([policy({ ...all, egress: [] })]);
    expect(network.allows({ from: web, to: outside, port: 443 })).toBe(true);
  });

  test('Egress alone leaves ingress open, even where there are ingress rules', () => {
    const network = networkOf([
      policy({ ...all, policyTypes: ['Egress'], ingress: [{ ports: [{ port: 1 }] }] }),
    ]);
    expect(network.allows({ from: outside, to: web, port: 8000 })).toBe(true);
    expect(network.allows({ from: web, to: outside, port: 443 })).toBe(false);
  });

  test('Ingress alone ignores egress rules', () => {
    const network = networkOf([
      policy({ ...all, policyTypes: ['Ingress'], egress: [{ ports: [{ port: 1 }] }] }),
    ]);
    expect(network.allows({ from: web, to: outside, port: 443 })).toBe(true);
  });
});

describe('peers', () => {
  const from = (...peers: readonly object[]) =>
    networkOf([
      policy({ ...selectWeb, ingress: [{ from: peers }] }),
      namespace('ingress', { role: 'edge' }),
    ]);

  test('an empty rule allows everyone, an absent list of rules no one', () => {
    const rule = networkOf([policy({ ...selectWeb, ingress: [{}] })]);
    expect(rule.allows({ from: outside, to: web, port: 9 })).toBe(true);
    const none = networkOf([policy({ ...selectWeb, ingress: [] })]);
    expect(none.allows({ from: outside, to: web, port: 9 })).toBe(false);
  });

  test('an empty list of peers allows everyone', () => {
    expect(from().allows({ from: outside, to: web, port: 9 })).toBe(true);
  });

  test('a pod selector alone means pods of the own namespace', () => {
    const network = from({ podSelector: { matchLabels: { app: 'nginx' } } });
    const here = { ...ingressController, namespace: 'shop' };
    expect(network.allows({ from: here, to: web, port: 9 })).toBe(true);
    expect(network.allows({ from: ingressController, to: web, port: 9 })).toBe(false);
  });

  test('an empty pod selector means all pods of the own namespace, and nothing outside', () => {
    const network = from({ podSelector: {} });
    expect(network.allows({ from: worker, to: web, port: 9 })).toBe(true);
    expect(network.allows({ from: ingressController, to: web, port: 9 })).toBe(false);
    expect(network.allows({ from: outside, to: web, port: 9 })).toBe(false);
  });

  test('a namespace selector alone means all pods of these namespaces', () => {
    const network = from({ namespaceSelector: { matchLabels: { role: 'edge' } } });
    expect(network.allows({ from: ingressController, to: web, port: 9 })).toBe(true);
    expect(network.allows({ from: worker, to: web, port: 9 })).toBe(false);
  });

  test('an empty namespace selector means every pod of the cluster, and nothing outside it', () => {
    const network = from({ namespaceSelector: {} });
    expect(network.allows({ from: ingressController, to: web, port: 9 })).toBe(true);
    expect(network.allows({ from: worker, to: web, port: 9 })).toBe(true);
    expect(network.allows({ from: outside, to: web, port: 9 })).toBe(false);
  });

  test('both selectors in one peer mean both, in two peers either', () => {
    const namespaceSelector = { matchLabels: { role: 'edge' } };
    const podSelector = { matchLabels: { app: 'worker' } };
    const both = from({ namespaceSelector, podSelector });
    expect(both.allows({ from: ingressController, to: web, port: 9 })).toBe(false);
    expect(both.allows({ from: worker, to: web, port: 9 })).toBe(false);
    const either = from({ namespaceSelector }, { podSelector });
    expect(either.allows({ from: ingressController, to: web, port: 9 })).toBe(true);
    expect(either.allows({ from: worker, to: web, port: 9 })).toBe(true);
  });

  test('every namespace carries its name as a label', () => {
    const network = from({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
    });
    const prometheus: PodEnd = { namespace: 'monitoring', labels: {} };
    expect(network.allows({ from: prometheus, to: web, port: 9 })).toBe(true);
    expect(network.allows({ from: ingressController, to: web, port: 9 })).toBe(false);
  });

  test('a pod may bring the labels of a namespace that is not among the objects', () => {
    const network = from({ namespaceSelector: { matchLabels: { team: 'ops' } } });
    const pod: PodEnd = { namespace: 'ops', labels: {}, namespaceLabels: { team: 'ops' } };
    expect(network.allows({ from: pod, to: web, port: 9 })).toBe(true);
  });

  test.each([
    [{ key: 'tier', operator: 'In', values: ['front', 'back'] }, true],
    [{ key: 'tier', operator: 'In', values: ['back'] }, false],
    [{ key: 'tier', operator: 'NotIn', values: ['back'] }, true],
    [{ key: 'absent', operator: 'NotIn', values: ['back'] }, true],
    [{ key: 'tier', operator: 'Exists' }, true],
    [{ key: 'absent', operator: 'Exists' }, false],
    [{ key: 'absent', operator: 'DoesNotExist' }, true],
    [{ key: 'tier', operator: 'DoesNotExist' }, false],
  ])('the expression %j on a selected pod: isolated %s', (expression, isolated) => {
    const network = networkOf([policy({ podSelector: { matchExpressions: [expression] } })]);
    expect(network.allows({ from: worker, to: web, port: 9 })).toBe(!isolated);
  });

  test('a selector with an operator that does not exist is an error', () => {
    const expression = { key: 'tier', operator: 'Equals', values: ['front'] };
    const network = networkOf([policy({ podSelector: { matchExpressions: [expression] } })]);
    expect(() => network.allows({ from: worker, to: web, port: 9 })).toThrow('Equals');
  });
});

describe('ipBlock', () => {
  const to = (block: object, options = {}) =>
    networkOf(
      [policy({ ...all, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: block }] }] })],
      options,
    );

  test('allows the addresses of the block, without the exceptions', () => {
    const network = to({ cidr: '192.168.0.0/16', except: ['192.168.5.0/24', '192.168.6.0/24'] });
    expect(network.allows({ from: web, to: { ip: '192.168.4.255' }, port: 5432 })).toBe(true);
    expect(network.allows({ from: web, to: database, port: 5432 })).toBe(false);
    expect(network.allows({ from: web, to: { ip: '192.168.6.1' }, port: 5432 })).toBe(false);
    expect(network.allows({ from: web, to: outside, port: 5432 })).toBe(false);
  });

  test('a single address, the whole internet, and IPv6', () => {
    expect(to({ cidr: '192.168.5.10/32' }).allows({ from: web, to: database, port: 1 })).toBe(true);
    expect(to({ cidr: '0.0.0.0/0' }).allows({ from: web, to: outside, port: 1 })).toBe(true);
    const six = to({ cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] });
    expect(six.allows({ from: web, to: { ip: '2001:db8:2::1' }, port: 1 })).toBe(true);
    expect(six.allows({ from: web, to: { ip: '2001:db8:1::1' }, port: 1 })).toBe(false);
  });

  test('the whole of IPv4 holds nothing of IPv6', () => {
    const network = to({ cidr: '0.0.0.0/0' });
    expect(network.allows({ from: web, to: { ip: '2001:db8::1' }, port: 1 })).toBe(false);
  });

  test('does not match pods unless that is asked for: network plugins disagree', () => {
    const block = { cidr: '10.0.0.0/8' };
    expect(to(block).allows({ from: web, to: ingressController, port: 1 })).toBe(false);
    const calico = to(block, { ipBlocksMatchPods: true });
    expect(calico.allows({ from: web, to: ingressController, port: 1 })).toBe(true);
  });

  test('an exception in one peer does not take away what another peer allows', () => {
    const peers = [
      { ipBlock: { cidr: '192.168.0.0/16', except: ['192.168.5.0/24'] } },
      { ipBlock: { cidr: '192.168.5.10/32' } },
    ];
    const network = networkOf([policy({ ...all, egress: [{ to: peers }] })]);
    expect(network.allows({ from: web, to: database, port: 1 })).toBe(true);
    expect(network.allows({ from: web, to: { ip: '192.168.5.11' }, port: 1 })).toBe(false);
  });
});

describe('ports', () => {
  const on = (...ports: readonly object[]) =>
    networkOf([policy({ ...selectWeb, ingress: [{ ports }] })]);

  test('the protocol is TCP unless said otherwise', () => {
    const network = on({ port: 53 });
    expect(network.allows({ from: worker, to: web, port: 53 })).toBe(true);
    expect(network.allows({ from: worker, to: web, port: 53, protocol: 'UDP' })).toBe(false);
    const udp = on({ port: 53, protocol: 'UDP' });
    expect(udp.allows({ from: worker, to: web, port: 53, protocol: 'UDP' })).toBe(true);
    expect(udp.allows({ from: worker, to: web, port: 53 })).toBe(false);
  });

  test('a rule without a port allows all ports of its protocol', () => {
    const network = on({ protocol: 'UDP' });
    expect(network.allows({ from: worker, to: web, port: 9, protocol: 'UDP' })).toBe(true);
    expect(network.allows({ from: worker, to: web, port: 9 })).toBe(false);
  });

  test('endPort makes an inclusive range', () => {
    const network = on({ port: 8000, endPort: 8010 });
    const open = [7999, 8000, 8005, 8010, 8011].filter((port) =>
      network.allows({ from: worker, to: web, port }),
    );
    expect(open).toEqual([8000, 8005, 8010]);
  });

  test('a name means the port of that name and protocol on the pod', () => {
    expect(on({ port: 'http' }).allows({ from: worker, to: web, port: 8000 })).toBe(true);
    expect(on({ port: 'http' }).allows({ from: worker, to: web, port: 8001 })).toBe(false);
    expect(on({ port: 'nothing' }).allows({ from: worker, to: web, port: 8000 })).toBe(false);
    // The name stands for a UDP port, the rule for TCP.
    expect(on({ port: 'dns' }).allows({ from: worker, to: web, port: 53 })).toBe(false);
    expect(on({ port: 'dns-tcp' }).allows({ from: worker, to: web, port: 53 })).toBe(true);
  });

  test('on the way out, a name means the port of the pod that is reached', () => {
    const egress = [{ to: [selectWeb], ports: [{ port: 'http' }] }];
    const network = networkOf([
      policy({ podSelector: { matchLabels: { app: 'worker' } }, policyTypes: ['Egress'], egress }),
    ]);
    expect(network.allows({ from: worker, to: web, port: 8000 })).toBe(true);
    expect(network.allows({ from: worker, to: web, port: 9 })).toBe(false);
  });

  test('peer and port of one rule are both needed; those of two rules do not mix', () => {
    const ingress = [
      { from: [{ namespaceSelector: {} }], ports: [{ port: 8000 }] },
      { from: [{ podSelector: {} }], ports: [{ port: 9000 }] },
    ];
    const network = networkOf([policy({ ...selectWeb, ingress })]);
    expect(network.allows({ from: ingressController, to: web, port: 8000 })).toBe(true);
    expect(network.allows({ from: ingressController, to: web, port: 9000 })).toBe(false);
    expect(network.allows({ from: worker, to: web, port: 9000 })).toBe(true);
    expect(network.allows({ from: outside, to: web, port: 8000 })).toBe(false);
  });
});

describe('what the API server would refuse is an error, not a verdict', () => {
  const egress = (rule: object) => () => networkOf([policy({ ...all, egress: [rule] })]);
  const block = (ipBlock: object) => egress({ to: [{ ipBlock }] });

  test.each([
    ['a peer that names nothing', egress({ to: [{}] }), /names nothing/],
    [
      'ipBlock beside a selector',
      egress({ to: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }),
      /beside/,
    ],
    ['a CIDR without a prefix', block({ cidr: '10.0.0.1' }), /no CIDR/],
    ['a prefix that is too long', block({ cidr: '10.0.0.0/33' }), /no CIDR/],
    [
      'an exception outside the block',
      block({ cidr: '10.0.0.0/8', except: ['192.168.0.0/16'] }),
      /strict subset/,
    ],
    [
      'an exception as large as the block',
      block({ cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] }),
      /strict subset/,
    ],
    [
      'a range that ends before it begins',
      egress({ ports: [{ port: 10, endPort: 9 }] }),
      /below port/,
    ],
    ['a range from a name', egress({ ports: [{ port: 'http', endPort: 9 }] }), /numeric/],
    ['a range from nowhere', egress({ ports: [{ endPort: 9 }] }), /numeric/],
  ])('%s', (_fault, read, message) => {
    expect(read).toThrow(message);
  });
});

test('the pods of emitted workloads are ends, with their named ports', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          initContainers: [
            {
              name: 'proxy',
              restartPolicy: 'Always',
              ports: [{ name: 'metrics', containerPort: 9 }],
            },
            { name: 'once', ports: [{ name: 'never', containerPort: 1 }] },
          ],
          containers: [{ name: 'web', ports: [{ name: 'http', containerPort: 8000 }] }],
        },
      },
    },
  };
  const cronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'clean', namespace: 'shop' },
    spec: {
      jobTemplate: {
        spec: { template: { metadata: { labels: { app: 'clean' } }, spec: { containers: [] } } },
      },
    },
  };
  const [pod, cron] = podTemplatesOf([deployment, cronJob, { kind: 'Service' }]);
  expect(pod?.ports.map(({ name }) => name)).toEqual(['http', 'metrics']);
  expect(cron).toMatchObject({ owner: 'CronJob/clean', labels: { app: 'clean' } });
  if (!pod || !cron) return;
  const ingress = [
    { from: [{ podSelector: { matchLabels: { app: 'clean' } } }], ports: [{ port: 'http' }] },
  ];
  const network = networkOf([policy({ ...selectWeb, ingress })]);
  expect(network.allows({ from: cron, to: pod, port: 8000 })).toBe(true);
  expect(network.allows({ from: cron, to: pod, port: 9 })).toBe(false);
});
