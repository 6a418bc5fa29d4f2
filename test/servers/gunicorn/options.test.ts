// Options of gunicorn that are accepted, and those that are refused, each with the place.
import { describe, expect, test } from 'vitest';
import { gunicorn } from '../../../lib/servers/index.ts';

const good = gunicorn({ app: 'shop.wsgi:application' });

describe('refuses', () => {
  test.each([
    ['app', { app: '' }],
    ['app', { app: 'shop/wsgi.py' }],
    ['app', { app: 'shop.wsgi:application --reload' }],
    ['app', {}],
    ['version', { version: 'latest' }],
    ['version', { version: '27.0.1rc1' }],
    ['version', { version: 27 }],
    ['workerClass', { workerClass: 'eventlet' }],
    ['workers', { workers: 0 }],
    ['workers', { workers: 2.5 }],
    ['workers', { workers: '2' }],
    ['threads', { threads: 1000 }],
    ['workload', { workload: 'heavy' }],
    ['memoryPerWorker', { memoryPerWorker: '512m' }],
    ['maxRequests', { maxRequests: 0 }],
    ['pythonPath', { pythonPath: 'src' }],
    ['trustedProxies', { trustedProxies: [] }],
    ['trustedProxies.0', { trustedProxies: ['nginx'] }],
    ['trustedProxies.1', { trustedProxies: ['10.0.0.1', '10.0.0.1/8'] }],
    ['bind', { bind: '0.0.0.0:80' }],
    ['metrics', { metrics: true }],
    ['statsd.host', { statsd: {} }],
    ['statsd.port', { statsd: { host: 'a', port: 0 } }],
    ['settings.umask', { settings: { umask: Number.NaN } }],
    ['settings.proc_name', { settings: { proc_name: '\ud800' } }],
    ['settings.import', { settings: { import: 1 } }],
    ['settings.Umask', { settings: { Umask: 1 } }],
  ])('%s in %j', (path, options) => {
    const merged = 'app' in options || path === 'app' ? options : { ...good.options, ...options };
    expect(
      good
        .with(merged)
        .check()
        .map((problem) => problem.path),
    ).toEqual([path]);
  });
});

describe('accepts', () => {
  test.each([
    { app: 'shop' },
    { app: 'shop:create_app()' },
    { app: 'shop.web:make("production")' },
    { version: '27' },
    { version: '26.2' },
    { trustedProxies: ['10.0.0.0/8', '2001:db8::/32', '::1', '*'] },
    { settings: { raw_env: ['A=1'], secure_scheme_headers: { 'X-FORWARDED-PROTO': 'https' } } },
    { memoryPerWorker: '1.5Gi' },
  ])('%j', (options) => {
    expect(good.with({ ...good.options, ...options }).check()).toEqual([]);
  });
});
