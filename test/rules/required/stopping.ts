/** Mistakes by which a pod loses requests when it stops. */

import { granian, gunicorn, hypercorn, uvicorn, uwsgi } from '../../../lib/index.ts';
import { deployment, type Requirements, web } from './requirement.ts';

const command = (...words: readonly string[]) => deployment({ container: { command: words } });

export const stopping: Requirements = {
  'a grace period that ends before pause, drain and slack are over': {
    spec: web({ lifecycle: { terminationGracePeriod: '20s' } }),
    ...{ code: 'SW2201', severity: 'error' },
  },
  'a sleep action for a cluster that has none': {
    objects: [deployment({ container: { lifecycle: { preStop: { sleep: { seconds: 10 } } } } })],
    kubernetes: '1.29',
    ...{ code: 'SW4309', severity: 'error' },
  },
  'a pause by a program that the image may not have': {
    spec: { kubernetes: '1.29' },
    ...{ code: 'SW2202', severity: 'warning' },
  },
  'a sleep of no seconds for a cluster that refuses it': {
    objects: [deployment({ container: { lifecycle: { preStop: { sleep: { seconds: 0 } } } } })],
    kubernetes: '1.32',
    ...{ code: 'SW4309', severity: 'error' },
  },
  'a pause longer than the whole grace period': {
    objects: [deployment({ container: { lifecycle: { preStop: { sleep: { seconds: 40 } } } } })],
    ...{ code: 'SW4208', severity: 'error' },
  },
  'a pause shorter than the proxy needs to hear of it': {
    spec: web({ lifecycle: { preStop: '3s' } }),
    ...{ code: 'SW2203', severity: 'warning' },
  },
  'no pause behind a proxy': {
    spec: web({ lifecycle: { preStop: '0s' } }),
    ...{ code: 'SW2203', severity: 'error' },
  },
  'requests that may take longer than a stopping server waits for them': {
    spec: web({ lifecycle: { gracefulTimeout: '5s' } }),
    ...{ code: 'SW2204', severity: 'error' },
  },
  'uvicorn that waits for its last request without end': {
    objects: [command('uvicorn', 'app:app', '--host', '0.0.0.0')],
    ...{ code: 'SW4222', severity: 'error' },
  },
  'the limit by which uvicorn stops taken out of the derived settings': {
    spec: web({ server: uvicorn({ app: 'a:b', settings: { timeout_graceful_shutdown: 0 } }) }),
    ...{ code: 'SW2001', severity: 'error' },
  },
  'granian that waits for its last request without end': {
    objects: [command('granian', '--interface', 'asgi', 'app:app')],
    ...{ code: 'SW4222', severity: 'error' },
  },
  'the limit by which granian stops taken out of the derived settings': {
    spec: web({ server: granian({ app: 'a:b', settings: { workers_kill_timeout: 0 } }) }),
    ...{ code: 'SW2001', severity: 'error' },
  },
  'hypercorn that stops after its default of three seconds': {
    objects: [command('hypercorn', 'app:app')],
    ...{ code: 'SW4222', severity: 'error' },
  },
  'the limit by which hypercorn stops written beside the derived one': {
    spec: web({ server: hypercorn({ app: 'a:b', settings: { graceful_timeout: 1 } }) }),
    ...{ code: 'SW2001', severity: 'error' },
  },
  'uWSGI without an answer to SIGTERM': {
    objects: [command('uwsgi', '--http-socket', ':8000', '--master', '--module', 'app')],
    ...{ code: 'SW4222', severity: 'error' },
  },
  'uWSGI that dies on SIGTERM': {
    objects: [command('uwsgi', '--http-socket=:8000', '--master', '--die-on-term')],
    ...{ code: 'SW4222', severity: 'error' },
  },
  'the http router of uWSGI, which is closed first': {
    objects: [
      command(
        ...['uwsgi', '--http', ':8000', '--master', '--exit-on-reload'],
        ...['--hook-master-start', 'unix_signal:15 grace_them_all'],
      ),
    ],
    ...{ code: 'SW4222', severity: 'error' },
  },
  'uWSGI that is told to wait for its requests without end': {
    objects: [
      command(
        ...['uwsgi', '--http-socket', ':8000', '--master'],
        ...['--hook-master-start', 'unix_signal:15 gracefully_kill_them_all'],
      ),
    ],
    ...{ code: 'SW4222', severity: 'warning' },
  },
  'the derived answer of uWSGI to SIGTERM replaced': {
    spec: web({ server: uwsgi({ app: 'a', settings: { 'die-on-term': true } }) }),
    ...{ code: 'SW2001', severity: 'error' },
  },
  'a uWSGI whose graceful stop loses running requests': {
    spec: web({ server: uwsgi({ app: 'a', version: '2.0.26' }) }),
    ...{ code: 'SW1001', severity: 'error' },
  },
  'an nginx that is stopped by SIGTERM, at once': {
    objects: [
      deployment({
        container: { image: 'ghcr.io/acme/nginx:1.31.4', ports: [{ containerPort: 8080 }] },
      }),
    ],
    ...{ code: 'SW4222', severity: 'warning' },
  },
  'a restart by liveness that leaves no time for the pause': {
    objects: [
      deployment({
        container: {
          lifecycle: { preStop: { sleep: { seconds: 10 } } },
          livenessProbe: { tcpSocket: { port: 8000 }, terminationGracePeriodSeconds: 5 },
        },
      }),
    ],
    ...{ code: 'SW4209', severity: 'warning' },
  },
  'a stop longer than clusters allow': {
    spec: web({ lifecycle: { terminationGracePeriod: '15m' } }),
    ...{ code: 'SW2206', severity: 'warning' },
  },
  'a stop longer than the notice of interruptible nodes': {
    spec: web({ requestTimeout: '2m', placement: { spot: true } }),
    ...{ code: 'SW2207', severity: 'warning' },
  },
  'gunicorn whose threads keep a stopping pod until its limit': {
    spec: web({ server: gunicorn({ app: 'a', version: '25.0.0' }) }),
    ...{ code: 'SW2004', severity: 'warning' },
  },
  'gunicorn that cuts idle connections as it stops': {
    spec: web({ server: gunicorn({ app: 'a', version: '27.0.0' }) }),
    ...{ code: 'SW2005', severity: 'warning' },
  },
};
