// Each finding of gunicorn: what raises it, and the nearest thing that does not.
import { describe, expect, test } from 'vitest';
import type { Severity } from '../../../lib/diagnostics/diagnostic.ts';
import type { ServerInput } from '../../../lib/model/server.ts';
import { type GunicornOptions, gunicorn } from '../../../lib/servers/index.ts';
import { reportedFindings } from '../../support/variant-contract.ts';
import { ORDINARY } from '../situation.ts';

interface Case {
  readonly code: string;
  readonly severity: Severity;
  readonly path: string;
  readonly bad: Partial<GunicornOptions>;
  readonly good: Partial<GunicornOptions>;
  readonly input?: Partial<ServerInput>;
  readonly goodInput?: Partial<ServerInput>;
}

function variable(name: string, value: string): Pick<ServerInput, 'variables'> {
  return { variables: [{ name, path: `web.config.${name}`, value }] };
}

const CASES: readonly Case[] = [
  {
    code: 'SW2028',
    severity: 'error',
    path: 'web.config.GUNICORN_CMD_ARGS',
    bad: {},
    good: {},
    input: variable('GUNICORN_CMD_ARGS', '--timeout 600 --workers 9'),
    goodInput: variable('GUNICORN_COLOUR', 'blue'),
  },
  {
    code: 'SW2029',
    severity: 'warning',
    path: 'web.config.WEB_CONCURRENCY',
    bad: {},
    good: { workers: 2 },
    input: variable('WEB_CONCURRENCY', '9'),
    goodInput: {},
  },
  {
    code: 'SW2001',
    severity: 'error',
    path: 'web.server.settings.workers',
    bad: { settings: { workers: 4 } },
    good: { workers: 4 },
  },
  {
    code: 'SW2002',
    severity: 'warning',
    path: 'web.server.settings.limit_request_lines',
    bad: { settings: { limit_request_lines: 1 } },
    good: { settings: { limit_request_line: 1 } },
  },
  {
    code: 'SW2003',
    severity: 'error',
    path: 'web.server.workerClass',
    bad: { workerClass: 'asgi', version: '23.0.0' },
    good: { workerClass: 'uvicorn', version: '23.0.0' },
  },
  {
    code: 'SW2004',
    severity: 'warning',
    path: 'web.server.version',
    bad: { version: '26.2.0' },
    good: { version: '27.0.1' },
  },
  {
    code: 'SW2004',
    severity: 'warning',
    path: 'web.server.version',
    bad: { version: '24.1.1' },
    good: { version: '24.1.1', workerClass: 'gevent' },
  },
  {
    code: 'SW2005',
    severity: 'warning',
    path: 'web.server.version',
    bad: { version: '27.0.0' },
    good: { version: '27' },
  },
  {
    code: 'SW2005',
    severity: 'note',
    path: 'web.server.workerClass',
    bad: { workerClass: 'uvicorn', version: '27.0.1' },
    good: { workerClass: 'asgi', version: '27.0.1' },
  },
  {
    code: 'SW2005',
    severity: 'note',
    path: 'web.server.version',
    bad: { version: '23' },
    good: { version: '24.1.1' },
  },
  {
    code: 'SW2018',
    severity: 'warning',
    path: 'web.server.version',
    bad: { workerClass: 'asgi', version: '26.2.0' },
    good: { workerClass: 'asgi', version: '27' },
  },
  {
    code: 'SW2018',
    severity: 'warning',
    path: 'web.server.version',
    bad: { workerClass: 'asgi', version: '25' },
    good: { workerClass: 'asgi' },
  },
  {
    code: 'SW2006',
    severity: 'warning',
    path: 'web.server.version',
    bad: { version: '22.0.0' },
    good: { version: '23' },
  },
  {
    code: 'SW2007',
    severity: 'error',
    path: 'web.server.workers',
    bad: { workers: 3, memoryPerWorker: '150Mi' },
    good: { workers: 2, memoryPerWorker: '150Mi' },
  },
  {
    code: 'SW2007',
    severity: 'error',
    path: 'web.server.memoryPerWorker',
    bad: { memoryPerWorker: '600Mi' },
    good: { memoryPerWorker: '200Mi' },
  },
  {
    code: 'SW2008',
    severity: 'warning',
    path: 'web.server.memoryPerWorker',
    bad: { memoryPerWorker: '300Mi' },
    good: { memoryPerWorker: '300Mi', workers: 1 },
  },
  {
    code: 'SW2009',
    severity: 'warning',
    path: 'web.server.maxRequests',
    bad: { maxRequests: 1000, workers: 1 },
    good: { maxRequests: 1000, workers: 2 },
  },
  {
    code: 'SW2010',
    severity: 'error',
    path: 'web.server.threads',
    bad: { threads: 4, workerClass: 'sync' },
    good: { threads: 4, workerClass: 'gthread' },
  },
  {
    code: 'SW2011',
    severity: 'error',
    path: 'web.server.workerConnections',
    bad: { workerConnections: 100, workerClass: 'asgi' },
    good: { workerConnections: 100, workerClass: 'gevent' },
  },
  {
    code: 'SW2012',
    severity: 'warning',
    path: 'web.server.workerClass',
    bad: { workerClass: 'sync', workload: 'io' },
    good: { workerClass: 'sync', workload: 'cpu' },
  },
  {
    code: 'SW2012',
    severity: 'warning',
    path: 'web.server.workerClass',
    bad: { workerClass: 'sync' },
    good: { workerClass: 'sync' },
    input: { behindProxy: false },
    goodInput: { behindProxy: true },
  },
  {
    code: 'SW2013',
    severity: 'error',
    path: 'web.server.trustedProxies',
    bad: { trustedProxies: ['*'] },
    good: { trustedProxies: ['10.0.0.7'] },
    input: { ingressRestricted: false },
  },
  {
    code: 'SW2014',
    severity: 'warning',
    path: 'web.server.trustedProxies',
    bad: {},
    good: { trustedProxies: ['10.0.0.7'] },
    input: { ingressRestricted: false },
  },
  {
    code: 'SW2015',
    severity: 'error',
    path: 'web.server.trustedProxies',
    bad: { trustedProxies: ['10.0.0.0/8'], version: '23.0.0' },
    good: { trustedProxies: ['10.0.0.0/8'], version: '24.1.1' },
  },
  {
    code: 'SW2015',
    severity: 'warning',
    path: 'web.server.trustedProxies',
    bad: { trustedProxies: ['10.0.0.0/8'] },
    good: { trustedProxies: ['10.0.0.7'] },
  },
  {
    code: 'SW2016',
    severity: 'error',
    path: 'web.metrics.port',
    bad: { metrics: 'prometheus' },
    good: {},
    input: { metricsPort: 8000 },
  },
  {
    code: 'SW2017',
    severity: 'error',
    path: 'web.server.append',
    bad: { append: 'import os\n\ntimeout = int(os.environ["T"])\n' },
    good: { append: 'def post_fork(server, worker):\n    timeout = 1\n' },
  },
  {
    code: 'SW2017',
    severity: 'error',
    path: 'web.server.append',
    bad: { metrics: 'prometheus', append: 'def child_exit(server, worker): pass' },
    good: { append: 'def child_exit(server, worker): pass' },
  },
];

function findings(options: Partial<GunicornOptions>, input: Partial<ServerInput> = {}) {
  const server = gunicorn({ app: 'shop.wsgi', ...options });
  expect(server.check()).toEqual([]);
  return server.facts({ ...ORDINARY, ...input }).findings;
}

describe.each(CASES.map((item, index) => [`${item.code} (${index})`, item] as const))(
  '%s',
  (_, { code, severity, path, bad, good, input, goodInput }) => {
    test('is raised, with its place, a reason and a way out', () => {
      const found = findings(bad, input).find((finding) => finding.code === code);
      expect(found).toMatchObject({ severity, path });
      expect(found?.because).toBeTruthy();
    });
    test('is not raised by the nearest good options', () => {
      const codes = findings(good, goodInput ?? input).map((finding) => finding.code);
      expect(codes).not.toContain(code);
    });
  },
);

test('every finding of the sources has a case', () => {
  const codes = reportedFindings('servers/gunicorn').map((finding) => finding.slice(0, 6));
  expect([...new Set(CASES.map(({ code }) => code))].toSorted()).toEqual(codes);
});

test('ordinary options raise nothing', () => {
  expect(findings({})).toEqual([]);
  expect(findings({ version: '27.0.1' })).toEqual([]);
});

test('a misspelt setting is told the nearest name', () => {
  expect(findings({ settings: { worker_tmpdir: '/tmp' } })[0]?.fix).toBe(
    'Did you mean `worker_tmp_dir`?',
  );
});

test('flags in GUNICORN_CMD_ARGS, which win over the file, are answered with options one by one', () => {
  const input = variable('GUNICORN_CMD_ARGS', '--timeout 600 -w 9 --limit-request-line=8000');
  const { findings } = gunicorn({ app: 'shop.wsgi' }).facts({ ...ORDINARY, ...input });
  const fix = findings.find(({ code }) => code === 'SW2028')?.fix;
  expect(fix).toContain('`--timeout`: Use `requestTimeout` of the process.');
  expect(fix).toContain('`-w`: Use the option `workers`.');
  expect(fix).toContain("settings: { 'limit_request_line': … }");
});
