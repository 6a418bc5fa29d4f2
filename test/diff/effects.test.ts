// What a change does to a cluster: by kind of object, and what must not be said of a change that does nothing.
import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../lib/kubernetes/manifest.ts';
import { changesOf, deployment, effects, object, scaler } from './objects.ts';

const next = { image: 'ghcr.io/acme/shop:2' };
const rbac = 'rbac.authorization.k8s.io/v1';
const spec = (value: Readonly<Record<string, unknown>>) => ({ spec: value });
const policy = (value: Readonly<Record<string, unknown>>) =>
  object('NetworkPolicy', 'web', spec({ podSelector: {}, ...value }), 'networking.k8s.io/v1');
const ingress = (host: string, more: Readonly<Record<string, unknown>> = {}) =>
  object('Ingress', 'web', spec({ rules: [{ host }], ...more }), 'networking.k8s.io/v1');
const service = (value: Readonly<Record<string, unknown>>) =>
  object('Service', 'web', spec({ ports: [{ name: 'http', port: 80 }], ...value }));
const claim = (storage: string, more: Readonly<Record<string, unknown>> = {}) =>
  object('PersistentVolumeClaim', 'data', spec({ resources: { requests: { storage } }, ...more }));

describe('pods', () => {
  test('are replaced in waves by the bounds of the rollout, with the longest time it takes', () => {
    // 4 pods, 25% of them at a time: 4 waves of start 60 + ready 10 + pull 120, and the grace of the last.
    expect(effects([deployment()], [deployment({ container: next })])).toEqual([
      'restart: 4 pods are replaced in at most 4 waves of 1, which takes at most 14 min.',
    ]);
    const all = { strategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } } };
    expect(
      effects([deployment({ spec: all })], [deployment({ spec: all, container: next })]),
    ).toEqual(['restart: 4 pods are replaced in one wave, which takes at most 4 min.']);
  });

  test('of a StatefulSet are replaced one by one, from the partition on', () => {
    const set = (image: string, more: Readonly<Record<string, unknown>> = {}) =>
      object(
        'StatefulSet',
        'db',
        spec({ replicas: 4, template: { spec: { containers: [{ name: 'db', image }] } }, ...more }),
        'apps/v1',
      );
    const rolling = (rollingUpdate: Readonly<Record<string, unknown>>) => ({
      updateStrategy: { type: 'RollingUpdate', rollingUpdate },
    });
    expect(effects([set('1')], [set('2')])[0]).toMatch(/^restart: 4 pods .* 4 waves of 1/);
    const three = rolling({ partition: 1, maxUnavailable: '50%' });
    expect(effects([set('1', three)], [set('2', three)])[0]).toMatch(
      /^restart: 3 of 4 pods .* 2 waves of 2/,
    );
    const none = rolling({ partition: 4 });
    expect(effects([set('1', none)], [set('2', none)])).toEqual([
      'none: no pod is replaced: its partition holds all of them back.',
    ]);
    const one = { replicas: 1 };
    expect(effects([set('1', one)], [set('2', one)])[0]).toMatch(/^traffic: its pod stops before/);
  });

  test('are as many as their autoscaler allows', () => {
    const { replicas: _replicas, ...rest } = Object(deployment()['spec']);
    const scaled = { ...deployment(), spec: rest };
    const changed = {
      ...scaled,
      spec: {
        ...rest,
        template: { ...rest.template, metadata: { labels: { app: 'web', v: '2' } } },
      },
    };
    expect(effects([scaled, scaler(2, 10)], [changed, scaler(2, 10)])).toEqual([
      'restart: 2 to 10 pods are replaced in at most 4 waves of 3, which takes at most 14 min.',
    ]);
  });

  test('of a Recreate are an outage', () => {
    const recreate = { strategy: { type: 'Recreate' }, replicas: 1 };
    expect(
      effects([deployment({ spec: recreate })], [deployment({ spec: recreate, container: next })]),
    ).toEqual(['traffic: its pod stops before a new one starts: an outage of at most 4 min.']);
  });

  test('that do not run are not replaced', () => {
    const idle = { replicas: 0 };
    expect(
      effects([deployment({ spec: idle })], [deployment({ spec: idle, container: next })]),
    ).toEqual(['none: it takes effect in place.']);
  });

  test('stay when only what is around them changes', () => {
    expect(effects([deployment()], [deployment({ spec: { revisionHistoryLimit: 3 } })])).toEqual([
      'none: it takes effect in place.',
    ]);
    expect(
      effects(
        [deployment()],
        [{ ...deployment(), metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } } }],
      ),
    ).toEqual(['none: it takes effect in place.']);
  });

  test('that ask for more are said with the sum', () => {
    const more = { resources: { requests: { cpu: '500m', memory: '512Mi' } } };
    expect(effects([deployment()], [deployment({ container: more })])).toContain(
      'resources: requests at the most: cpu 1 → 2.',
    );
    expect(effects([deployment()], [deployment({ spec: { replicas: 6 } })])).toEqual([
      'resources: it has 6 pods instead of 4 pods.',
      'resources: requests at the most: cpu 1 → 1500m, memory 2Gi → 3Gi.',
    ]);
    expect(effects([scaler(2, 10)], [scaler(2, 20)])).toEqual([
      'resources: 2 to 10 pods → 2 to 20 pods.',
    ]);
  });

  test('of a slot start and stop without loss', () => {
    expect(effects([deployment({ spec: { replicas: 0 } })], [deployment()])[0]).toBe(
      'resources: it starts 4 pods.',
    );
    const stopped = effects(
      [
        deployment(),
        scaler(2, 4),
        object('PodDisruptionBudget', 'web', spec({ selector: { matchLabels: { app: 'web' } } })),
      ],
      [deployment({ spec: { replicas: 0 } })],
    );
    expect(stopped).toContain('resources: its 2 to 4 pods stop.');
    expect(stopped.filter((effect) => /^!|traffic|nothing scales/.test(effect))).toEqual([]);
  });

  test('that nobody starts again are a loss, and so is a schedule', () => {
    expect(effects([deployment()], [])[0]).toBe(
      '!stop: 4 pods stop, and nothing takes their place.',
    );
    expect(effects([deployment({ spec: { replicas: 0 } })], [])[0]).toBe('none: it had no pods.');
    expect(effects([object('CronJob', 'nightly')], [])).toEqual(['!stop: it runs no more.']);
  });

  test('without their budget may all be drained at once', () => {
    const budget = object(
      'PodDisruptionBudget',
      'web',
      spec({ selector: { matchLabels: { app: 'web' } } }),
    );
    expect(effects([deployment(), budget], [deployment()])).toEqual([
      'traffic: drains of nodes may stop all pods at once.',
    ]);
  });

  test('of a migration run once', () => {
    expect(effects([object('Job', 'migrate-1')], [object('Job', 'migrate-2')])).toEqual([
      'run: it runs once when it is applied.',
      'none: it is removed.',
    ]);
  });
});

describe('a field that cannot be changed', () => {
  const cases: readonly (readonly [string, Manifest, Manifest, string])[] = [
    [
      'a selector of a Deployment',
      deployment(),
      deployment({ spec: { selector: { matchLabels: { app: 'other' } } } }),
      'spec.selector',
    ],
    [
      'the volumes of a StatefulSet',
      object('StatefulSet', 'db', spec({ volumeClaimTemplates: [] }), 'apps/v1'),
      object('StatefulSet', 'db', spec({ volumeClaimTemplates: [{}] }), 'apps/v1'),
      'spec.volumeClaimTemplates',
    ],
    [
      'the pods of a Job',
      object('Job', 'migrate', spec({ template: { a: 1 } })),
      object('Job', 'migrate', spec({ template: { a: 2 } })),
      'spec.template',
    ],
    [
      'the class of a claim',
      claim('1Gi'),
      claim('1Gi', { storageClassName: 'fast' }),
      'spec.storageClassName',
    ],
    ['an address of a Service', service({ clusterIP: 'None' }), service({}), 'spec.clusterIP'],
    [
      'a role of a binding',
      object('RoleBinding', 'a', { roleRef: { name: 'view' } }, rbac),
      object('RoleBinding', 'a', { roleRef: { name: 'edit' } }, rbac),
      'roleRef',
    ],
    [
      'a type of a Secret',
      object('Secret', 'a', { type: 'Opaque' }),
      object('Secret', 'a', { type: 'kubernetes.io/tls' }),
      'type',
    ],
    [
      'a ConfigMap that is sealed',
      object('ConfigMap', 'a', { immutable: true, data: { a: '1' } }),
      object('ConfigMap', 'a', { immutable: true, data: { a: '2' } }),
      'data',
    ],
  ];
  test.each(cases)('%s', (_, before, after, path) => {
    const [change] = changesOf([before], [after]);
    expect(change?.effects[0]).toMatchObject({ kind: 'recreate', destructive: true });
    expect(change?.effects[0]?.says).toContain(`\`${path}\``);
    expect(change?.effects[0]?.wayOut).toBeTruthy();
  });

  test.each([
    ['replicas of a Deployment', deployment(), deployment({ spec: { replicas: 5 } })],
    [
      'pods of a StatefulSet',
      object('StatefulSet', 'db', spec({ template: { a: 1 } }), 'apps/v1'),
      object('StatefulSet', 'db', spec({ template: { a: 2 } }), 'apps/v1'),
    ],
    ['more of a claim', claim('1Gi'), claim('2Gi')],
    [
      'an open ConfigMap',
      object('ConfigMap', 'a', { data: {} }),
      object('ConfigMap', 'a', { data: { a: '' } }),
    ],
    [
      'retries of a Job',
      object('Job', 'a', spec({ backoffLimit: 1 })),
      object('Job', 'a', spec({ backoffLimit: 2 })),
    ],
    ['a class of a Service', service({}), service({ internalTrafficPolicy: 'Local' })],
  ] as const)('is not: %s', (_, before, after) => {
    expect(effects([before], [after]).join()).not.toMatch(/recreate|!/);
  });

  test('has a way out that keeps the pods', () => {
    const [change] = changesOf(
      [deployment()],
      [deployment({ spec: { selector: { matchLabels: { app: 'x' } } } })],
    );
    expect(change?.effects[0]?.wayOut).toContain(
      'kubectl -n shop delete deployment web --cascade=orphan',
    );
  });
});

describe('traffic', () => {
  test('moves with the selector of a Service', () => {
    expect(
      effects(
        [service({ selector: { app: 'web', slot: 'blue' } })],
        [service({ selector: { app: 'web', slot: 'green' } })],
      ),
    ).toEqual(['traffic: traffic moves to other pods: slot blue → green.']);
  });
  test('does not move with its labels', () => {
    const labelled = {
      ...service({}),
      metadata: { name: 'web', namespace: 'shop', labels: { a: 'b' } },
    };
    expect(effects([service({})], [labelled])).toEqual(['none: it takes effect in place.']);
  });
  test('is refused where ports change or names are gone', () => {
    expect(effects([service({})], [service({ ports: [{ name: 'http', port: 81 }] })])[0]).toContain(
      'ports',
    );
    expect(effects([service({})], [])[0]).toMatch(/^!traffic: it is gone/);
    expect(effects([ingress('a.example')], [])[0]).toContain('!traffic: it is gone: `a.example`');
  });
  test('follows hosts and rules of a route', () => {
    expect(effects([ingress('a.example')], [ingress('b.example')])).toEqual([
      'traffic: `a.example` is no longer served by it.',
      'opening: `b.example` is reachable through the proxy.',
    ]);
    expect(effects([ingress('a.example')], [ingress('a.example', { tls: [{}] })])[0]).toContain(
      'traffic: the proxy',
    );
    const route = (hostnames: readonly string[]) =>
      object('HTTPRoute', 'web', spec({ hostnames }), 'gateway.networking.k8s.io/v1');
    expect(effects([route(['a'])], [route(['a', 'b'])])).toEqual([
      'opening: `b` is reachable through the proxy.',
    ]);
  });
});

describe('an opening', () => {
  const confined: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    ['the network of the node', { pod: { hostNetwork: true } }, 'hostNetwork'],
    [
      'a folder of the node',
      { pod: { volumes: [{ name: 'a', hostPath: { path: '/etc' } }] } },
      '/etc',
    ],
    ['a token', { pod: { automountServiceAccountToken: true } }, 'token'],
    ['root', { pod: { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } } }, 'root'],
    ['any system call', { pod: { securityContext: { runAsNonRoot: true } } }, 'system call'],
    ['everything', { container: { securityContext: { privileged: true } } }, 'privileged'],
  ];
  test.each(confined)('to %s is said', (_, more, part) => {
    const found = effects([deployment()], [deployment(more)]).filter((effect) =>
      effect.startsWith('opening'),
    );
    expect(found.join()).toContain(part);
    // The way back is none.
    const back = effects([deployment(more)], [deployment()]);
    expect(back.filter((effect) => effect.startsWith('opening'))).toEqual([]);
  });
  test('is not in another image', () => {
    expect(effects([deployment()], [deployment({ container: next })]).join()).not.toContain(
      'opening',
    );
  });
  test('of a network policy is told from what it forbids', () => {
    const rule = (port: number) => ({
      to: [{ ipBlock: { cidr: '10.0.0.0/8' } }],
      ports: [{ port }],
    });
    const [one, two] = [
      policy({ policyTypes: ['Egress'], egress: [rule(5432)] }),
      policy({ policyTypes: ['Egress'], egress: [rule(5432), rule(6379)] }),
    ];
    expect(effects([one], [two])).toEqual([
      'opening: egress is allowed to 10.0.0.0/8 on port 6379.',
    ]);
    expect(effects([two], [one])).toEqual([
      'traffic: egress is allowed no longer to 10.0.0.0/8 on port 6379.',
    ]);
    expect(effects([one], [])[0]).toContain('opening: the policy is gone');
    expect(effects([one], [policy({ policyTypes: ['Egress'], egress: [{}] })])[0]).toContain(
      'traffic: egress is allowed no longer',
    );
    expect(effects([one], [policy({ policyTypes: [] })])).toContain(
      'opening: it speaks of egress no longer.',
    );
    expect(effects([], [policy({ policyTypes: ['Ingress'] })])).toEqual([
      'traffic: ingress is refused that no other policy allows.',
    ]);
  });
  test('of the API is what a role or a binding adds', () => {
    const role = (...verbs: readonly string[]) =>
      object('Role', 'a', { rules: [{ resources: ['secrets'], verbs }] }, rbac);
    expect(effects([role('get')], [role('get', 'list')])).toEqual([
      'opening: allows get, list of secrets.',
    ]);
    expect(effects([role('get')], [])).toEqual(['none: it is removed.']);
    const binding = object(
      'RoleBinding',
      'a',
      { roleRef: { name: 'edit' }, subjects: [{ kind: 'Group', name: 'all' }] },
      rbac,
    );
    expect(effects([], [binding])).toEqual(['opening: Group `all` gets the rights of `edit`.']);
  });
  test('of a Service is its type', () => {
    expect(effects([service({})], [service({ type: 'LoadBalancer' })])).toContain(
      'opening: it is reachable from outside the cluster (`LoadBalancer`).',
    );
  });
  test('of a namespace is a lower level', () => {
    const namespace = (level: string): Manifest => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': level } },
    });
    expect(effects([namespace('restricted')], [namespace('baseline')])[0]).toMatch(/^opening/);
    expect(effects([namespace('baseline')], [namespace('restricted')])[0]).toMatch(/^none/);
  });
});

describe('data', () => {
  test.each([
    'PersistentVolumeClaim',
    'PersistentVolume',
    'CustomResourceDefinition',
    'Secret',
    'Namespace',
  ])('is lost with a %s', (kind) => {
    expect(effects([object(kind, 'a')], [])[0]).toMatch(/^!dataLoss: /);
    expect(effects([], [object(kind, 'a')]).join()).not.toContain('!');
  });
  test.each(['default', 'kube-system', 'kube-public'])(
    'is not lost with the Namespace %s, which the API server does not delete',
    (name) => {
      expect(effects([object('Namespace', name)], [])[0]).toMatch(/^none: it stays/);
    },
  );
  test('is not lost with a ConfigMap or an account', () => {
    for (const kind of ['ConfigMap', 'ServiceAccount']) {
      expect(effects([object(kind, 'a')], [])).toEqual(['none: it is removed.']);
    }
  });
  const set = (replicas: number, more: Readonly<Record<string, unknown>> = {}) =>
    object(
      'StatefulSet',
      'db',
      spec({
        replicas,
        template: { spec: { containers: [] } },
        volumeClaimTemplates: [{ metadata: { name: 'data' } }],
        ...more,
      }),
      'apps/v1',
    );
  const policy = (event: string) => ({
    persistentVolumeClaimRetentionPolicy: { [event]: 'Delete' },
  });
  test('of pods that go is lost only where their StatefulSet says so', () => {
    expect(effects([set(3)], []).join()).toContain(
      'resources: the claims `data-db-*` of its pods stay',
    );
    expect(effects([set(3, policy('whenDeleted'))], [])[0]).toMatch(/^!dataLoss: every claim/);
    expect(effects([set(3)], [set(2)]).join()).toContain('a pod that comes back finds its own');
    const scaled = policy('whenScaled');
    expect(effects([set(3, scaled)], [set(2, scaled)])[0]).toMatch(/^!dataLoss: the claims/);
    expect(effects([set(2, scaled)], [set(3, scaled)]).join()).not.toContain('!');
  });
  test('keeps its claims when a StatefulSet is recreated without its pods', () => {
    const larger = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { a: 1 } }] };
    const [change] = changesOf([set(3)], [set(3, larger)]);
    expect(change?.effects[0]?.wayOut).toContain(
      'kubectl -n shop delete statefulset db --cascade=orphan',
    );
    expect(change?.effects[0]?.wayOut).toContain('kubectl patch pvc');
    const [parallel] = changesOf([set(3)], [set(3, { podManagementPolicy: 'Parallel' })]);
    expect(parallel?.effects[0]?.wayOut).not.toContain('kubectl patch pvc');
    const [selector] = changesOf([set(3)], [set(3, { selector: { matchLabels: { a: 'b' } } })]);
    expect(selector?.effects[0]?.wayOut).not.toContain('orphan');
  });
  test('of a claim grows in place, which cannot be undone', () => {
    expect(effects([claim('1Gi')], [claim('2Gi')])).toEqual([
      'resources: it grows from 1Gi to 2Gi in place, where its class allows it (allowVolumeExpansion), and cannot shrink again.',
    ]);
  });
  test('does not fit into a smaller claim', () => {
    expect(effects([claim('2Gi')], [claim('1Gi')])[0]).toMatch(/^!recreate: a claim cannot shrink/);
    expect(effects([claim('1Gi')], [claim('1024Mi')])[0]).toMatch(/^none/);
  });
});

test('of a kind that is not known nothing is pretended', () => {
  for (const kind of ['Widget', 'constructor', '__proto__']) {
    expect(
      effects(
        [object(kind, 'a', spec({ a: 1 }), 'example.com/v1')],
        [object(kind, 'a', spec({ a: 2 }), 'example.com/v1')],
      ),
    ).toEqual(['none: what its controller makes of it is not known here.']);
  }
});
