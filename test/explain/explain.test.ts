// What may be asked of a value: by the plan's name or by the author's.
import { describe, expect, test } from 'vitest';
import {
  defineService,
  explain,
  gateway,
  gunicorn,
  internal,
  loadBalancer,
  nginx,
  nginxIngress,
  perPod,
  resolve,
  stateful,
  type Bundle,
} from '../../lib/index.ts';

const service = defineService({
  name: 'shop',
  image: { repository: 'ghcr.io/acme/shop', tag: '1.0.0' },
  web: { server: gunicorn({ app: 'shop.wsgi' }), scale: { min: 3, max: 6, cpu: 70 } },
  workers: { mail: { command: ['celery', 'worker'], scale: 2 } },
  crons: { report: { schedule: '@daily', timeZone: 'Europe/Berlin', command: ['report'] } },
});
const { plan, origins } = resolve(service, 'default', {
  readText: () => ({ ok: false, problem: 'no such file' }),
});
const bundle: Bundle = {
  version: 1,
  diagnostics: [],
  services: [
    {
      service: 'shop',
      environment: 'default',
      editions: [1],
      ...(plan === undefined ? {} : { plan }),
      origins: Object.fromEntries(origins),
      manifests: [],
    },
  ],
};

/** Paths and values of the answer. */
function answers(path: string): readonly unknown[] {
  const explained = explain(bundle, { service: 'shop', path });
  if (!explained.ok) throw new Error(explained.problem);
  return explained.explanations.map((each) => [each.path, each.value]);
}

test.each([
  ['web.scale.min', 'processes.web.scaling.minReplicas', 3],
  ['workers.mail.scale', 'processes.mail.scaling.replicas', 2],
  ['crons.report.timeZone', 'processes.report.timeZone', 'Europe/Berlin'],
])('%s is found by the name the author gave it', (asked, path, value) => {
  expect(answers(asked)).toEqual([[path, value]]);
});

test.each(['workers.mail.objectName', 'mail.objectName', 'processes.mail.objectName'])(
  '%s is found by the name in the plan, with or without the kind of process',
  (asked) => {
    expect(answers(asked)).toEqual([['processes.mail.objectName', 'shop-mail']]);
  },
);

/** Origins of the answer, as `kind` and its reason. */
function reasons(path: string): readonly unknown[] {
  const explained = explain(bundle, { service: 'shop', path });
  if (!explained.ok) throw new Error(explained.problem);
  return explained.explanations.map(({ origin }) => [
    origin?.kind,
    origin?.from ?? origin?.because,
  ]);
}

test('the pace of a probe came from nowhere', () => {
  for (const member of ['periodSeconds', 'timeoutSeconds', 'failureThreshold']) {
    expect(reasons(`web.probes.readiness.${member}`)).toEqual([['default', expect.any(String)]]);
  }
});

test('the image of a process came from nowhere', () => {
  expect(reasons('web.image')).toEqual([
    ['spec', 'image.repository'],
    ['spec', 'image.tag'],
    ['derived', expect.any(String)],
    ['default', expect.any(String)],
  ]);
});

test('a metric is found by the option that asks for it', () => {
  expect(answers('web.scale.cpu')).toContainEqual([
    'processes.web.scaling.metrics.0.resource.target.averageUtilization',
    70,
  ]);
});

test('a time that stands nowhere in the plan was undefined', () => {
  expect(answers('web.startupTimeout')).toEqual([['processes.web.startupTimeoutSeconds', 60]]);
  expect(answers('mail.taskTimeout')).toEqual([['processes.mail.taskTimeoutSeconds', 60]]);
});

test('where metrics are served could not be asked', () => {
  const metrics = { path: '/numbers', port: 9100 };
  const measured = defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.0.0' },
    web: { server: gunicorn({ app: 'shop.wsgi', metrics: 'prometheus' }), port: 8080, metrics },
    workers: { mail: { command: ['celery', 'worker'], metrics } },
  });
  const resolved = resolve(measured, 'default', {
    readText: () => ({ ok: false, problem: 'no such file' }),
  });
  const asked = (path: string) => {
    const [first] = bundle.services;
    if (first === undefined || resolved.plan === undefined) throw new Error('there is no plan');
    const own = { ...first, plan: resolved.plan, origins: Object.fromEntries(resolved.origins) };
    const explained = explain({ ...bundle, services: [own] }, { service: 'shop', path });
    return explained.ok ? explained.explanations : explained.problem;
  };
  for (const process of ['web', 'workers.mail']) {
    expect(asked(`${process}.metrics.port`)).toMatchObject([{ value: 9100 }]);
    expect(asked(`${process}.metrics.path`)).toMatchObject([
      { value: '/numbers', origin: { because: expect.stringContaining('no object says it') } },
    ]);
  }
  expect(asked('web.port')).toMatchObject([
    { value: 8080, origin: { kind: 'spec', from: 'web.port' } },
  ]);
});

test('units of work at once have a value, of the command or of nobody', () => {
  const working = defineService({
    name: 'orders',
    image: { repository: 'ghcr.io/acme/orders', tag: '1.0.0' },
    workers: {
      tasks: { command: ['celery', '-A', 'x', 'worker', '--concurrency=4'] },
      mail: { command: ['mail'] },
    },
  });
  const resolved = resolve(working, 'default', {
    readText: () => ({ ok: false, problem: 'no such file' }),
  });
  const asked = (path: string) => {
    const all = explain(
      {
        ...{ version: 1, diagnostics: [] },
        services: [
          {
            ...{ service: 'orders', environment: 'default', editions: [1], manifests: [] },
            ...(resolved.plan === undefined ? {} : { plan: resolved.plan }),
            origins: Object.fromEntries(resolved.origins),
          },
        ],
      },
      { service: 'orders', path },
    );
    return all.ok ? all.explanations : [];
  };
  expect(asked('workers.tasks.concurrency')).toMatchObject([
    { value: 4, origin: { because: 'the command starts 4 processes' } },
  ]);
  expect(asked('workers.mail.concurrency')).toMatchObject([{ value: 1 }]);
});

test.each(['web.sclae.min', 'crons.mial', 'crons.'])('%s is nothing', (asked) => {
  expect(explain(bundle, { service: 'shop', path: asked }).ok).toBe(false);
});

test('what is stored says who decided it', () => {
  const storing = defineService({
    name: 'index',
    image: { repository: 'ghcr.io/acme/index', tag: '1.0.0' },
    volumes: { data: perPod({ size: '1Gi' }) },
    web: {
      server: gunicorn({ app: 'index.wsgi' }),
      mounts: { '/data': 'data' },
      rollout: stateful({ claims: { whenScaled: 'Delete' } }),
    },
  });
  const resolved = resolve(storing, 'default', {
    readText: () => ({ ok: false, problem: 'no such file' }),
  });
  const kindOf = (path: string) => resolved.origins.get(path)?.kind;
  expect(kindOf('volumes.data')).toBe('spec');
  expect(kindOf('volumes.data.accessMode')).toBe('derived');
  expect(kindOf('processes.web.container.volumes')).toBe('spec');
  expect(kindOf('processes.web.rollout.podManagement')).toBe('derived');
  // What was said has no reason beside the description.
  expect(kindOf('processes.web.rollout.claims')).toBeUndefined();
});

describe('what complaints call it', () => {
  const live = defineService({
    name: 'live',
    image: { repository: 'ghcr.io/acme/live', tag: '1.0.0' },
    config: { DEBUG: 'no' },
    web: {
      server: gunicorn({ app: 'live.wsgi' }),
      health: '/',
      proxy: nginx(),
      requestTimeout: 45,
    },
    expose: nginxIngress({ host: 'live.example.com', tls: { issuer: 'le' } }),
  });
  const asked = (path: string, service = live) => {
    const made = resolve(service, 'default', {
      readText: () => ({ ok: false, problem: 'no such file' }),
    });
    const [bundled] = bundle.services;
    if (bundled === undefined || made.plan === undefined) throw new Error('there is no plan');
    const { plan: of, origins: from } = made;
    const services = [{ ...bundled, service: 'live', plan: of, origins: Object.fromEntries(from) }];
    return explain({ ...bundle, services }, { service: 'live', path });
  };
  const originsOf = (path: string, service = live): Readonly<Record<string, unknown>> => {
    const explained = asked(path, service);
    if (!explained.ok) throw new Error(explained.problem);
    return Object.fromEntries(explained.explanations.map((each) => [each.path, each.origin]));
  };

  test('an exposure is told with its formulas, its assumptions, and no objects', () => {
    const told = originsOf('expose');
    expect(told).toMatchObject({
      'exposures.live.proxy.readTimeoutSeconds': {
        kind: 'derived',
        because: expect.stringContaining('requestTimeout 45 s + 6 s'),
      },
      'exposures.live.proxy.keepAliveSeconds': {
        kind: 'default',
        source: expect.stringContaining('keepalive_timeout'),
      },
      'exposures.live.hosts.0': { because: 'follows from `expose`' },
    });
    expect(Object.keys(told).filter((path) => path.includes('.objects.'))).toEqual([]);
    expect(Object.values(told)).not.toContain(undefined);
  });

  test('a time-out that is written is as described', () => {
    const written = defineService({
      ...live.spec,
      expose: nginxIngress({
        host: 'live.example.com',
        tls: { issuer: 'le' },
        timeouts: { read: 90 },
      }),
    });
    expect(originsOf('expose.timeouts.read', written)).toEqual({
      'exposures.live.proxy.readTimeoutSeconds': { kind: 'spec', from: 'expose.timeouts.read' },
    });
    expect(originsOf('expose.timeouts.read')).toMatchObject({
      'exposures.live.proxy.readTimeoutSeconds': { kind: 'derived' },
    });
  });

  test('a variable goes by its name', () => {
    expect(originsOf('config.DEBUG')).toEqual({
      'processes.web.container.env.DEBUG.value': { kind: 'spec', from: 'config.DEBUG' },
    });
  });

  test.each([
    ['web.proxy', 'processes.web.container.sidecars.0.image.tag'],
    ['web.server', 'processes.web.server.workers'],
    ['web.health', 'processes.web.probes.readiness.check.path'],
    ['resources', 'processes.web.container.resources.requests.memory'],
  ])('%s is a part of the plan', (path, one) => {
    expect(Object.keys(originsOf(path))).toContain(one);
  });

  test.each([
    ['web.proxy.statusPort', 'ask `web.proxy`'],
    ['web.expose', 'ask `expose`'],
  ])('%s leads to what can be asked', (path, hint) => {
    expect(asked(path)).toMatchObject({ ok: false, problem: expect.stringContaining(hint) });
  });
});

test.each([
  ['gateway', gateway({ host: 'a.example', gateway: { name: 'g', namespace: 'gateways' } })],
  ['load balancer', loadBalancer({ platform: 'eks' })],
  ['internal', internal()],
])('every value of the proxy of an exposure says where it came from: %s', (_kind, expose) => {
  const exposed = resolve(defineService({ ...service.spec, expose }), 'default', {
    readText: () => ({ ok: false, problem: 'no such file' }),
  });
  const { proxy } = exposed.plan?.exposures['shop'] ?? {};
  const members = Object.keys(proxy ?? {}).filter((member) => member !== 'kind');
  expect(members.length).toBeGreaterThan(3);
  for (const member of members) {
    expect(exposed.origins.has(`exposures.shop.proxy.${member}`), member).toBe(true);
  }
});
