/** Mistakes between a proxy and the server behind it, and in the server itself. */

import {
  gateway,
  granian,
  gunicorn,
  http,
  loadBalancer,
  nginxIngress,
  uwsgi,
} from '../../../lib/index.ts';
import { deployment, object, type Requirements, web } from './requirement.ts';

const command = (...words: readonly string[]) => deployment({ container: { command: words } });

const ingress = (annotations: object) =>
  object('networking.k8s.io/v1', 'Ingress', { ingressClassName: 'nginx' }, { annotations });

const route = (service: string, host = 'a.example', name = service) =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    {
      ingressClassName: 'nginx',
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: service, port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
    { name },
  );

const graceful = [
  ...['uwsgi', '--master', '--exit-on-reload', '--worker-reload-mercy', '30'],
  ...['--hook-master-start', 'unix_signal:15 grace_them_all'],
];

export const serving: Requirements = {
  'a server that closes idle connections before the proxy does': {
    spec: web({ server: http({ command: ['./app'], keepAlive: '60s' }) }),
    ...{ code: 'SW2221', severity: 'error' },
  },
  'a proxy that sends to the address of the Service, which never drains': {
    spec: {
      expose: nginxIngress({
        host: 'a.example',
        tls: { issuer: 'le' },
        annotations: { 'nginx.org/use-cluster-ip': 'true' },
      }),
    },
    ...{ code: 'SW4406', severity: 'warning' },
  },
  'a load balancer that keeps connections for ten minutes before a server that does not': {
    spec: {
      ...web({ server: http({ command: ['./app'], keepAlive: '75s' }) }),
      expose: gateway({
        host: 'a.example',
        gateway: { name: 'external' },
        upstreamKeepAlive: '600s',
      }),
    },
    ...{ code: 'SW2221', severity: 'error' },
  },
  'granian, whose idle limit ends at a minute, behind a proxy that keeps as long': {
    objects: [
      route('app'),
      object('v1', 'Service', { selector: { app: 'app' }, ports: [{ port: 80 }] }),
      command('granian', '--workers-kill-timeout', '30', '--interface', 'asgi', 'app:app'),
    ],
    ...{ code: 'SW4223', severity: 'error' },
  },
  'the connections of granian switched on or off beside the derived time': {
    spec: web({ server: granian({ app: 'a:b', settings: { http1_settings: 1 } }) }),
    ...{ code: 'SW2002', severity: 'warning' },
  },
  'uWSGI that closes connections without saying so': {
    objects: [command(...graceful, '--http-socket', ':8000')],
    ...{ code: 'SW4223', severity: 'error' },
  },
  'uWSGI that keeps connections for the four seconds of its default': {
    objects: [command(...graceful, '--http11-socket', ':8000')],
    ...{ code: 'SW4223', severity: 'error' },
  },
  'the kept connections of uWSGI switched on beside the derived ones': {
    spec: web({ server: uwsgi({ app: 'a', settings: { 'http11-socket': ':8000' } }) }),
    ...{ code: 'SW2001', severity: 'error' },
  },
  'a proxy that gives up before the server kills a request': {
    spec: {
      ...web({ server: http({ command: ['./app'], keepAlive: '75s', requestLimit: '120s' }) }),
      expose: nginxIngress({ host: 'a.example', timeouts: { read: '60s' } }),
    },
    ...{ code: 'SW2222', severity: 'error' },
  },
  'a proxy that gives up before the deadline of requests': {
    spec: {
      ...web({ requestTimeout: '60s' }),
      expose: nginxIngress({ host: 'a.example', timeouts: { read: '20s' } }),
    },
    ...{ code: 'SW2112', severity: 'error' },
  },
  'a load balancer that gives up before the proxy behind it': {
    objects: [
      object('networking.k8s.io/v1', 'Ingress', { ingressClassName: 'alb' }, { name: 'front' }),
      ingress({ 'nginx.org/proxy-read-timeout': '126s' }),
    ],
    ...{ code: 'SW4418', severity: 'warning' },
  },
  'a server that kills requests within their deadline': {
    spec: web({
      server: http({ command: ['./app'], keepAlive: '75s', requestLimit: '10s' }),
      requestTimeout: '60s',
    }),
    ...{ code: 'SW2223', severity: 'error' },
  },
  'a proxy that repeats what timed out': {
    objects: [ingress({ 'nginx.ingress.kubernetes.io/proxy-next-upstream': 'error timeout' })],
    ...{ code: 'SW4407', severity: 'warning' },
  },
  'a proxy that repeats orders': {
    objects: [ingress({ 'nginx.org/proxy-next-upstream': 'error non_idempotent' })],
    ...{ code: 'SW4407', severity: 'warning' },
  },
  'a proxy that is to repeat what it does not keep': {
    objects: [
      ingress({
        'nginx.ingress.kubernetes.io/proxy-next-upstream': 'error http_502',
        'nginx.ingress.kubernetes.io/proxy-request-buffering': 'off',
      }),
    ],
    ...{ code: 'SW4407', severity: 'warning' },
  },
  'workers that need more memory than the pod has': {
    spec: web({
      server: gunicorn({ app: 'a', workers: 8, memoryPerWorker: '200Mi' }),
      resources: { requests: { memory: '512Mi' }, limits: { memory: '512Mi' } },
    }),
    ...{ code: 'SW2007', severity: 'error' },
  },
  'the only worker restarted now and then': {
    spec: web({ server: gunicorn({ app: 'a', workers: 1, maxRequests: 1000 }) }),
    ...{ code: 'SW2009', severity: 'warning' },
  },
  'all workers restarted after the same number of requests': {
    objects: [command('gunicorn', 'app.wsgi', '--workers=4', '--max-requests', '1000')],
    ...{ code: 'SW4223', severity: 'warning' },
  },
  'the only worker of a command restarted now and then': {
    objects: [command('gunicorn', 'app', '--max-requests', '1000', '--max-requests-jitter', '100')],
    ...{ code: 'SW4223', severity: 'warning' },
  },
  'several workers that share less than one core': {
    spec: web({
      server: gunicorn({ app: 'a', workers: 2 }),
      resources: { requests: { cpu: '250m' }, limits: { cpu: '500m' } },
    }),
    ...{ code: 'SW2224', severity: 'warning' },
  },
  'a worker class that gunicorn no longer has': {
    objects: [command('gunicorn', '-k', 'eventlet', 'app.wsgi')],
    ...{ code: 'SW4223', severity: 'error' },
  },
  'forwarded headers believed of everybody while nobody is kept out': {
    spec: {
      ...web({ server: gunicorn({ app: 'a', trustedProxies: ['*'] }) }),
      network: { policies: false },
    },
    ...{ code: 'SW2013', severity: 'error' },
  },
  'WebSockets in sync workers, which are killed while they hold one': {
    spec: web({
      server: gunicorn({ app: 'a', version: '27.0.1', workerClass: 'sync' }),
      protocol: 'websocket',
    }),
    ...{ code: 'SW2225', severity: 'error' },
  },
  'WebSockets in threads, which are soon all taken': {
    spec: web({ protocol: 'websocket' }),
    ...{ code: 'SW2225', severity: 'warning' },
  },
  'a namespace let in beside the proxy, whose forged headers would be believed': {
    spec: { network: { ingress: [{ namespace: 'reporting' }] } },
    ...{ code: 'SW2232', severity: 'note' },
  },
  'clients of a load balancer that reads nothing believed as if they were a proxy': {
    spec: {
      ...web({ server: gunicorn({ app: 'a', trustedProxies: ['*'], version: '27.0.1' }) }),
      expose: loadBalancer(),
    },
    ...{ code: 'SW2232', severity: 'warning' },
  },
  'forwarded headers believed of everybody by a command': {
    objects: [command('gunicorn', '--forwarded-allow-ips=*', 'app.wsgi')],
    ...{ code: 'SW4223', severity: 'error' },
  },
  'variables made of the names of Services': {
    objects: [deployment({ pod: { enableServiceLinks: true } })],
    ...{ code: 'SW4031', severity: 'error' },
  },
};
