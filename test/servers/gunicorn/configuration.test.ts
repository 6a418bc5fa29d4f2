// The file gunicorn reads: whole, as expected files, and line by line where a choice shows.
import { expect, test } from 'vitest';
import type { ServerInput } from '../../../lib/model/server.ts';
import { type GunicornOptions, gunicorn } from '../../../lib/servers/index.ts';
import { ORDINARY } from '../situation.ts';

function fileOf(options: Partial<GunicornOptions> = {}, input: Partial<ServerInput> = {}): string {
  const facts = gunicorn({ app: 'shop.wsgi', ...options }).facts({ ...ORDINARY, ...input });
  return facts.files['/etc/gunicorn/gunicorn.conf.py'] ?? '';
}

function lines(options: Partial<GunicornOptions> = {}, input: Partial<ServerInput> = {}) {
  return fileOf(options, input).split('\n');
}

test('the least description makes the expected file', async () => {
  await expect(fileOf({ version: '27.0.1' })).toMatchFileSnapshot('expected/least.conf.py');
});

test('a description with everything makes the expected file', async () => {
  const everything: Partial<GunicornOptions> = {
    version: '23.0.0',
    workerClass: 'gevent',
    workerConnections: 400,
    preload: true,
    maxRequests: 1000,
    pythonPath: '/app/src',
    trustedProxies: ['10.0.0.7'],
    bind: 'dual-stack',
    accessLog: 'none',
    logLevel: 'warning',
    metrics: 'prometheus',
    statsd: { host: '2001:db8::5', prefix: 'shop' },
    settings: { raw_env: ['GREETING=say "hi"\\'], limit_request_line: 8190 },
    append: 'def post_fork(server, worker):\n    server.log.info("born")\n',
  };
  await expect(fileOf(everything)).toMatchFileSnapshot('expected/everything.conf.py');
});

test('the control socket is switched off where the version may have one', () => {
  expect(lines({ version: '25.3.0' })).toContain('control_socket_disable = True');
  expect(lines()).toContain('control_socket_disable = True');
  expect(fileOf({ version: '25.0.3' })).not.toContain('control_socket_disable');
});

test('forwarded headers are believed from everybody only where policies admit the proxy alone', () => {
  expect(lines()).toContain('forwarded_allow_ips = "*"');
  expect(fileOf({}, { ingressRestricted: false })).not.toContain('forwarded_allow_ips');
  expect(fileOf({}, { behindProxy: false })).not.toContain('forwarded_allow_ips');
  expect(lines({ trustedProxies: ['10.0.0.7', '::1'] })).toContain(
    'forwarded_allow_ips = "10.0.0.7,::1"',
  );
});

test('a worker that only sends a heartbeat is given time to import the application', () => {
  expect(lines({}, { requestTimeoutSeconds: 5 })).toContain('timeout = 30');
  expect(lines({}, { requestTimeoutSeconds: 60 })).toContain('timeout = 65');
  expect(lines({ workerClass: 'sync' }, { requestTimeoutSeconds: 5 })).toContain('timeout = 10');
});

test('workers restart with a tenth of jitter, at least 50 requests', () => {
  expect(lines({ maxRequests: 100 })).toContain('max_requests_jitter = 50');
  expect(lines({ maxRequests: 5001 })).toContain('max_requests_jitter = 501');
  expect(fileOf()).not.toContain('max_requests');
});

test('threads are said to gthread workers alone', () => {
  expect(lines()).toContain('threads = 16');
  expect(fileOf({ workerClass: 'asgi' })).not.toContain('threads');
});

test('text of an author cannot end its literal', () => {
  const hostile = '"\n\nimport os; os.abort() # \\';
  const file = fileOf({ settings: { proc_name: hostile } });
  expect(file).not.toMatch(/^import os/m);
  expect(file).toContain(String.raw`proc_name = "\"\n\nimport os; os.abort() # \\"`);
});

test('a derived setting wins over one that was refused', () => {
  expect(lines({ settings: { bind: '127.0.0.1:1' } })).toContain('bind = "0.0.0.0:8000"');
});
