// What is said of any other server, and what follows from it.
import { describe, expect, test } from 'vitest';
import type { ServerInput } from '../../../lib/model/server.ts';
import { type HttpOptions, http } from '../../../lib/servers/index.ts';
import { reportedFindings } from '../../support/variant-contract.ts';
import { ORDINARY } from '../situation.ts';

function factsOf(options: HttpOptions = {}, input: Partial<ServerInput> = {}) {
  const server = http(options);
  expect(server.check()).toEqual([]);
  return server.facts({ ...ORDINARY, ...input });
}

const codesOf = (options: HttpOptions, input: Partial<ServerInput> = {}) =>
  factsOf(options, input).findings.map(({ code, path }) => `${code} ${path}`);

describe('findings', () => {
  test.each<[string, HttpOptions, HttpOptions]>([
    ['SW2031 web.server.keepAlive', {}, { keepAlive: 75 }],
    ['SW2031 web.server.keepAlive', {}, { keepAlive: 'closes' }],
    ['SW2031 web.server.keepAlive', {}, { env: { keepAliveMilliseconds: 'KEEP_MS' } }],
    ['SW2032 web.server.env.gracefulSeconds', {}, { env: { gracefulSeconds: 'GRACE' } }],
    ['SW2032 web.server.env.gracefulSeconds', {}, { drainBounded: true }],
    ['SW2033 web.server.stopSignal', { stopSignal: 'SIGQUIT' }, { stopSignal: 'SIGTERM' }],
    [
      'SW2034 web.server.command',
      { command: ['/bin/sh', '-c', 'node server.js'] },
      { command: ['/bin/sh', '-c', 'exec node server.js'] },
    ],
    ['SW2034 web.server.command', { command: ['npm', 'start'] }, { command: ['node', '.'] }],
  ])('%s is raised by %j and not by %j', (finding, bad, good) => {
    expect(codesOf(bad)).toContain(finding);
    expect(codesOf(good)).not.toContain(finding);
  });
  test('about keep-alive is not raised where no proxy keeps connections', () => {
    expect(codesOf({ drainBounded: true }, { proxyKeepAliveSeconds: 0 })).toEqual([]);
  });
  test('about a shell is raised for a command of the process too', () => {
    expect(codesOf({}, { command: ['bash', '-c', 'java -jar shop.jar'] })).toContain(
      'SW2034 web.command',
    );
  });
  test('about the port is raised where a proxy in the pod has it and nothing tells the server', () => {
    const behind = { socket: '/run/proxy/server.sock' };
    expect(codesOf({}, behind)).toContain('SW2035 web.server.env.port');
    expect(codesOf({ env: { port: 'PORT' } }, behind).join()).not.toContain('SW2035');
    expect(codesOf({ env: { socket: 'SOCKET' } }, behind).join()).not.toContain('SW2035');
    expect(codesOf({}).join()).not.toContain('SW2035');
  });
  test('are all tried here', () => {
    expect(reportedFindings('servers/http').map((finding) => finding.slice(0, 6))).toEqual([
      'SW2031',
      'SW2032',
      'SW2033',
      'SW2034',
      'SW2035',
    ]);
  });
});

describe('variables', () => {
  test('tell the server what was derived, in its unit', () => {
    const { env, keepAlive } = factsOf({
      env: {
        port: 'PORT',
        gracefulMilliseconds: 'GRACE_MS',
        keepAliveSeconds: 'KEEP_ALIVE',
        requestTimeoutSeconds: 'LIMIT',
        metricsPort: 'METRICS_PORT',
      },
      metrics: { port: 9100 },
    });
    expect(Object.fromEntries(env.map((item) => [item.name, Reflect.get(item, 'value')]))).toEqual({
      PORT: '8000',
      GRACE_MS: '30000',
      KEEP_ALIVE: '75',
      LIMIT: '30',
      METRICS_PORT: '9100',
    });
    expect(keepAlive).toEqual({ kind: 'keeps', seconds: 75 });
  });
  test('cannot tell two things at once', () => {
    const problems = http({ env: { port: 'P', metricsPort: 'P' } }).check();
    expect(problems.map(({ path }) => path)).toEqual(['env.metricsPort']);
  });
});

describe('statements', () => {
  test('are taken at their word', () => {
    expect(
      factsOf({
        title: 'Fastify 5',
        command: ['node', 'server.js'],
        args: ['--port', '8000'],
        keepAlive: '2m',
        drainExtra: '1s',
        drainBounded: true,
        concurrency: 100,
        workers: 2,
        requestLimit: '20s',
        liveness: 'tcp',
        accessLog: 'json',
        metrics: { path: '/internal/metrics' },
        writable: ['/var/cache/shop', { path: '/var/tmp', size: '1Gi', medium: 'memory' }],
      }),
    ).toMatchObject({
      title: 'Fastify 5',
      command: ['node', 'server.js'],
      args: ['--port', '8000'],
      keepAlive: { kind: 'keeps', seconds: 120 },
      drain: { extraSeconds: 1, bounded: true, signal: 'SIGTERM' },
      concurrency: 100,
      connectionsPerPod: 100,
      workers: 2,
      requestLimit: { enforcedBy: 'server', seconds: 20 },
      liveness: 'tcp',
      accessLog: 'json',
      metrics: { port: 8000, path: '/internal/metrics' },
      writable: [
        { path: '/var/cache/shop', medium: 'disk', sizeLimit: '64Mi' },
        { path: '/var/tmp', medium: 'memory', sizeLimit: '1Gi' },
      ],
    });
  });
  test('that are missing leave the image its own command, and nothing promised', () => {
    const facts = factsOf();
    expect(facts).not.toHaveProperty('command');
    expect(facts).not.toHaveProperty('concurrency');
    expect(facts).toMatchObject({
      keepAlive: { kind: 'unknown' },
      drain: { bounded: false },
      accessLog: 'unknown',
      env: [],
    });
  });
});

describe('refuses', () => {
  test.each<[string, object]>([
    ['keepAlive', { keepAlive: '75' }],
    ['keepAlive', { keepAlive: -1 }],
    ['command', { command: [] }],
    ['command', { command: 'node server.js' }],
    ['env.port', { env: { port: 'MY-PORT' } }],
    ['env.gracefulSecond', { env: { gracefulSecond: 'A' } }],
    ['stopSignal', { stopSignal: 'SIGKILL' }],
    ['metrics.path', { metrics: { path: 'metrics' } }],
    ['writable.0', { writable: ['cache'] }],
    ['writable.0.size', { writable: [{ path: '/a', size: '5m' }] }],
    ['concurrency', { concurrency: 0.5 }],
  ])('%s in %j', (path, options) => {
    expect(
      http()
        .with(options)
        .check()
        .map((problem) => problem.path),
    ).toEqual([path]);
  });
});
