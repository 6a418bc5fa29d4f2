// An Ingress of ingress-nginx becomes options; each of its annotations is accounted for, and nothing is made up.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  convertIngresses,
  defineService,
  gateway,
  http,
  nginxIngress,
  renderConversion,
  resolve,
} from '../../lib/index.ts';
import type { Conversion } from '../../lib/index.ts';
import { FATES, PREFIX } from '../../lib/convert/annotations.ts';
import type { Exposure, ExposureOptions } from '../../lib/model/exposure.ts';
import { parseYamlDocuments } from '../../lib/io/parse-yaml.ts';
import { lower } from '../../lib/kubernetes/lower.ts';

const SHOP = readFileSync(join(import.meta.dirname, 'shop.yaml'), 'utf8');

function documents(yaml: string): readonly unknown[] {
  const parsed = parseYamlDocuments(yaml);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.values;
}

/** The only conversion of an Ingress with these annotations and paths. */
function converted(
  annotations: Readonly<Record<string, string>>,
  more: {
    readonly paths?: readonly object[];
    readonly tls?: readonly object[];
    readonly hosts?: readonly string[];
  } = {},
) {
  const {
    hosts = ['a.example.com'],
    paths = [{ path: '/', pathType: 'Prefix', backend: backend('a') }],
    tls,
  } = more;
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'a',
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [
          key.includes('/') ? key : `${PREFIX}${key}`,
          value,
        ]),
      ),
    },
    spec: {
      ...(tls === undefined ? {} : { tls }),
      rules: hosts.map((host) => ({ host, http: { paths } })),
    },
  };
  const { conversions, findings } = convertIngresses([ingress]);
  const [conversion] = conversions;
  if (conversion === undefined) throw new Error(JSON.stringify(findings));
  return {
    conversion,
    options: conversion.options,
    codes: findings.map(({ code }) => code),
    findings,
  };
}

function backend(name: string): object {
  return { service: { name, port: { number: 80 } } };
}

/** What became of an annotation. */
function fateOf({ annotations }: Conversion, name: string): string {
  const outcome = annotations.find(({ annotation }) => annotation === `${PREFIX}${name}`);
  return `${outcome?.fate}: ${outcome?.says}`;
}

type Factory = (options: ExposureOptions) => Exposure;

/** How each dialect is chosen. */
const EXPOSURES: Readonly<Record<string, Factory | undefined>> = {
  f5: nginxIngress,
  'virtual-server': (options) => nginxIngress({ ...options, resource: 'virtualServer' }),
  gateway: (options) => gateway({ ...options, createGateway: { className: 'any' } }),
  ngf: (options) => gateway({ ...options, createGateway: true, implementation: 'ngf' }),
};

/** Evaluates the printed text and gives it to a service, without some options and parts of options. */
function pasted({ typescript }: Conversion, factory: Factory, without: readonly string[]) {
  const { expose } = runInNewContext(`({ ${typescript} })`, { nginxIngress });
  const options = without.reduce((rest, path) => removed(rest, path.split('.')), expose.options);
  return defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.0.0' },
    web: { server: http({ command: ['/app/server'] }), health: '/healthz', requestTimeout: '100s' },
    expose: factory(options),
  });
}

function removed(options: object, [key = '', ...rest]: readonly string[]): object {
  const { [key]: member, ...others } = Object.fromEntries(Object.entries(options));
  if (rest.length === 0 || typeof member !== 'object') return others;
  return { ...others, [key]: removed(member, rest) };
}

function resolved(service: ReturnType<typeof pasted>) {
  return resolve(service, 'default', { readText: () => ({ ok: false, problem: 'no such file' }) });
}

describe('an Ingress with more than thirty annotations', () => {
  const { conversions, findings } = convertIngresses(documents(SHOP));
  const [shop] = conversions;
  if (shop === undefined) throw new Error(JSON.stringify(findings));

  test('becomes what was reviewed', async () => {
    await expect(renderConversion(shop)).toMatchFileSnapshot('expected/shop.txt');
    await expect(`${JSON.stringify(shop, null, 2)}\n`).toMatchFileSnapshot('expected/shop.json');
  });
  test('has every annotation in exactly one place', () => {
    const [ingress] = documents(SHOP);
    const written: unknown = Reflect.get(
      Object(Reflect.get(Object(ingress), 'metadata')),
      'annotations',
    );
    expect(shop.annotations.map(({ annotation }) => annotation)).toEqual(
      Object.keys(Object(written)).toSorted(),
    );
    expect(shop.annotations.length).toBeGreaterThanOrEqual(30);
  });
  test.each(shop.dialects.map((dialect) => [dialect.title, dialect] as const))(
    'synthesises when what is printed is pasted into a service, by %s without what it cannot say',
    (_, { dialect, cannot }) => {
      const { plan, diagnostics } = resolved(
        pasted(shop, EXPOSURES[dialect] ?? nginxIngress, Object.keys(cannot)),
      );
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(plan).toBeDefined();
    },
  );
  test('says the same to the old controller again', () => {
    const beyond = ['requestHeaders', 'responseHeaders'];
    const { plan } = resolved(
      pasted(shop, (options) => nginxIngress({ ...options, controller: 'ingress-nginx' }), beyond),
    );
    if (plan === undefined) throw new Error('there is no plan');
    const ingress = lower(plan).find(({ manifest }) => manifest.kind === 'Ingress')?.manifest;
    const again = convertIngresses([JSON.parse(JSON.stringify(ingress))]).conversions[0];
    const { rateLimit, ...options } = again?.options ?? {};
    const { rateLimit: before, requestHeaders: _1, responseHeaders: _2, ...said } = shop.options;
    expect({ ...options, annotations: said.annotations }).toEqual(said);
    expect(rateLimit).toEqual(before);
  });
});

describe('the table of annotations', () => {
  test('knows what the last release documents', () => {
    expect(Object.keys(FATES).length).toBeGreaterThanOrEqual(135);
    for (const name of [
      'canary-weight',
      'server-snippet',
      'proxy-body-size',
      'auth-tls-secret',
      'x-forwarded-prefix',
    ]) {
      expect(FATES[name]).toBeDefined();
    }
  });
  test.each(Object.entries(FATES))('has an answer for %s that is accounted for', (name, fate) => {
    const { conversion } = converted({ [name]: 'x' });
    expect(conversion.annotations.map(({ annotation }) => annotation)).toEqual([
      `${PREFIX}${name}`,
    ]);
    if (fate.kind !== 'converted')
      expect(fateOf(conversion, name)).toBe(`${fate.kind}: ${fate.reason}`);
  });
});

describe('options', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, object]>([
    [
      'minutes become seconds',
      { 'limit-rpm': '30' },
      { rateLimit: { requestsPerSecond: 0.5, burst: 150 } },
    ],
    ['a cookie without details', { affinity: 'cookie' }, { stickySessions: true }],
    ['no retries', { 'proxy-next-upstream': 'off' }, { retry: 'off' }],
    ['retries of what did not begin', { 'proxy-next-upstream': 'error' }, { retry: 'connection' }],
    ['streaming', { 'proxy-buffering': 'off' }, { responseBuffering: false }],
    [
      'users in a Secret',
      { 'auth-type': 'basic', 'auth-secret': 'users', 'auth-realm': 'Staff' },
      { auth: { kind: 'basic', secretName: 'users', realm: 'Staff' } },
    ],
    [
      'a service that decides',
      { 'auth-url': 'https://auth.example.com/check', 'auth-response-headers': 'X-User, X-Group' },
      {
        auth: {
          kind: 'external',
          url: 'https://auth.example.com/check',
          responseHeaders: ['X-User', 'X-Group'],
        },
      },
    ],
    [
      'origins for everybody, for which browsers send no credentials',
      { 'enable-cors': 'true' },
      {
        cors: expect.objectContaining({
          allowOrigins: ['*'],
          allowCredentials: false,
          maxAge: 1_728_000,
        }),
      },
    ],
    ['HTTPS that somebody else ended', { 'force-ssl-redirect': 'true' }, { redirectToHttps: true }],
    [
      'annotations of other controllers',
      { 'example.com/team': 'a' },
      { annotations: { 'example.com/team': 'a' } },
    ],
  ])('are read: %s', (_, annotations, options) => {
    const { options: read, codes } = converted(annotations);
    expect(read).toMatchObject(options);
    expect(codes).toEqual([]);
  });

  test('a prefix that is taken off is a prefix, however it was written', () => {
    for (const [path, target] of [
      ['/api(/|$)(.*)', '/$2'],
      ['/api/(.*)', '/$1'],
    ] as const) {
      const { options, conversion } = converted(
        { 'rewrite-target': target, 'use-regex': 'true' },
        { paths: [{ path, pathType: 'ImplementationSpecific', backend: backend('a') }] },
      );
      expect(options).toMatchObject({ rewritePrefix: '/', paths: [{ path: '/api' }] });
      expect(fateOf(conversion, 'rewrite-target')).toBe('converted: rewritePrefix');
    }
  });
  test('users in a Secret are said to need the form that the new controller reads', () => {
    const { options, conversion } = converted({ 'auth-type': 'basic', 'auth-secret': 'users' });
    expect(options.auth).toEqual({ kind: 'basic', secretName: 'users' });
    expect(fateOf(conversion, 'auth-type')).toBe('converted: auth');
    expect(fateOf(conversion, 'auth-secret')).toMatch(/^by-hand: .*key `auth` of an Opaque one/);
    expect(fateOf(conversion, 'auth-secret')).toContain('--type=nginx.org/htpasswd');
  });

  test.each(['external-dns.alpha.kubernetes.io/hostname', 'example.com/status-page'])(
    'a host in %s, which would stay that of production in staging, is said',
    (annotation) => {
      const { options, conversion } = converted({ [annotation]: 'https://a.example.com/' });
      expect(options.annotations).toEqual({ [annotation]: 'https://a.example.com/' });
      const [outcome] = conversion.annotations;
      expect(outcome?.fate).toBe('by-hand');
      expect(outcome?.says).toContain('a.example.com in every environment');
      expect(outcome?.says.includes('may be left out')).toBe(annotation.startsWith('external-dns'));
    },
  );

  test.each<[string, Readonly<Record<string, string>>]>([
    ['use-regex', { 'use-regex': 'true' }],
    ['limit-burst-multiplier', { 'limit-burst-multiplier': '3' }],
    ['session-cookie-name', { 'session-cookie-name': 'ID' }],
    ['auth-realm', { 'auth-realm': 'Staff' }],
    ['enable-cors', { 'enable-cors': 'false' }],
  ])('%s alone is not said to be converted into an option that is not printed', (name, said) => {
    const { options, conversion } = converted(said);
    expect(options).toEqual({ host: 'a.example.com' });
    expect(fateOf(conversion, name)).toMatch(/^lost: it says nothing by itself/);
  });

  test('patterns that were cut are not said to be a prefix that is taken off', () => {
    const { options, conversion } = converted(
      { 'use-regex': 'true', 'rewrite-target': '/$1/$2' },
      {
        paths: [{ path: '/a/(x)/(.*)', pathType: 'ImplementationSpecific', backend: backend('a') }],
      },
    );
    expect(options).not.toHaveProperty('rewritePrefix');
    expect(fateOf(conversion, 'use-regex')).toMatch(/^by-hand: /);
  });

  test('headers to the process alone are named as what they became', () => {
    const { conversion } = converted({ 'configuration-snippet': 'proxy_set_header X-Tenant a;' });
    expect(fateOf(conversion, 'configuration-snippet')).toBe('converted: requestHeaders');
  });

  test('an issuer of the namespace, and HTTP that stays', () => {
    const { options } = converted(
      { 'cert-manager.io/issuer': 'own', 'ssl-redirect': 'false' },
      { tls: [{ hosts: ['a.example.com'], secretName: 'a-tls' }] },
    );
    expect(options).toMatchObject({
      tls: { issuer: 'own', issuerKind: 'Issuer', secretName: 'a-tls' },
      redirectToHttps: false,
    });
  });
  test('paths of several Services ask for processes', () => {
    const { conversion } = converted(
      {},
      {
        paths: [
          { path: '/', pathType: 'Prefix', backend: backend('front') },
          { path: '/api', pathType: 'Exact', backend: backend('api') },
        ],
      },
    );
    expect(conversion.options.paths).toEqual([
      { path: '/', process: 'front' },
      { path: '/api', type: 'Exact', process: 'api' },
    ]);
    expect(conversion.typescript).toMatch(/^\/\/ Paths lead to 2 Services \(front, api\)/);
  });
  test('text is text, whatever quotes are in it', () => {
    const { conversion } = converted({ 'example.com/note': `it's "so" \\ $\{here}\n` });
    const { expose } = runInNewContext(`({ ${conversion.typescript} })`, { nginxIngress });
    expect(expose.options.annotations).toEqual({ 'example.com/note': `it's "so" \\ $\{here}\n` });
  });
});

describe('what cannot be said is said', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, string, RegExp]>([
    [
      'bodies of any size',
      { 'proxy-body-size': '0' },
      'proxy-body-size',
      /^by-hand: bodies of any size/,
    ],
    [
      'a POST that is run twice',
      { 'proxy-next-upstream': 'error non_idempotent' },
      'proxy-next-upstream',
      /^by-hand: .*twice/,
    ],
    [
      'a Secret elsewhere',
      { 'auth-type': 'basic', 'auth-secret': 'other/users' },
      'auth-secret',
      /^by-hand: copy/,
    ],
    [
      'digest',
      { 'auth-type': 'digest', 'auth-secret': 'users' },
      'auth-type',
      /^by-hand: no target/,
    ],
    [
      'code',
      { 'configuration-snippet': 'rewrite ^/a$ /b break;' },
      'configuration-snippet',
      /^by-hand: `rewrite/,
    ],
    [
      'a rewrite of everything',
      { 'rewrite-target': '/' },
      'rewrite-target',
      /^by-hand: .*more than a prefix/,
    ],
    [
      'CORS that is off',
      { 'cors-allow-origin': 'https://a.example' },
      'cors-allow-origin',
      /^by-hand: without `enable-cors/,
    ],
    [
      'code for all hosts',
      { 'server-snippet': 'deny all;' },
      'server-snippet',
      /^lost: nginx code/,
    ],
    [
      'a canary',
      { canary: 'true', 'canary-weight': '10' },
      'canary-weight',
      /^by-hand: .*canary\(/,
    ],
  ])('%s', (_, annotations, name, says) => {
    expect(fateOf(converted(annotations).conversion, name)).toMatch(says);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['a unit where none is taken', { 'proxy-read-timeout': '60s' }],
    ['a size that is none', { 'proxy-body-size': 'large' }],
    ['a rate of nothing', { 'limit-rps': '0' }],
    ['a network with host bits', { 'whitelist-source-range': '10.0.0.1/8' }],
    ['a switch that is neither on nor off', { 'proxy-buffering': 'maybe' }],
    ['users nowhere', { 'auth-type': 'basic' }],
    ['an affinity of another kind', { affinity: 'ip' }],
  ])('an invalid value is an error: %s', (_, annotations) => {
    expect(converted(annotations).codes).toEqual(['SW1052']);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['two rates', { 'limit-rps': '1', 'limit-rpm': '30' }],
    [
      'two lists',
      { 'whitelist-source-range': '10.0.0.0/8', 'allowlist-source-range': '192.0.2.0/24' },
    ],
    ['to HTTPS and not', { 'ssl-redirect': 'false', 'force-ssl-redirect': 'true' }],
    [
      'two ways to ask who it is',
      { 'auth-type': 'basic', 'auth-secret': 'a', 'auth-url': 'https://a.example' },
    ],
  ])('a conflict is an error: %s', (_, annotations) => {
    expect(converted(annotations).codes).toEqual(['SW1053']);
  });

  test('an annotation that does not exist is unknown, with the one that was meant', () => {
    const { conversion, codes, findings } = converted({ 'proxy-body-sizes': '1m' });
    expect(codes).toEqual(['SW1051']);
    expect(findings[0]?.fix).toContain('proxy-body-size');
    expect(fateOf(conversion, 'proxy-body-sizes')).toMatch(/^unknown/);
    expect(fateOf(converted({ constructor: 'x' }).conversion, 'constructor')).toMatch(/^unknown/);
  });
});

describe('a file', () => {
  const ofName = (name: string): string =>
    `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: ${name}}, spec: {rules: [{host: ${name}.example}]}}`;
  test('may hold several documents, and lists of objects', () => {
    const yaml = `${ofName('a')}\n---\n{apiVersion: v1, kind: List, items: [${ofName('b')}, {kind: Service}]}\n---\n`;
    expect(convertIngresses(documents(yaml)).conversions.map(({ ingress }) => ingress)).toEqual([
      'a',
      'b',
    ]);
  });
  test.each([
    '{apiVersion: v1, kind: Service}',
    '',
    'hello',
    '{kind: Ingress, apiVersion: example.com/v1}',
  ])('without an Ingress is refused: %s', (yaml) => {
    const { conversions, findings } = convertIngresses(documents(yaml));
    expect([conversions.length, ...findings.map(({ code }) => code)]).toEqual([0, 'SW1050']);
  });
});
