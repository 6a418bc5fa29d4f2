// What the profiles of uvicorn, granian and hypercorn decide, find and refuse.
import { describe, expect, test } from 'vitest';
import type { Server, ServerInput } from '../../../lib/model/server.ts';
import { granian, hypercorn, uvicorn } from '../../../lib/servers/index.ts';
import { ORDINARY } from '../situation.ts';

const app = 'shop.asgi:application';
const SERVERS: Readonly<Record<string, Server>> = {
  uvicorn: uvicorn({ app }),
  granian: granian({ app }),
  hypercorn: hypercorn({ app }),
};
const all = Object.entries(SERVERS);

function withOptions(server: Server, options: object): Server {
  const made: unknown = server.with({ ...server.options, ...options });
  return Object.assign(Object.create(null), made);
}

function codes(server: Server, options: object = {}, input: Partial<ServerInput> = {}) {
  const made = withOptions(server, options);
  expect(made.check()).toEqual([]);
  const { findings } = made.facts({ ...ORDINARY, ...input });
  return findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`);
}

describe.each(all)('%s', (name, server) => {
  const path = `/etc/${name}/serve.py`;

  test('is started by the expected program', async () => {
    const text = server.facts(ORDINARY).files[path] ?? '';
    await expect(text).toMatchFileSnapshot(`expected/${name}.py`);
  });

  test('promises what its program is told', () => {
    const facts = server.facts(ORDINARY);
    expect(facts).toMatchObject({
      command: ['python', path],
      workers: 1,
      threads: 1,
      connectionsPerPod: 15,
      keepAlive: { kind: 'keeps', seconds: 75 },
      drain: {
        gracefulTimeoutSeconds: 30,
        extraSeconds: name === 'hypercorn' ? 1 : 3,
        bounded: true,
        signal: 'SIGTERM',
      },
      requestLimit: { enforcedBy: 'application' },
      liveness: 'http',
      accessLog: 'json',
    });
    expect(facts).not.toHaveProperty('concurrency');
  });

  test.each<[string, object, object]>([
    ['SW2001 error web.server.settings.workers', { settings: { workers: 1 } }, { workers: 1 }],
    [
      'SW2002 warning web.server.settings.backlogs',
      { settings: { backlogs: 1 } },
      { settings: { backlog: 1 } },
    ],
    [
      'SW2007 error web.server.workers',
      { workers: 4, memoryPerWorker: '200Mi' },
      { workers: 1, memoryPerWorker: '200Mi' },
    ],
  ])('%s is raised by %j and not by %j', (finding, bad, good) => {
    expect(codes(server, bad)).toContain(finding);
    expect(codes(server, good)).not.toContain(finding);
  });

  test('refuses a command that does not run its program', () => {
    const finding = 'SW2019 error web.command';
    expect(codes(server, {}, { command: [name, app] })).toContain(finding);
    expect(codes(server, {}, { command: ['ddtrace-run', 'python', path] })).not.toContain(finding);
  });

  test.each<[string, object]>([
    ['app', { app: 'shop/asgi.py' }],
    ['workers', { workers: 0 }],
    ['memoryPerWorker', { memoryPerWorker: '1m' }],
    ['pythonPath', { pythonPath: 'src' }],
    ['bind', { bind: '::' }],
    ['settings.lambda', { settings: { lambda: 1 } }],
    ['timeout', { timeout: 5 }],
  ])('refuses `%s` in %j', (place, options) => {
    expect(
      withOptions(server, options)
        .check()
        .map((problem) => problem.path),
    ).toEqual([place]);
  });
});

describe('workers', () => {
  const four = { cpuCores: 4, memoryBytes: 1_073_741_824 };
  test('are one a core with uvicorn and granian, as the memory allows', () => {
    expect(uvicorn({ app }).facts({ ...ORDINARY, ...four }).workers).toBe(4);
    expect(granian({ app }).facts({ ...ORDINARY, ...four }).workers).toBe(4);
    expect(codes(uvicorn({ app }), { memoryPerWorker: '400Mi' }, four)).toContain(
      'SW2008 warning web.server.memoryPerWorker',
    );
  });
  test('are one with hypercorn, which cuts off the others', () => {
    expect(hypercorn({ app }).facts({ ...ORDINARY, ...four }).workers).toBe(1);
    expect(codes(hypercorn({ app }), { workers: 2 })).toContain('SW2021 error web.server.workers');
    expect(codes(hypercorn({ app }), { workers: 1 })).not.toContain(
      'SW2021 error web.server.workers',
    );
  });
});

describe('idle connections', () => {
  test.each<[string, Server]>([
    ['hypercorn', hypercorn({ app })],
    ['granian with an RSGI application', granian({ app, interface: 'rsgi' })],
  ])('are cut by %s, which says so', (_, server) => {
    expect(codes(server)).toContain('SW2005 note web.server');
  });
  test.each<[string, Server]>([
    ['uvicorn', uvicorn({ app })],
    ['granian with an ASGI application', granian({ app })],
    ['granian with a WSGI application', granian({ app, interface: 'wsgi' })],
  ])('are told to close before they are cut by %s', (_, server) => {
    expect(codes(server)).not.toContain('SW2005 note web.server');
    const { drain } = server.facts(ORDINARY);
    expect(drain.extraSeconds).toBe(3);
  });
});

describe('forwarded headers', () => {
  const open = { ingressRestricted: false };
  test('are believed by uvicorn where policies admit the proxy alone', () => {
    expect(codes(uvicorn({ app }))).toEqual([]);
    expect(codes(uvicorn({ app }), {}, open)).toContain('SW2014 warning web.server.trustedProxies');
    expect(codes(uvicorn({ app }), { trustedProxies: ['*'] }, open)).toContain(
      'SW2013 error web.server.trustedProxies',
    );
    expect(codes(uvicorn({ app }), { trustedProxies: ['10.0.0.0/8'] }, open)).toEqual([]);
  });
  test.each(['granian', 'hypercorn'])('are not read by %s', (name) => {
    const server = SERVERS[name] ?? uvicorn({ app });
    expect(codes(server)).toContain('SW2018 warning web.server');
    expect(codes(server, {}, { behindProxy: false })).not.toContain('SW2018 warning web.server');
  });
});

describe('granian', () => {
  test('runs a WSGI application in threads', () => {
    expect(granian({ app, interface: 'wsgi', workers: 2 }).facts(ORDINARY)).toMatchObject({
      threads: 16,
      concurrency: 32,
      connectionsPerPod: 32,
      liveness: 'tcp',
    });
    expect(codes(granian({ app }), { threads: 4 })).toContain('SW2020 error web.server.threads');
    expect(codes(granian({ app }), { threads: 4, interface: 'wsgi' })).not.toContain(
      'SW2020 error web.server.threads',
    );
  });
  test('serves metrics on a port of their own', () => {
    const options = { metrics: 'prometheus' } as const;
    expect(granian({ app, ...options }).facts(ORDINARY).metrics?.port).toBe(9090);
    expect(codes(granian({ app }), options, { metricsPort: 8000 })).toContain(
      'SW2016 error web.metrics.port',
    );
    expect(codes(granian({ app }), {}, { metricsPort: 8000 })).not.toContain(
      'SW2016 error web.metrics.port',
    );
  });
});

describe('variables', () => {
  const of = (name: string) => ({ variables: [{ name, path: `config.${name}`, value: '9' }] });
  test.each<[string, string, boolean]>([
    ['uvicorn', 'UVICORN_WORKERS', true],
    ['granian', 'GRANIAN_WORKERS', true],
    ['hypercorn', 'WEB_CONCURRENCY', true],
    ['uvicorn', 'GRANIAN_WORKERS', false],
    ['granian', 'UVICORN_WORKERS', false],
  ])('%s is silently not changed by %s, which is said: %s', (server, name, said) => {
    const found = codes(SERVERS[server] ?? uvicorn({ app }), {}, of(name));
    expect(found.includes(`SW2029 warning config.${name}`)).toBe(said);
  });
});
