/** nginx in the pod: static files of Django, uWSGI's own protocol over a socket, and an API that is uploaded to. */

import {
  ServiceChart,
  defineService,
  environmentsOf,
  gunicorn,
  nginx,
  nginxIngress,
  uwsgi,
  type App,
} from '../../lib/index.ts';

export const atlas = defineService({
  name: 'atlas',
  image: { repository: 'ghcr.io/acme/atlas', tag: '3.2.0' },
  web: {
    server: gunicorn({ app: 'atlas.wsgi:application', version: '27.0.1' }),
    proxy: nginx({
      static: {
        '/static/': {
          from: '/app/static',
          command: ['python', 'manage.py', 'collectstatic', '--noinput'],
          immutable: true,
        },
      },
    }),
    health: '/healthz',
    scale: { min: 2, max: 8, cpu: 70 },
  },
  webs: {
    tiles: {
      server: uwsgi({ app: 'atlas.tiles:application' }),
      proxy: nginx({ static: { '/tiles/fixed/': '/app/tiles' }, status: true, handover: '5s' }),
      port: 8080,
      health: { readiness: '/readyz', liveness: '/livez' },
    },
  },
  expose: nginxIngress({
    host: 'atlas.example.com',
    tls: { issuer: 'letsencrypt' },
    maxBodySize: '20Mi',
    paths: [
      { path: '/', process: 'web' },
      { path: '/tiles', process: 'tiles' },
    ],
  }),
  environments: {
    staging: {
      web: { scale: 1 },
      expose: { host: 'staging.atlas.example.com' },
    },
    production: {},
  },
});

export function build(app: App): void {
  for (const environment of environmentsOf(atlas)) new ServiceChart(app, atlas, { environment });
}
