// What gunicorn's profile decides: sizes, stops, keep-alive, packages, variables.
import { describe, expect, test } from 'vitest';
import type { ServerInput } from '../../../lib/model/server.ts';
import { type GunicornOptions, gunicorn } from '../../../lib/servers/index.ts';
import { ORDINARY } from '../situation.ts';

function factsOf(options: Partial<GunicornOptions> = {}, input: Partial<ServerInput> = {}) {
  return gunicorn({ app: 'shop.wsgi', ...options }).facts({ ...ORDINARY, ...input });
}

describe('workers and threads', () => {
  test.each([
    [{}, 0.25, 2, 16],
    [{}, 1, 2, 16],
    [{}, 2.5, 3, 16],
    [{ workload: 'cpu' }, 1, 2, 4],
    [{ workload: 'io' }, 1, 2, 32],
    [{ threads: 7, workers: 1 }, 4, 1, 7],
    [{ workerClass: 'sync' }, 0.5, 2, 1],
    [{ workerClass: 'asgi' }, 0.5, 1, 1],
    [{ workerClass: 'uvicorn' }, 3, 3, 1],
    [{ workerClass: 'gevent' }, 0.1, 1, 1],
  ] as const)('%j with %d cores makes %d × %d', (options, cpuCores, workers, threads) => {
    expect(factsOf(options, { cpuCores })).toMatchObject({ workers, threads });
  });

  test('are fewer when the memory of a worker is known and short', () => {
    const memory = { cpuCores: 4, memoryBytes: 512 * 1_048_576 };
    expect(factsOf({ memoryPerWorker: '100Mi' }, memory).workers).toBe(4);
    // 0.9 × 512 - 32 MiB of the master = 428 MiB.
    expect(factsOf({ memoryPerWorker: '143Mi' }, memory).workers).toBe(2);
    // A preloading master holds the application as well: 0.9 × 512 - 143.
    expect(factsOf({ memoryPerWorker: '143Mi', preload: true }, memory).workers).toBe(2);
    expect(factsOf({ memoryPerWorker: '160Mi', preload: true }, memory).workers).toBe(1);
    expect(factsOf({ memoryPerWorker: '900Mi' }, memory).workers).toBe(1);
  });

  test('make the requests and database connections of a pod', () => {
    expect(factsOf()).toMatchObject({ concurrency: 32, connectionsPerPod: 32 });
    expect(factsOf({ workerClass: 'sync' })).toMatchObject({
      concurrency: 2,
      connectionsPerPod: 2,
    });
    // A worker takes no more connections than it may, however many threads it has.
    expect(factsOf({ threads: 64, workerConnections: 10 })).toMatchObject({ concurrency: 20 });
    expect(factsOf({ workerClass: 'gevent' })).toMatchObject({
      concurrency: 1000,
      connectionsPerPod: 15,
    });
    expect(factsOf({ workerClass: 'asgi', connectionsPerWorker: 4 })).toMatchObject({
      connectionsPerPod: 4,
    });
    expect(factsOf({ workerClass: 'asgi' })).not.toHaveProperty('concurrency');
  });
});

describe('the time a stop needs beyond the limit', () => {
  test.each([
    ['sync', '23.0.0', 0],
    ['sync', '25.3.0', 0],
    ['sync', '26', 2],
    ['gthread', '25', 0],
    ['gthread', '27.0.1', 2],
    ['gthread', undefined, 2],
    ['gevent', '23', 1],
    ['gevent', '27', 3],
    ['gevent', undefined, 3],
    ['asgi', '27.0.1', 2],
    ['uvicorn', '23.0.0', 0],
  ] as const)('of %s %s is %d s', (workerClass, version, extraSeconds) => {
    const options = { workerClass, ...(version === undefined ? {} : { version }) };
    expect(factsOf(options).drain).toEqual({
      gracefulTimeoutSeconds: 30,
      extraSeconds,
      bounded: true,
      signal: 'SIGTERM',
    });
  });
});

describe('idle connections and long requests', () => {
  test.each([
    ['gthread', '26.2.0', true],
    ['gthread', '27.0.1', false],
    ['gthread', '23.0.0', false],
    ['gevent', '27.0.1', true],
    ['asgi', '27.0.1', true],
    ['uvicorn', '27.0.1', false],
  ] as const)('of %s %s hold a stop up: %s', (workerClass, version, slow) => {
    const { because } = factsOf({ workerClass, version });
    expect(because['drain.gracefulTimeoutSeconds']?.formula.includes('hold the stop up')).toBe(
      slow,
    );
  });
  test('are kept 15 s longer than the proxy keeps them', () => {
    expect(factsOf().keepAlive).toEqual({ kind: 'keeps', seconds: 75 });
    expect(factsOf({}, { proxyKeepAliveSeconds: 600 }).keepAlive).toEqual({
      kind: 'keeps',
      seconds: 615,
    });
  });
  test('are kept as for a usual pool when no proxy is known', () => {
    expect(factsOf({}, { proxyKeepAliveSeconds: 0 }).keepAlive).toEqual({
      kind: 'keeps',
      seconds: 75,
    });
  });
  test('do not exist with sync workers, which end requests themselves', () => {
    expect(factsOf({ workerClass: 'sync' })).toMatchObject({
      keepAlive: { kind: 'closes' },
      requestLimit: { enforcedBy: 'server', seconds: 35 },
      liveness: 'tcp',
    });
  });
  test('are for the application to end with the other classes', () => {
    expect(factsOf({ workerClass: 'asgi' })).toMatchObject({
      requestLimit: { enforcedBy: 'application' },
      liveness: 'http',
    });
  });
});

describe('the packages', () => {
  test.each([
    [{}, ['gunicorn>=23']],
    [{ version: '27.0.1' }, ['gunicorn==27.0.1']],
    [{ version: '26.2' }, ['gunicorn==26.2.*']],
    [{ version: '27' }, ['gunicorn==27.*,!=27.0.0']],
    [{ version: '27', workerClass: 'asgi' }, ['gunicorn==27.*']],
    [{ workerClass: 'asgi' }, ['gunicorn>=27.0.1']],
    [{ workerClass: 'gevent' }, ['gunicorn[gevent]>=23']],
    [{ workerClass: 'uvicorn' }, ['gunicorn>=23', 'uvicorn', 'uvicorn-worker']],
    [{ metrics: 'prometheus' }, ['gunicorn>=23', 'prometheus-client']],
  ] as const)('of %j are %j', (options, packages) => {
    expect(factsOf(options).packages).toEqual(packages);
  });
});

describe('the command', () => {
  test('starts gunicorn with the generated file', () => {
    const { command, env } = factsOf();
    expect(command).toEqual(['gunicorn', '-c', '/etc/gunicorn/gunicorn.conf.py', 'shop.wsgi']);
    expect(env.map(({ name }) => name)).not.toContain('GUNICORN_CMD_ARGS');
  });
  test('of the author is kept, and gunicorn finds file and application by itself', () => {
    const command = ['ddtrace-run', 'gunicorn'];
    const facts = factsOf({}, { command });
    expect(facts.command).toEqual(command);
    expect(facts.env).toContainEqual({
      name: 'GUNICORN_CMD_ARGS',
      kind: 'value',
      value: '--config=/etc/gunicorn/gunicorn.conf.py',
    });
    expect(facts.files['/etc/gunicorn/gunicorn.conf.py']).toContain('wsgi_app = "shop.wsgi"');
  });
});

test('metrics get a port, a directory in memory and its variable', () => {
  const facts = factsOf({ metrics: 'prometheus' }, { metricsPort: 9400 });
  expect(facts.metrics).toEqual({ port: 9400, path: '/metrics' });
  expect(facts.ports).toEqual([{ name: 'metrics', port: 9400 }]);
  expect(facts.writable).toContainEqual({
    path: '/run/prometheus',
    medium: 'memory',
    sizeLimit: '64Mi',
  });
  expect(facts.env.map(({ name }) => name)).toContain('PROMETHEUS_MULTIPROC_DIR');
  expect(factsOf().metrics).toBeUndefined();
});
