// Who is believed beside the proxy: each way by which a process is called directly, and what must not be complained of.
import { expect, test } from 'vitest';
import {
  granian,
  gunicorn,
  http,
  internal,
  loadBalancer,
  nginx,
  uvicorn,
  uwsgi,
} from '../../lib/index.ts';
import { callersBelievedAsProxy } from '../../lib/rules/callers-believed-as-proxy/rule.ts';
import { base, planned, web } from './required/requirement.ts';

const FRONT = { service: 'front', namespace: 'front', from: 'web', process: 'web' };
const REPORTING = { network: { ingress: [{ namespace: 'reporting' }] } };

function told(spec: object, callers: readonly (typeof FRONT)[] = []) {
  const plan = planned(spec, callers);
  return plan === undefined ? [] : callersBelievedAsProxy.check(plan);
}

test('a service that calls another by url() could forge the scheme, and nothing said so', () => {
  expect(told({}, [FRONT])).toMatchObject([
    {
      path: 'web.server.trustedProxies',
      message: expect.stringContaining('X-Forwarded-Proto of everybody'),
    },
  ]);
  expect(told({}, [FRONT])[0]?.message).toContain('front web of the namespace front');
});

test('hundreds of callers are counted rather than listed', () => {
  const callers = Array.from({ length: 500 }, (_, index) => ({ ...FRONT, service: `s${index}` }));
  expect(told({}, callers)[0]?.message).toMatch(/s1 web .* and 497 more\.$/);
});

test('uvicorn tells the application the address of a client as well', () => {
  const [complaint] = told(web({ server: uvicorn({ app: 'a:b' }) }), [FRONT]);
  expect(complaint?.message).toContain('X-Forwarded-For and X-Forwarded-Proto');
  expect(complaint).not.toHaveProperty('severity');
});

test('uWSGI cannot be told whom to believe, so no option is named', () => {
  const [complaint] = told({ ...web({ server: uwsgi({ app: 'a:b' }) }), ...REPORTING });
  expect(complaint?.path).toBe('web.server');
  expect(complaint?.fix).not.toContain('trustedProxies');
});

test('nginx in the pod believes on behalf of the server', () => {
  const [complaint] = told({
    ...web({ proxy: nginx(), server: granian({ app: 'a:b' }) }),
    ...REPORTING,
  });
  expect(complaint?.path).toBe('web.proxy.trustedProxies');
  expect(complaint?.message).toContain('every pod of the namespace reporting');
});

test('a variable that makes a server of any kind believe everybody counts too', () => {
  const [complaint] = told({
    ...web({ server: http({ command: ['uvicorn', 'a:b'] }) }),
    config: { FORWARDED_ALLOW_IPS: '*' },
    ...REPORTING,
  });
  expect(complaint?.path).toBe('web.config.FORWARDED_ALLOW_IPS');
});

test('a warning where anybody may connect: the whole cluster, every address', () => {
  const anywhere = (ingress: object) => told({ network: { ingress: [ingress] } });
  expect(anywhere({ namespace: 'reporting' })[0]?.severity).toBeUndefined();
  expect(anywhere({ cidr: '10.0.0.0/8' })[0]?.severity).toBeUndefined();
  expect(anywhere({ cidr: '0.0.0.0/0' })[0]?.severity).toBe('warning');
  const cluster = { ...base.web, expose: internal({ from: [{ namespace: '*' }] }) };
  expect(told({ web: cluster })[0]?.severity).toBe('warning');
});

test.each<[string, object]>([
  ['the proxy alone is let in', {}],
  ['nobody is kept out, which other rules say', { network: { policies: false } }],
  [
    'the addresses of the proxy are named',
    { ...web({ server: uvicorn({ app: 'a:b', trustedProxies: ['10.8.0.0/24'] }) }), ...REPORTING },
  ],
  [
    'no proxy stands in front, and so nobody is believed',
    { expose: internal({ from: [{ namespace: '*' }] }) },
  ],
  [
    'a load balancer adds no headers, and so none are believed',
    { ...web({ server: uvicorn({ app: 'a:b' }) }), expose: loadBalancer() },
  ],
  [
    'the server reads no such headers',
    { ...web({ server: granian({ app: 'a:b' }) }), ...REPORTING },
  ],
  [
    'a monitor reads metrics at the port of requests',
    {
      ...web({ server: http({ command: ['./app'], metrics: {} }) }),
      config: { FORWARDED_ALLOW_IPS: '*' },
    },
  ],
  [
    'the callers come to another process',
    {
      webs: { api: { server: uvicorn({ app: 'a:b' }), health: '/' } },
      network: { ingress: [{ namespace: 'reporting', process: 'api' }] },
    },
  ],
])('nothing is said where %s', (_why, spec) => {
  expect(told(spec)).toEqual([]);
});

test('behind a load balancer of layer 4 clients chose their own scheme and address', () => {
  for (const server of [gunicorn({ app: 'a:b' }), uvicorn({ app: 'a:b' })]) {
    const behind = (expose: object) =>
      JSON.stringify(planned({ ...web({ server }), ...expose })?.processes['web']?.container.files);
    expect(behind({})).toContain('forwarded_allow_ips');
    expect(behind({ expose: loadBalancer() })).not.toContain('forwarded_allow_ips');
  }
});
