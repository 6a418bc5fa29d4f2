// gunicorn as real processes: what single options promise, on the oldest and the newest version.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { type GunicornOptions, gunicorn } from '../../../lib/servers/index.ts';
import { until } from '../../support/supervise.ts';
import { withServer } from './conformance.ts';
import { connect, getOnce } from './connection.ts';
import { requirementsOf } from './gunicorn-profiles.ts';
import { canRestrict } from './running-server.ts';

const app = 'application:wsgi';

describe.concurrent.each(['23.0.0', '27.0.1'])('gunicorn %s', (version) => {
  const requirements = requirementsOf(version);
  const profile = (options: Partial<GunicornOptions>) => ({
    server: gunicorn({ app, version, ...options }),
    requirements,
  });

  test('with sync workers ends a request after the time of the plan, and serves the next one', () =>
    withServer(
      profile({ workerClass: 'sync', workers: 1 }),
      async ({ port }, facts) => {
        const start = Date.now();
        const outcome = await getOnce(port, '/?t=40');
        expect(outcome).toMatchObject({ kind: 'answered', status: 500 });
        const seconds = (Date.now() - start) / 1000;
        expect(facts.requestLimit).toEqual({ enforcedBy: 'server', seconds: 7 });
        expect(seconds).toBeGreaterThan(6);
        expect(seconds).toBeLessThan(13);
        expect((await getOnce(port, '/')).kind).toBe('answered');
      },
      { input: { requestTimeoutSeconds: 2 } },
    ));

  test('with gthread workers leaves a long request to the application', () =>
    withServer(
      profile({}),
      async ({ port }, facts) => {
        expect(facts.requestLimit).toEqual({ enforcedBy: 'application' });
        expect((await getOnce(port, '/?t=9')).kind).toBe('answered');
      },
      { input: { requestTimeoutSeconds: 2 } },
    ));

  test('counts the requests of all workers on the port of the metrics, from zero at each start', () =>
    withServer(profile({ metrics: 'prometheus', workers: 2 }), async ({ port }, facts) => {
      const pids = new Set<unknown>();
      for (let count = 0; count < 40; count += 1) {
        const outcome = await getOnce(port, '/');
        if (outcome.kind === 'answered') pids.add(JSON.parse(outcome.body).pid);
      }
      const metrics = await fetch(`http://127.0.0.1:${facts.metrics?.port}${facts.metrics?.path}`);
      const counted = /^answers_total (\d+)/m.exec(await metrics.text())?.[1];
      // Starting asked once or more before.
      expect(Number(counted)).toBeGreaterThanOrEqual(41);
      expect(pids.size).toBeGreaterThanOrEqual(1);
    }));

  test('sends its counters to statsd', async () => {
    const socket = createSocket('udp4');
    const heard: string[] = [];
    socket.on('message', (message) => heard.push(message.toString()));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    try {
      const statsd = { host: '127.0.0.1', port: socket.address().port, prefix: 'shop' };
      await withServer(profile({ statsd }), async (running) => {
        await getOnce(running.port, '/counted');
        await until('the counter', 20_000, () =>
          /^shop\.gunicorn\.requests:1\|c/m.test(heard.join('\n')),
        );
        await until('the log line', 20_000, () => running.stdout().includes('"path": "/counted"'));
      });
    } finally {
      socket.close();
    }
  });

  test('starts with everything that can be said at once', () =>
    withServer(
      profile({
        preload: true,
        maxRequests: 1000,
        pythonPath: '/usr/lib',
        trustedProxies: ['127.0.0.1'],
        accessLog: 'none',
        logLevel: 'debug',
        metrics: 'prometheus',
        settings: { raw_env: ['GREETING=say "hi"\\'], limit_request_line: 8190 },
        append: 'def post_fork(server, worker):\n    server.log.info("born %s", worker.pid)\n',
      }),
      async (running) => {
        expect((await getOnce(running.port, '/')).kind).toBe('answered');
        expect(running.stdout()).toBe('');
        // The first answer comes from whichever worker is there first; the other one may still be starting.
        const born = () => running.stderr().match(/"born \d+"/g) ?? [];
        await until('both workers', 20_000, () => born().length >= 2, running.stderr);
        expect(new Set(born())).toHaveLength(2);
        const lines = running.stderr().trimEnd().split('\n');
        for (const line of lines) expect(JSON.parse(line).message).toBeTypeOf('string');
      },
    ));

  test('finds file and application by itself behind a command of the author', () =>
    withServer(
      profile({}),
      async ({ port }) => {
        expect((await getOnce(port, '/')).kind).toBe('answered');
      },
      { input: { command: ['gunicorn'] } },
    ));

  test('answers over IPv6 and IPv4 when it is told to', () =>
    withServer(profile({ bind: 'dual-stack' }), async ({ port }) => {
      expect((await getOnce(port, '/', { host: '::1' })).kind).toBe('answered');
      expect((await getOnce(port, '/')).kind).toBe('answered');
    }));

  test('starts without HOME and writes nothing beside /tmp and /dev/shm', (context) => {
    if (!canRestrict) context.skip('no mount namespace can be made here');
    return withServer(
      profile({}),
      async (running) => {
        expect((await getOnce(running.port, '/')).kind).toBe('answered');
        const idle = connect(running.port);
        expect(await idle.get('/')).toMatchObject({
          body: expect.stringContaining('"home": null'),
        });
        idle.end();
        expect(running.stderr()).not.toMatch(/read-only|denied/i);
      },
      { without: ['HOME'] },
    );
  });
});
