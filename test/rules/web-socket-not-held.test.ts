// What every server makes of open WebSockets, and which of them is complained of.
import { expect, test } from 'vitest';
import { granian, gunicorn, http, hypercorn, nginx, uvicorn, uwsgi } from '../../lib/index.ts';
import type { Server } from '../../lib/model/server.ts';
import { webSocketNotHeld } from '../../lib/rules/web-socket-not-held/rule.ts';
import { planned, web } from './required/requirement.ts';

const app = 'shop.wsgi:application';

const speaking = (members: object) => planned(web({ protocol: 'websocket', ...members }));

function told(members: object) {
  const plan = speaking(members);
  return plan === undefined ? [] : webSocketNotHeld.check(plan);
}

test.each<[string, Server, RegExp]>([
  [
    'sync workers are killed in the middle',
    gunicorn({ app, workerClass: 'sync' }),
    /35 s.*keeps a/,
  ],
  ['harakiri kills the worker with all its threads', uwsgi({ app }), /35 s.*all else/],
  ['WSGI in granian knows no WebSockets', granian({ app, interface: 'wsgi' }), /refuses/],
  ['granian was told to', granian({ app, settings: { websockets: false } }), /refuses/],
  ['uvicorn was told to', uvicorn({ app, settings: { ws: 'none' } }), /refuses/],
])('an error where WebSockets end: %s', (_why, server, message) => {
  const [complaint, ...others] = told({ server });
  expect(others).toEqual([]);
  expect(complaint).toMatchObject({ path: 'web.server', message: expect.stringMatching(message) });
  expect(complaint).not.toHaveProperty('severity');
});

test('a pod of threads is full when as many clients are connected, which is a warning', () => {
  const server = gunicorn({ app, workers: 2, threads: 8 });
  expect(told({ server })).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('when 2 × 8 = 16 clients') },
  ]);
  expect(told({ server, proxy: nginx() })).toHaveLength(1);
});

test.each<[string, Server]>([
  ['uvicorn', uvicorn({ app })],
  ['hypercorn', hypercorn({ app })],
  ['granian', granian({ app })],
  ['gunicorn asgi', gunicorn({ app, workerClass: 'asgi' })],
  ['gunicorn uvicorn', gunicorn({ app, workerClass: 'uvicorn' })],
  ['gunicorn gevent', gunicorn({ app, workerClass: 'gevent' })],
  ['a server that is not known', http({ command: ['./app'], requestLimit: '30s' })],
])('nothing is said of %s', (_name, server) => {
  expect(told({ server })).toEqual([]);
});

test('nothing is said of a process that does not speak WebSocket', () => {
  for (const protocol of ['http', 'sse'] as const) {
    expect(told({ server: gunicorn({ app, workerClass: 'sync' }), protocol })).toEqual([]);
  }
});

test('uvicorn without the package answers a WebSocket as if it were a request, so the package is asked for', () => {
  const packages = (server: Server, protocol: string) => {
    const process = speaking({ server, protocol })?.processes['web'];
    return process?.kind === 'web' ? process.server?.packages : undefined;
  };
  for (const server of [uvicorn({ app }), gunicorn({ app, workerClass: 'uvicorn' })]) {
    expect(packages(server, 'websocket')).toContain('websockets');
    expect(packages(server, 'http')).not.toContain('websockets');
  }
  expect(packages(granian({ app }), 'websocket')).not.toContain('websockets');
});
