import { expect, test } from 'vitest';
import { aloneCheck } from '../../../lib/emit/helm/infer/alone-check.ts';
import { aloneChanges, aloneWishes, changedAlone } from '../../../lib/emit/helm/infer/alone.ts';
import type { Parameter } from '../../../lib/emit/helm/parameter.ts';
import type { Condition } from '../../../lib/emit/helm/tree/condition.ts';
import type { ObjectTemplate } from '../../../lib/emit/helm/tree/template.ts';
import {
  argoRollouts,
  blueGreen,
  canary,
  cronWindow,
  defineService,
  flagger,
  gateway,
  gunicorn,
  http,
  nginxIngress,
  rolling,
  type ServiceSpec,
} from '../../../lib/index.ts';
import { resolve } from '../../../lib/resolve/resolve.ts';
import { noFiles } from '../../support/synthesise.ts';
import { charted } from './charted.ts';

const timed = {
  min: 2,
  max: 6,
  triggers: {
    office: cronWindow({
      timezone: 'Europe/Berlin',
      start: '0 8 * * 1-5',
      end: '0 18 * * 1-5',
      replicas: 4,
    }),
  },
};

function described(more: Partial<ServiceSpec> & Pick<ServiceSpec, 'rollout' | 'web'>) {
  return defineService({
    name: 'notes',
    image: { repository: 'ghcr.io/acme/notes', tag: '1.0.0' },
    expose: gateway({
      host: 'notes.example.com',
      gateway: { namespace: 'gateways', name: 'public' },
    }),
    ...more,
  });
}

const server = gunicorn({ app: 'notes.wsgi' });

test('the fewest pods of a canary that KEDA scales do not follow the number of a Deployment', () => {
  const chart = charted(
    described({
      web: { server, health: '/healthz', scale: timed },
      rollout: canary({ steps: [1, 20, 99], step: 1, canary: { image: { tag: '1.1.0' } } }),
      environments: { staging: { web: { scale: 1 } }, production: {} },
    }),
  );
  const scaled = chart.objects.find(({ id }) => id === 'web/canary/scaled-object');
  expect(JSON.stringify(scaled?.template)).toContain('"minReplicas"');
  expect(JSON.stringify(scaled?.template)).not.toContain('"replicaCount"');
  expect(chart.faults(40)).toEqual([]);
});

test('requests above limits in the first probe do not make a service of two slots lose its values', () => {
  const chart = charted(
    described({
      web: { server, health: '/healthz', scale: { min: 2, max: 8, cpu: 70 } },
      workers: {
        mail: { command: ['mail'], scale: { min: 1, max: 4, cpu: 70 } },
        reports: { command: ['reports'], scale: { min: 1, max: 4, cpu: 70 } },
      },
      rollout: blueGreen({
        slots: { blue: { image: { tag: '1.0.0' } }, green: { image: { tag: '1.1.0' } } },
      }),
    }),
  );
  expect(chart.refused).toEqual([]);
  expect(chart.faults(20)).toEqual([]);
});

const ingress = nginxIngress({
  controller: 'ingress-nginx',
  host: 'notes.example.com',
  tls: { issuer: 'letsencrypt' },
});
const answering = http({ command: ['/notes'], connectionsPerPod: 5, keepAlive: 75 });
const analysis = { prometheus: 'http://prometheus.monitoring:9090', maxLatencyMilliseconds: 500 };

test.each([
  [
    'Argo Rollouts shifts shares',
    argoRollouts({ strategy: { canary: { steps: [5, 50] } }, analysis }),
    'rollout.argoproj.io',
  ],
  ['Argo Rollouts switches', argoRollouts({ strategy: { blueGreen: {} } }), 'rollout.argoproj.io'],
  [
    'Flagger shifts shares',
    flagger({ strategy: { canary: { steps: [10, 60] } }, analysis }),
    'canary.flagger.app',
  ],
])('where %s there is a chart that says how to watch it', (_, rollout, watched) => {
  const chart = charted(
    described({
      web: { server: answering, health: '/healthz', scale: { min: 2, max: 8, cpu: 70 } },
      expose: ingress,
      rollout,
    }),
  );
  expect(chart.refused).toEqual([]);
  expect(chart.faults(30)).toEqual([]);
  const { files, diagnostics } = chart.output();
  expect(diagnostics).toEqual([]);
  const text = (path: string): string => files.find((file) => file.path === path)?.text ?? '';
  expect(text('templates/NOTES.txt')).toContain(`get ${watched} --selector`);
  expect(text('README.md')).toContain('definitions, which are no part of the chart');
});

test('a question by two values is asked with each of them turned alone, where that turns the answer', () => {
  const when: Condition = {
    kind: 'all',
    of: [
      { kind: 'isTrue', path: ['web', 'a'] },
      { kind: 'atLeast', path: ['web', 'b'], value: 3 },
    ],
  };
  const object: ObjectTemplate = {
    id: 'x',
    when,
    template: { kind: 'map', members: [] },
  };
  const sample = (a: boolean, b: number) => ({
    values: new Map<string, unknown>([
      ['web.a', a],
      ['web.b', b],
    ]),
    objects: new Map(),
  });
  const pool = [sample(true, 3), sample(false, 1), sample(true, 2)];
  const tried = aloneChanges(aloneWishes([object], pool, () => true)).map((alone) => [
    ...changedAlone(alone).values(),
  ]);
  expect(new Set(tried.map(String))).toEqual(new Set(['false,3', 'true,2', 'true,3']));
});

const countOf = (process: string, value: number): Condition => ({
  kind: 'atLeast',
  path: [process, 'count'],
  value,
});
const objectWhen = (id: string, when: Condition): ObjectTemplate => ({
  id,
  when,
  template: { kind: 'map', members: [] },
});
const counted = (web: number, mail: number) => ({
  values: new Map<string, unknown>([
    ['web.count', web],
    ['mail.count', mail],
  ]),
  objects: new Map(),
});

test('values of two processes are changed in the same sample, those of one process never', () => {
  const objects = [
    objectWhen('web/a', countOf('web', 2)),
    objectWhen('web/b', countOf('web', 5)),
    objectWhen('mail/a', countOf('mail', 2)),
  ];
  const pool = [counted(1, 1), counted(6, 6), counted(3, 3)];
  const changes = aloneChanges(aloneWishes(objects, pool, () => true));
  for (const { wishes } of changes) {
    const owners = wishes.map(({ path: [owner] }) => owner);
    expect(new Set(owners).size).toBe(owners.length);
  }
  expect(changes.some(({ wishes }) => wishes.length === 2)).toBe(true);
  // Each threshold from both of its sides.
  expect(changes.flatMap(({ wishes }) => wishes)).toHaveLength(6);
});

const labelled = (process: string): Parameter => ({
  path: [process, 'count'],
  domain: { kind: 'integer', min: 0, max: 9, probes: [1] },
  description: 'Anything that shows in the description.',
  sets: `labels.${process}`,
  read: () => 1,
  write: (value) => [{ at: ['labels', process], to: String(value) }],
});

test('a change that is refused in one sample is made in another that answers the same', () => {
  const service = described({ web: { server, health: '/healthz' }, rollout: rolling() });
  const { plan } = resolve(service, 'default', { readText: noFiles });
  if (plan === undefined) throw new Error('the service has errors');
  const asked: unknown[] = [];
  const check = aloneCheck({
    environments: [{ environment: 'default', spec: service.spec, plan }],
    parameters: [labelled('web'), labelled('mail')],
    synthesise: ({ labels }) => {
      asked.push(labels);
      return labels?.['mail'] === '1' ? undefined : [];
    },
    builtins: { fullname: 'a', name: 'b', instance: 'c', namespace: 'd' },
  });
  check([objectWhen('web/a', countOf('web', 2))], [counted(3, 1), counted(3, 2), counted(1, 1)]);
  expect(asked).toContainEqual({ web: '1', mail: '1' });
  expect(asked).toContainEqual({ web: '1', mail: '2' });
});

test('a value that is filled in all samples is emptied alone, so that what follows from it is known', () => {
  const service = described({ web: { server, health: '/healthz' }, rollout: rolling() });
  const { plan } = resolve(service, 'default', { readText: noFiles });
  if (plan === undefined) throw new Error('the service has errors');
  const labels: Parameter = {
    path: ['web', 'labels'],
    domain: {
      kind: 'map',
      reserved: [],
      exampleKeys: () => ['a'],
      exampleValues: () => ['b'],
      keyPattern: '^a$',
      keyMaxLength: 1,
    },
    description: 'Anything that shows in the description.',
    sets: 'labels',
    read: () => ({}),
    write: (value) => [{ at: ['labels'], to: value }],
  };
  const asked: unknown[] = [];
  const check = aloneCheck({
    environments: [{ environment: 'default', spec: service.spec, plan }],
    parameters: [labels],
    synthesise: (spec) => {
      asked.push(spec.labels);
      return [];
    },
    builtins: { fullname: 'a', name: 'b', instance: 'c', namespace: 'd' },
  });
  const filled = {
    values: new Map<string, unknown>([['web.labels', { a: 'b' }]]),
    objects: new Map(),
  };
  const empty = { values: new Map<string, unknown>([['web.labels', {}]]), objects: new Map() };
  check([], [filled]);
  expect(asked).toEqual([{}]);
  check([], [filled, empty]);
  expect(asked).toEqual([{}]);
});

test('where workers follow from CPU and memory together, only these are given up, and soon', () => {
  const gunicornOf = (memoryPerWorker?: string) =>
    gunicorn({
      app: 'cms.wsgi:application',
      version: '27.0.1',
      ...(memoryPerWorker === undefined ? {} : { memoryPerWorker }),
    });
  const { refused, faults } = charted(
    defineService({
      name: 'cms',
      image: { repository: 'ghcr.io/acme/cms', tag: '1.0.0' },
      webs: {
        cms: {
          server: gunicornOf('250Mi'),
          health: '/healthz',
          scale: { min: 3, max: 8, cpu: 70 },
          resources: { requests: { cpu: '1', memory: '1Gi' } },
          rollout: blueGreen({ previewReplicas: 1 }),
        },
        media: { server: gunicornOf(), health: '/healthz', port: 8080 },
      },
      expose: nginxIngress({
        host: 'cms.example.com',
        paths: [
          { path: '/a', process: 'cms' },
          { path: '/b', process: 'media' },
        ],
        tls: { issuer: 'letsencrypt' },
      }),
    }),
  );
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.filter((path) => !path.startsWith('cms.resources.'))).toEqual([]);
  expect(faults(50)).toEqual([]);
});

test('tag and digest of a version are tried with the digest of all, filled and empty in every combination', () => {
  const { plan } = resolve(
    described({ web: { server, health: '/healthz' }, rollout: rolling() }),
    'default',
    { readText: noFiles },
  );
  if (plan === undefined) throw new Error('the service has errors');
  const text = (...path: readonly string[]): Parameter => ({
    path,
    domain: { kind: 'text', optional: true, probe: () => 'a', examples: () => ['a'], free: false },
    description: 'A part of an image.',
    sets: 'image',
    read: () => '',
    write: (value) => [{ at: [...path], to: value }],
  });
  const parameters = [
    text('image', 'digest'),
    text('rollout', 'canary', 'image', 'tag'),
    text('rollout', 'canary', 'image', 'digest'),
  ];
  const asked = new Set<string>();
  const check = aloneCheck({
    environments: [{ environment: 'default', spec: { name: 'notes' } as ServiceSpec, plan }],
    parameters,
    synthesise: (spec) => {
      const at = (value: unknown, ...path: readonly string[]): unknown =>
        path.reduce<unknown>((found, key) => Reflect.get(Object(found), key), value);
      asked.add(parameters.map(({ path }) => String(at(spec, ...path))).join());
      return [];
    },
    builtins: { fullname: 'a', name: 'b', instance: 'c', namespace: 'd' },
  });
  const filled = new Map<string, unknown>(parameters.map(({ path }) => [path.join('.'), 'a']));
  check([], [{ values: filled, objects: new Map() }]);
  expect([...asked].toSorted()).toEqual(
    expect.arrayContaining([',,', 'a,,', ',a,', ',,a', 'a,a,', 'a,,a', ',a,a', 'a,a,a']),
  );
});
