// Laws and examples of lowering.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lower } from '../../lib/kubernetes/lower.ts';
import type { ServicePlan } from '../../lib/model/plan/service-plan.ts';
import { canonicalJson } from '../../lib/text/json.ts';
import { at, listAt } from '../support/kubernetes-object.ts';
import { validateManifests } from '../support/schemas.ts';
import { reversedKeys, servicePlan } from './fixtures/plan-arbitrary.ts';
import * as fixtures from './fixtures/plans.ts';
import { containersOf, lowered, objectOf, templateOf } from './read.ts';

const text = (plan: ServicePlan) => canonicalJson(lowered(plan));

/** Enough to meet every combination of processes and stacks several times. */
const RUNS = { numRuns: 40 };

describe('laws of lowering', () => {
  test('the same plan gives the same objects, whatever the order of keys', () => {
    fc.assert(
      fc.property(servicePlan, (plan) => {
        const again = reversedKeys(plan);
        expect(text(structuredClone(plan))).toBe(text(plan));
        expect(text(again as ServicePlan)).toBe(text(plan));
      }),
      RUNS,
    );
  });

  test('every object is accepted by the schemas of the oldest and the newest version', () => {
    fc.assert(
      fc.property(servicePlan, fc.constantFrom('1.30', '1.37'), (plan, version) => {
        const objects = lowered(plan).map(({ manifest }) => manifest);
        expect(validateManifests(objects, version)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  test('ids and names are unique', () => {
    fc.assert(
      fc.property(servicePlan, (plan) => {
        const entries = lowered(plan);
        expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
        const names = entries.map(({ manifest }) => `${manifest.kind}/${manifest.metadata.name}`);
        expect(new Set(names).size).toBe(entries.length);
      }),
      RUNS,
    );
  });

  test('every container is confined as Pod Security restricted asks, init containers included', () => {
    fc.assert(
      fc.property(servicePlan, (plan) => {
        for (const { manifest } of lowered(plan)) {
          for (const container of containersOf(manifest)) {
            const context = at(container, 'securityContext');
            expect(at(context, 'allowPrivilegeEscalation')).toBe(false);
            expect(at(context, 'capabilities', 'drop')).toEqual(['ALL']);
          }
          const template = templateOf(manifest);
          if (template === undefined) continue;
          const pod = at(template, 'spec', 'securityContext');
          expect(at(pod, 'runAsNonRoot')).toBe(true);
          expect(at(pod, 'seccompProfile', 'type')).toBe('RuntimeDefault');
          expect(at(template, 'spec', 'automountServiceAccountToken')).toBe(false);
          expect(at(template, 'spec', 'enableServiceLinks')).toBe(false);
        }
      }),
      RUNS,
    );
  });

  test('every mount has its volume, and every file its key with its text', () => {
    fc.assert(
      fc.property(servicePlan, (plan) => {
        const entries = lowered(plan);
        for (const { manifest } of entries) {
          const volumes = listAt(templateOf(manifest), 'spec', 'volumes');
          const names = volumes.map((volume) => at(volume, 'name'));
          expect(new Set(names).size).toBe(names.length);
          for (const container of containersOf(manifest)) {
            for (const mount of listAt(container, 'volumeMounts')) {
              const volume = volumes[names.indexOf(at(mount, 'name'))];
              expect(volume).toBeDefined();
              const configMap = entries.find(
                (entry) =>
                  entry.manifest.kind === 'ConfigMap' &&
                  entry.manifest.metadata.name === at(volume, 'configMap', 'name'),
              );
              if (configMap === undefined) continue;
              const key = String(at(mount, 'subPath'));
              expect(key).toMatch(/^(?!\.\.)[-._a-zA-Z0-9]{1,253}$/);
              expect(typeof at(configMap.manifest, 'data', key)).toBe('string');
            }
          }
        }
      }),
      RUNS,
    );
  });

  test('every container sees every file with its text, and every directory it may write to', () => {
    fc.assert(
      fc.property(servicePlan, (plan) => {
        const entries = lowered(plan);
        for (const process of Object.values(plan.processes)) {
          const own = entries.filter(({ id }) => id.startsWith(`${process.name}/`));
          const config = own.find(({ manifest }) => manifest.kind === 'ConfigMap')?.manifest;
          const all = own.flatMap(({ manifest }) => containersOf(manifest));
          const isSidecar = (one: unknown) => at(one, 'restartPolicy') === 'Always';
          const containers = all.filter((one) => !isSidecar(one));
          expect(containers.length).toBeGreaterThan(0);
          for (const container of all.filter(isSidecar)) {
            const [mount] = listAt(container, 'volumeMounts');
            expect(mount).toMatchObject({ mountPath: '/etc/nginx/nginx.conf', readOnly: true });
            expect(at(config, 'data', String(at(mount, 'subPath')))).toBe('events {}\n');
          }
          for (const container of containers) {
            const mounts = listAt(container, 'volumeMounts');
            const mountAt = (path: string) => mounts.find((one) => at(one, 'mountPath') === path);
            for (const file of process.container.files) {
              const mount = mountAt(file.path);
              expect(at(mount, 'readOnly')).toBe(true);
              const member = { secret: 'key', class: 'file', text: '' }[file.kind];
              if (file.kind !== 'text') expect(at(mount, 'subPath')).toBe(at(file, member));
              else expect(at(config, 'data', String(at(mount, 'subPath')))).toBe(file.text);
            }
            for (const { path } of process.container.writable) {
              expect(mountAt(path)).toBeDefined();
              expect(mountAt(path)).not.toHaveProperty('readOnly');
            }
          }
        }
      }),
      RUNS,
    );
  });

  test('nothing undefined and nothing of the plan itself is left in a manifest', () => {
    fc.assert(
      fc.property(servicePlan, (plan) => {
        for (const { manifest } of lower(plan)) {
          expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
          expect(JSON.stringify(manifest)).not.toContain('"kind":"value"');
        }
      }),
      RUNS,
    );
  });
});

describe('order and ids', () => {
  test('one kubectl apply works on an empty cluster: what is referred to comes first', () => {
    const ids = lowered(fixtures.plan()).map(({ id }) => id);
    expect(ids).toEqual([
      'namespace',
      'service-account',
      'web/config-map',
      'network-policy/shop',
      'network-policy/shop-web',
      'web/service',
      'migrate/job',
      'mail/deployment',
      'web/deployment',
      'web/hpa',
      'web/pdb',
      'cleanup/cron-job',
      'reindex/cron-job',
      'ingress',
    ]);
  });

  test('what the service does not make is not written', () => {
    const plan = fixtures.plan();
    const entries = lowered({
      ...plan,
      namespace: { ...plan.namespace, create: false },
      identity: { ...plan.identity, create: false },
      network: { ...plan.network, enabled: false },
    });
    const ids = entries.map(({ id }) => id).join(' ');
    expect(ids).not.toMatch(/namespace|service-account|network-policy/);
  });

  test('the Namespace carries no labels of a service and belongs to no namespace', () => {
    const namespace = objectOf(lowered(fixtures.plan()), 'namespace');
    expect(namespace.metadata).toEqual({
      name: 'shop',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
  });

  test('every other object is in the namespace of the environment', () => {
    for (const { id, manifest } of lowered(fixtures.plan())) {
      if (id !== 'namespace') expect(manifest.metadata.namespace).toBe('shop');
    }
  });

  test('the exposure of one process has the process in its ids, a second object its name', () => {
    const [ingress] = fixtures.exposure.objects;
    if (ingress === undefined) throw new Error('the fixture has an Ingress');
    const entries = lowered(
      fixtures.plan({
        exposures: {
          'shop-web': {
            ...fixtures.exposure,
            name: 'shop-web',
            objects: [
              ingress,
              { ...ingress, name: 'shop-web-preview' },
              {
                kind: 'custom',
                apiVersion: 'k8s.nginx.org/v1',
                objectKind: 'VirtualServer',
                name: 'shop',
                spec: { host: 'shop.example.com' },
              },
            ],
          },
        },
      }),
    );
    const ids = entries.map(({ id }) => id);
    expect(ids).toContain('web/ingress');
    expect(ids).toContain('web/ingress/shop-web-preview');
    expect(ids).toContain('web/virtual-server');
  });
});

describe('running processes', () => {
  test('a Deployment with an autoscaler says nothing about replicas', () => {
    const entries = lowered(fixtures.plan());
    expect(at(objectOf(entries, 'web/deployment'), 'spec')).not.toHaveProperty('replicas');
    expect(at(objectOf(entries, 'mail/deployment'), 'spec', 'replicas')).toBe(1);
  });

  test('an idle stack has no pods, no autoscaler and no budget', () => {
    const entries = lowered(fixtures.plan({ processes: { web: fixtures.blueGreen() } }));
    const ids = entries.map(({ id }) => id).filter((id) => id.startsWith('web/'));
    expect(ids.toSorted()).toEqual([
      'web/blue/config-map',
      'web/blue/deployment',
      'web/blue/hpa',
      'web/blue/pdb',
      'web/green/config-map',
      'web/green/deployment',
      'web/preview/service',
      'web/service',
    ]);
    expect(at(objectOf(entries, 'web/green/deployment'), 'spec', 'replicas')).toBe(0);
  });

  test('stacks spread on their own: the constraint selects the pods of the stack', () => {
    const entries = lowered(fixtures.plan({ processes: { web: fixtures.blueGreen() } }));
    const template = templateOf(objectOf(entries, 'web/blue/deployment'));
    const [spread] = listAt(template, 'spec', 'topologySpreadConstraints');
    expect(at(spread, 'labelSelector', 'matchLabels', 'slot')).toBe('blue');
    expect(at(spread, 'matchLabelKeys')).toEqual(['pod-template-hash']);
  });

  test.each([
    ['sleepAction', { preStop: { sleep: { seconds: 10 } } }],
    ['sleepCommand', { preStop: { exec: { command: ['sleep', '10'] } } }],
    [
      'pythonCommand',
      { preStop: { exec: { command: ['python', '-c', 'import time; time.sleep(10)'] } } },
    ],
    ['none', undefined],
  ] as const)('the pause before SIGTERM is made by %s', (preStop, expected) => {
    const process = fixtures.web({ lifecycle: { ...fixtures.lifecycle, preStop } });
    const entries = lowered(fixtures.plan({ processes: { web: process } }));
    const template = templateOf(objectOf(entries, 'web/deployment'));
    expect(at(template, 'spec', 'containers', 0, 'lifecycle')).toEqual(expected);
  });

  test('probes ask the named port and never name a host', () => {
    const template = templateOf(objectOf(lowered(fixtures.plan()), 'web/deployment'));
    const main = at(template, 'spec', 'containers', 0);
    expect(at(main, 'readinessProbe')).toEqual({
      httpGet: {
        path: '/healthz',
        port: 'http',
        httpHeaders: [{ name: 'Host', value: 'shop.example.com' }],
      },
      periodSeconds: 5,
      timeoutSeconds: 2,
      failureThreshold: 2,
    });
    expect(at(main, 'livenessProbe', 'tcpSocket')).toEqual({ port: 'http' });
    expect(JSON.stringify(main)).not.toContain('"host"');
  });

  test('waits before the main container see its variables and files', () => {
    const template = templateOf(objectOf(lowered(fixtures.plan()), 'web/deployment'));
    const gate = at(template, 'spec', 'initContainers', 0);
    const main = at(template, 'spec', 'containers', 0);
    for (const field of ['env', 'volumeMounts', 'image', 'securityContext', 'resources']) {
      expect(at(gate, field)).toEqual(at(main, field));
    }
    expect(gate).not.toHaveProperty('readinessProbe');
    expect(gate).not.toHaveProperty('ports');
  });

  test('two files of one Secret share a volume that holds their keys alone', () => {
    const file = (key: string) =>
      ({ kind: 'secret', path: `/tls/${key}`, secret: 'shop-tls', key }) as const;
    const process = fixtures.web({
      container: fixtures.container({ files: [file('tls.key'), file('tls.crt')] }),
    });
    const entries = lowered(fixtures.plan({ processes: { web: process } }));
    const volumes = listAt(templateOf(objectOf(entries, 'web/deployment')), 'spec', 'volumes');
    expect(volumes.filter((volume) => at(volume, 'secret') !== undefined)).toEqual([
      {
        name: 'secret-shop-tls',
        secret: {
          secretName: 'shop-tls',
          items: [
            { key: 'tls.key', path: 'tls.key' },
            { key: 'tls.crt', path: 'tls.crt' },
          ],
        },
      },
    ]);
  });
});

describe('processes that end by themselves', () => {
  test('a task is a suspended CronJob whose day never comes', () => {
    const spec = at(objectOf(lowered(fixtures.plan()), 'reindex/cron-job'), 'spec');
    expect(at(spec, 'suspend')).toBe(true);
    expect(at(spec, 'schedule')).toBe('0 0 31 2 *');
  });

  test('a running cron job says nothing about suspend, so that a pause made by hand survives', () => {
    const spec = at(objectOf(lowered(fixtures.plan()), 'cleanup/cron-job'), 'spec');
    expect(spec).not.toHaveProperty('suspend');
    expect(at(spec, 'concurrencyPolicy')).toBe('Forbid');
  });

  test('the migration stays after it ended and never runs twice at once', () => {
    const spec = at(objectOf(lowered(fixtures.plan()), 'migrate/job'), 'spec');
    expect(spec).not.toHaveProperty('ttlSecondsAfterFinished');
    expect(at(spec, 'podReplacementPolicy')).toBe('Failed');
    expect(at(spec, 'backoffLimit')).toBe(0);
    expect(at(spec, 'activeDeadlineSeconds')).toBe(900);
    expect(at(spec, 'template', 'spec', 'restartPolicy')).toBe('Never');
  });
});

describe('network policies', () => {
  const policyOf = (policy: ServicePlan['network']['policies'][number]) => {
    const plan = fixtures.plan({ network: { enabled: true, policies: [policy] } });
    return at(objectOf(lowered(plan), `network-policy/${policy.name}`), 'spec');
  };

  test('no rules for a direction deny it, no word about it leaves it open', () => {
    expect(policyOf({ name: 'a', podLabels: {}, ingress: [] })).toEqual({
      podSelector: {},
      policyTypes: ['Ingress'],
    });
  });

  test('no peers mean everybody, no ports every port', () => {
    expect(
      policyOf({ name: 'a', podLabels: {}, egress: [{ peers: [], ports: [] }] }),
    ).toHaveProperty('egress', [{}]);
  });

  test('pods without namespace labels are those of the own namespace', () => {
    const peers = [
      { kind: 'pods', podLabels: { app: 'x' } },
      { kind: 'pods' },
      { kind: 'pods', namespaceLabels: {} },
      { kind: 'addresses', cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] },
    ] as const;
    expect(policyOf({ name: 'a', podLabels: {}, ingress: [{ peers, ports: [] }] })).toHaveProperty(
      'ingress',
      [
        {
          from: [
            { podSelector: { matchLabels: { app: 'x' } } },
            { podSelector: {} },
            { namespaceSelector: {} },
            { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
          ],
        },
      ],
    );
  });
});
