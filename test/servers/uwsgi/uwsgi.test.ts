// What uWSGI's profile decides, finds and refuses.
import { describe, expect, test } from 'vitest';
import type { ServerInput } from '../../../lib/model/server.ts';
import { uwsgi } from '../../../lib/servers/index.ts';
import type { UwsgiOptions } from '../../../lib/servers/uwsgi/options.ts';
import { ORDINARY } from '../situation.ts';

const app = 'shop.wsgi:application';
const PATH = '/etc/uwsgi/uwsgi.ini';

function factsOf(options: Partial<UwsgiOptions> = {}, input: Partial<ServerInput> = {}) {
  const server = uwsgi({ app, ...options });
  expect(server.check()).toEqual([]);
  return server.facts({ ...ORDINARY, ...input });
}

const linesOf = (options: Partial<UwsgiOptions> = {}) =>
  (factsOf(options).files[PATH] ?? '').split('\n');
const codesOf = (options: Partial<UwsgiOptions> = {}, input: Partial<ServerInput> = {}) =>
  factsOf(options, input).findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`);

test('the least description makes the expected file', async () => {
  await expect(factsOf().files[PATH]).toMatchFileSnapshot('expected/least.ini');
});

test('a description with everything makes the expected file', async () => {
  const everything: Partial<UwsgiOptions> = {
    workers: 3,
    workload: 'io',
    lazyApps: true,
    maxRequests: 5000,
    pythonPath: '/app/src',
    bind: 'dual-stack',
    accessLog: 'none',
    settings: { 'buffer-size': 32_768, env: ['A=100%', 'B=2'], 'thunder-lock': true },
  };
  await expect(factsOf(everything).files[PATH]).toMatchFileSnapshot('expected/everything.ini');
});

test('promises what the file says', () => {
  expect(factsOf()).toMatchObject({
    command: ['uwsgi', '--ini', PATH],
    workers: 2,
    threads: 16,
    concurrency: 32,
    connectionsPerPod: 32,
    keepAlive: { kind: 'closes' },
    drain: { gracefulTimeoutSeconds: 30, extraSeconds: 2, bounded: true, signal: 'SIGTERM' },
    requestLimit: { enforcedBy: 'server', seconds: 35 },
    liveness: 'tcp',
    packages: ['uWSGI>=2.0.27'],
  });
});

test('has the one recipe that stops gracefully and within a limit', () => {
  const lines = linesOf();
  expect(lines).toContain('hook-master-start = unix_signal:15 grace_them_all');
  expect(lines).toContain('exit-on-reload = true');
  expect(lines).toContain('worker-reload-mercy = 30');
  expect(lines.filter((line) => /^(http|socket|http11-socket) /.test(line))).toEqual([]);
});

test('lets an author raise the size of headers, and says its own only once', () => {
  const sizes = linesOf({ settings: { 'buffer-size': 65_536 } }).filter((line) =>
    line.startsWith('buffer-size'),
  );
  expect(sizes).toEqual(['buffer-size = 65536']);
});

test('finds its file by itself behind a command of the author', () => {
  const facts = factsOf({}, { command: ['newrelic-admin', 'run-program', 'uwsgi'] });
  expect(facts.command).toEqual(['newrelic-admin', 'run-program', 'uwsgi']);
  expect(facts.env).toContainEqual({ name: 'UWSGI_INI', kind: 'value', value: PATH });
  expect(factsOf().env.map(({ name }) => name)).not.toContain('UWSGI_INI');
});

describe('findings', () => {
  test.each<[string, Partial<UwsgiOptions>, Partial<UwsgiOptions>]>([
    [
      'SW2001 error web.server.settings.die-on-term',
      { settings: { 'die-on-term': true } },
      { settings: { 'thunder-lock': true } },
    ],
    ['SW2001 error web.server.settings.http', { settings: { http: ':80' } }, {}],
    [
      'SW2007 error web.server.workers',
      { workers: 3, memoryPerWorker: '120Mi' },
      { workers: 2, memoryPerWorker: '120Mi' },
    ],
    [
      'SW2008 warning web.server.memoryPerWorker',
      { memoryPerWorker: '200Mi' },
      { memoryPerWorker: '200Mi', lazyApps: true },
    ],
    [
      'SW2009 warning web.server.maxRequests',
      { maxRequests: 1000, workers: 1 },
      { maxRequests: 1000 },
    ],
  ])('%s is raised by %j and not by %j', (finding, bad, good) => {
    expect(codesOf(bad)).toContain(finding);
    expect(codesOf(good)).not.toContain(finding);
  });
  test('SW2002 is raised by an option at which uWSGI would not start', () => {
    const [finding, ...others] = factsOf({ settings: { buffersize: 3 } }).findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      ...{ code: 'SW2002', severity: 'error', path: 'web.server.settings.buffersize' },
      fix: 'Did you mean `buffer-size`?',
    });
    expect(codesOf({ settings: { 'buffer-size': 3, 'rados-timeout': 1 } })).toEqual([]);
  });
  test('SW2002 is a doubt where a plugin of anybody could bring the option', () => {
    const settings = { plugins: '/usr/lib/ours.so', 'our-option': 1 };
    expect(codesOf({ settings })).toEqual(['SW2002 warning web.server.settings.our-option']);
  });
  test.each<[string, string]>([
    ['UWSGI_HARAKIRI', '`requestTimeout`'],
    ['UWSGI_BUFFER_SIZE', "settings: { 'buffer-size': … }"],
  ])('SW2028 is raised by %s, which uWSGI reads as an option', (name, instead) => {
    const variables = [{ name, path: `config.${name}`, value: '600' }];
    const [finding] = factsOf({}, { variables }).findings;
    expect(finding).toMatchObject({ code: 'SW2028', severity: 'error', path: `config.${name}` });
    expect(finding?.fix).toContain(instead);
  });
  test('SW2028 is not raised by variables that are no options', () => {
    const variables = ['UWSGI_EMPEROR_FD', 'SHOP_UWSGI_HARAKIRI'].map((name) => ({
      ...{ name, path: `config.${name}`, value: '1' },
    }));
    expect(codesOf({}, { variables })).toEqual([]);
  });
  test('SW2022 is raised where anybody may claim to have come by HTTPS', () => {
    expect(codesOf({}, { ingressRestricted: false })).toEqual(['SW2022 warning web.server']);
    expect(codesOf()).toEqual([]);
  });
});

describe('refuses', () => {
  test.each<[string, object]>([
    ['app', { app: 'wsgi.py' }],
    ['threads', { threads: 0 }],
    ['workload', { workload: 'heavy' }],
    ['settings.env', { settings: { env: 'A=1\nmaster = false' } }],
    ['settings.env', { settings: { env: ' A=1' } }],
    ['settings.env.1', { settings: { env: ['A=1', 'B\r2'] } }],
    ['settings.listen', { settings: { listen: Number.POSITIVE_INFINITY } }],
    ['settings.Listen', { settings: { Listen: 1 } }],
    ['logLevel', { logLevel: 'info' }],
  ])('%s in %j', (path, options) => {
    const problems = uwsgi({ app })
      .with({ app, ...options })
      .check();
    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
});
