// Descriptions that are right, or may be, and look like those that some rule or profile is about.
import { describe, expect, test } from 'vitest';
import {
  App,
  argocd,
  defineService,
  gunicorn,
  ServiceChart,
  uwsgi,
  type ServiceSpec,
} from '../../lib/index.ts';
import { folder, standardError } from '../support/app-output.ts';

function complaintsOf(more: Partial<ServiceSpec>): readonly string[] {
  const service = defineService({
    name: 'shop',
    image: { repository: 'ghcr.io/acme/shop', tag: '1.0.0' },
    web: { server: gunicorn({ app: 'shop.wsgi', version: '27.0.1' }), health: '/healthz' },
    ...more,
  });
  const [environment = 'default'] = Object.keys(more.environments ?? {});
  const chart = new ServiceChart(new App({ helm: false }), service, { environment });
  return chart.diagnostics.map(({ code, severity }) => `${code} ${severity}`);
}

const uwsgiWith = (settings: Readonly<Record<string, number>>) => ({
  web: { server: uwsgi({ app: 'shop.wsgi', settings }), health: '/healthz' },
});

describe('not refused', () => {
  test.each<[string, Partial<ServiceSpec>, string]>([
    [
      'a script that compares with [object Object]',
      { files: { '/srv/app.js': 'var objectTag = "[object Object]";' } },
      'SW2307 error',
    ],
    ['GUNICORN_CMD_ARGS that says nothing', { config: { GUNICORN_CMD_ARGS: '' } }, 'SW2028 error'],
    ['an option that a later uWSGI may have', uwsgiWith({ 'future-thing': 1 }), 'SW2002 error'],
    [
      'a namespace of the cluster that is left as it is',
      { namespace: { name: 'kube-system', create: false } },
      'SW2344 error',
    ],
    [
      'a worker of a queue called beat',
      { workers: { mail: { command: ['celery', '-A', 'shop', 'worker', '-Q', 'beat'] } } },
      'SW2287 warning',
    ],
    [
      'a probe that an environment asks in another way',
      {
        web: {
          server: gunicorn({ app: 'shop.wsgi', version: '27.0.1' }),
          health: { readiness: { path: '/healthz' } },
        },
        environments: {
          production: { web: { health: { readiness: { path: null, command: ['true'] } } } },
        },
      },
      'SW1001 error',
    ],
  ])('%s', (_what, more, complaint) => {
    expect(complaintsOf(more)).not.toContain(complaint);
  });

  test('clusters of all environments, where an app synthesises one at a time', () => {
    const error = standardError();
    const clusters = { staging: 'eu-1', production: 'eu-2' };
    const app = new App({
      outdir: `${folder()}/manifests`,
      helm: false,
      gitops: argocd({ repository: 'https://git.example.com/acme/deploy.git', clusters }),
    });
    const service = defineService({
      name: 'shop',
      image: { repository: 'ghcr.io/acme/shop', tag: '1.0.0' },
      web: { server: gunicorn({ app: 'shop.wsgi', version: '27.0.1' }), health: '/healthz' },
      environments: { staging: {}, production: {} },
    });
    new ServiceChart(app, service, { environment: 'production' });
    app.synth();
    expect(error.text).not.toContain('SW7030');
  });
});

test('still refused: a text of an object, and what is nearly an option', () => {
  expect(complaintsOf({ config: { API: 'https://[object Object]/v1' } })).toContain('SW2307 error');
  expect(complaintsOf(uwsgiWith({ buffersize: 3 }))).toContain('SW2002 error');
});
