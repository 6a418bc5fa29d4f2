// What is wrong with hosts, paths, time-outs and TLS, in whatever dialect.
import { describe, expect, test } from 'vitest';
import { nginxIngress } from '../../lib/exposures/index.ts';
import type { NginxIngressOptions } from '../../lib/exposures/index.ts';
import type { Finding } from '../../lib/model/finding.ts';
import type { ExposureTarget } from '../../lib/model/exposure.ts';
import { undecided } from '../../lib/model/spec/values.ts';
import { situation, target } from './situation.ts';

const tls = { issuer: 'letsencrypt' } as const;

function findings(
  options: NginxIngressOptions,
  targets: Readonly<Record<string, ExposureTarget>> = { web: target() },
): readonly Finding[] {
  return nginxIngress({ tls, ...options }).facts(situation(targets)).findings;
}

function hosts(options: NginxIngressOptions): readonly string[] {
  return nginxIngress({ tls, ...options }).facts(situation()).hosts;
}

describe('hosts', () => {
  test.each<[string, NginxIngressOptions, string, string, string]>([
    ['none', {}, 'host-missing', 'expose.host', 'No host is given.'],
    [
      'one that is not decided',
      { host: undecided('marketing picks it') },
      'host-undecided',
      'expose.host',
      '(marketing picks it)',
    ],
    [
      'one with a scheme',
      { host: 'https://shop.example.com' },
      'host-invalid',
      'expose.host',
      'leave out the scheme',
    ],
    [
      'one with a port',
      { host: 'shop.example.com:443' },
      'host-invalid',
      'expose.host',
      'leave out the port',
    ],
    [
      'one in capitals',
      { host: 'Shop.example.com' },
      'host-invalid',
      'expose.host',
      'not a host name',
    ],
    ['an address', { host: '192.0.2.1' }, 'host-invalid', 'expose.host', 'IP address'],
    [
      'a wildcard in the middle',
      { host: 'shop.*.example.com' },
      'host-invalid',
      'expose.host',
      'whole first label',
    ],
    ['a bare wildcard', { host: '*' }, 'host-invalid', 'expose.host', 'whole first label'],
    [
      'a label that is too long',
      { host: `${'a'.repeat(64)}.example.com` },
      'host-invalid',
      'expose.host',
      '63',
    ],
    [
      'the same twice',
      { host: 'a.example.com', hosts: ['b.example.com', 'a.example.com'] },
      'host-duplicate',
      'expose.hosts.1',
      'twice',
    ],
    [
      'a preview on a served host',
      { host: 'a.example.com', previewHost: 'a.example.com' },
      'preview-host-served',
      'expose.previewHost',
      'also a host that users reach',
    ],
    [
      'a preview that is no host',
      { host: 'a.example.com', previewHost: 'a_b' },
      'host-invalid',
      'expose.previewHost',
      'not a host name',
    ],
  ])('refuse %s', (_, options, name, path, words) => {
    const found = findings(options);
    expect(found).toMatchObject([{ name, path, severity: 'error' }]);
    expect(found[0]?.message).toContain(words);
  });
  test('that are wrong come with a right one', () => {
    const [found] = findings({ host: 'https://Shop.example.com:443/cart' });
    expect(found?.fix).toBe("Write the bare name, such as 'shop.example.com'.");
  });
  test('that are wrong are left out, the others are served', () => {
    expect(hosts({ host: 'http://x', hosts: ['*.b.example.com', 'a.example.com'] })).toEqual([
      'a.example.com',
      '*.b.example.com',
    ]);
  });
  test('without a slot behind, a preview is a warning', () => {
    expect(findings({ host: 'a.example.com', previewHost: 'b.example.com' })).toMatchObject([
      { name: 'preview-host-unused', severity: 'warning' },
    ]);
  });
  test('with a wildcard need another challenge, which is said', () => {
    expect(findings({ host: '*.example.com' })).toMatchObject([
      { name: 'wildcard-certificate', severity: 'note' },
    ]);
    expect(findings({ host: '*.example.com', tls: { secretName: 'mine' } })).toEqual([]);
  });
});

describe('paths', () => {
  const host = 'a.example.com';
  test.each<[string, string, string]>([
    ['api', 'path-invalid', "Write it such as '/api'."],
    ['', 'path-invalid', "Write it such as '/'."],
    ['https://a.example.com/api', 'path-invalid', "Write it such as '/api'."],
    ['/a//b', 'path-invalid', '/api'],
    ['/a/../b', 'path-invalid', '/api'],
    ['/a%2Fb', 'path-invalid', '/api'],
    ['/a b', 'path-invalid', '/api'],
    ['/é', 'path-invalid', '/api'],
    ['/a"; return 200;', 'path-invalid', '/api'],
    ['/api(/|$)(.*)', 'path-regular-expression', "'/api'"],
    ['/static/.*\\.js', 'path-regular-expression', "'/static/.'"],
    ['/users/{id}', 'path-regular-expression', "'/users/'"],
  ])('refuse %j', (path, name, fix) => {
    const found = findings({ host, paths: [{ path }] });
    expect(found).toMatchObject([{ name, path: 'expose.paths.0.path', severity: 'error' }]);
    expect(found[0]?.fix).toContain(fix);
  });
  test.each(['/', '/api', '/api/', '/.well-known/x', '/a%20b', '/~me', '/v1:list', '/a@b'])(
    'accept %j',
    (path) => {
      expect(findings({ host, paths: [{ path }] })).toEqual([]);
    },
  );
  test('refuse the same one twice, with or without the last slash', () => {
    const twice = [{ path: '/api' }, { path: '/api/' }];
    expect(findings({ host, paths: twice })).toMatchObject([
      { name: 'path-duplicate', path: 'expose.paths.1.path' },
    ]);
  });
  test('accept the same one once as a prefix and once whole', () => {
    expect(findings({ host, paths: [{ path: '/' }, { path: '/', type: 'Exact' }] })).toEqual([]);
  });
  test.each([
    ['wep', 'Did you mean `web`?'],
    ['constructor', 'Web processes of this service: web.'],
    ['__proto__', 'Web processes of this service: web.'],
  ])('refuse the process %s', (process, fix) => {
    expect(findings({ host, paths: [{ path: '/', process }] })).toMatchObject([
      { name: 'process-unknown', path: 'expose.paths.0.process', fix },
    ]);
  });
  test('lead nowhere without a process', () => {
    expect(findings({ host }, {})).toMatchObject([
      { name: 'process-unknown', path: 'expose', fix: 'Describe one as `web`.' },
    ]);
  });
  test('are not rewritten to what is no path', () => {
    expect(findings({ host, rewritePrefix: 'v1' })).toMatchObject([
      { name: 'path-invalid', path: 'expose.rewritePrefix' },
    ]);
  });
});

describe('the time the proxy waits', () => {
  const host = 'a.example.com';
  const waits = (targets: Readonly<Record<string, ExposureTarget>>, options = {}) =>
    nginxIngress({ host, tls, ...options }).facts(situation(targets)).proxy.readTimeoutSeconds;
  test('is the longest request and the time a server needs to give up', () => {
    const targets = {
      web: target({ requestTimeoutSeconds: 30 }),
      report: target({ serviceName: 'report', requestTimeoutSeconds: 300 }),
    };
    expect(waits(targets)).toBe(36);
    expect(waits(targets, { paths: [{ path: '/' }, { path: '/r', process: 'report' }] })).toBe(306);
  });
  test.each([
    [29, 'timeout-below-request', 'error'],
    [30, 'timeout-without-slack', 'warning'],
    [35, 'timeout-without-slack', 'warning'],
  ])('of %i s is too short for requests of 30 s', (read, name, severity) => {
    expect(findings({ host, timeouts: { read } })).toMatchObject([
      { name, severity, path: 'expose.timeouts.read' },
    ]);
  });
  test.each([36, '1m', '1h'])('of %s is enough', (read) => {
    expect(findings({ host, timeouts: { read } })).toEqual([]);
  });
});

describe('TLS', () => {
  const host = 'a.example.com';
  test.each([undefined, false] as const)('that is missing (%s) is a warning', (given) => {
    const found = nginxIngress(given === undefined ? { host } : { host, tls: given }).facts(
      situation(),
    ).findings;
    expect(found).toMatchObject([{ name: 'tls-missing', severity: 'warning', path: 'expose.tls' }]);
  });
  test('may be missing inside', () => {
    expect(nginxIngress({ host, scope: 'internal' }).facts(situation()).findings).toEqual([]);
  });
});

test('credentials for every origin are refused', () => {
  const cors = { allowOrigins: ['*'], allowCredentials: true };
  expect(findings({ host: 'a.example.com', cors })).toMatchObject([
    { name: 'cors-credentials-for-everyone', path: 'expose.cors.allowOrigins' },
  ]);
});

describe('the shape refuses', () => {
  test.each<[string, object, string]>([
    ['a misspelt key', { hots: [] }, 'hots'],
    ['a host that is a number', { host: 1 }, 'host'],
    ['a misspelt issuer', { tls: { isuer: 'x' } }, 'tls.isuer'],
    ['TLS switched on without a certificate', { tls: true }, 'tls'],
    ['an ambiguous size', { maxBodySize: '10M' }, 'maxBodySize'],
    ['a time without a unit', { timeouts: { read: '30' } }, 'timeouts.read'],
    ['a time that is not known', { timeouts: { idle: 30 } }, 'timeouts.idle'],
    ['a rate of nothing', { rateLimit: { requestsPerSecond: 0 } }, 'rateLimit.requestsPerSecond'],
    ['a rate without a rate', { rateLimit: { burst: 5 } }, 'rateLimit.requestsPerSecond'],
    ['another status', { rateLimit: { requestsPerSecond: 1, status: 404 } }, 'rateLimit.status'],
    ['no origin', { cors: { allowOrigins: [] } }, 'cors.allowOrigins'],
    ['an origin with a path', { cors: { allowOrigins: ['https://a.b/'] } }, 'cors.allowOrigins.0'],
    [
      'any origin among others',
      { cors: { allowOrigins: ['*', 'https://a.b'] } },
      'cors.allowOrigins',
    ],
    [
      'a method in small letters',
      { cors: { allowOrigins: ['*'], allowMethods: ['get'] } },
      'cors.allowMethods.0',
    ],
    ['nobody', { allowFrom: [] }, 'allowFrom'],
    ['an address without a prefix', { allowFrom: ['10.0.0.1'] }, 'allowFrom.0'],
    ['an unknown kind of auth', { auth: { kind: 'jwt' } }, 'auth.kind'],
    ['passwords without a Secret', { auth: { kind: 'basic' } }, 'auth.secretName'],
    ['a cookie with a blank', { stickySessions: { cookie: 'a b' } }, 'stickySessions.cookie'],
    [
      'a header name with a blank',
      { requestHeaders: { remove: ['a b'] } },
      'requestHeaders.remove.0',
    ],
    [
      'a header with a line break',
      { requestHeaders: { set: { A: 'a\nb' } } },
      'requestHeaders.set.A',
    ],
    [
      'a header set and removed',
      { requestHeaders: { set: { A: '1' }, remove: ['a'] } },
      'requestHeaders',
    ],
    ['an annotation key with a blank', { annotations: { 'a b': '1' } }, 'annotations.a b'],
    ['an annotation that is no text', { annotations: { a: true } }, 'annotations.a'],
    ['another controller', { controller: 'traefik' }, 'controller'],
  ])('%s', (_, options, path) => {
    const problems = nginxIngress({ host: 'a.example.com' }).with(options).check();
    expect(problems.map((problem) => problem.path)).toContain(path);
  });
});
