/** Golden cases of a proxy in the pod: what it takes over, how it stops, and what contradicts it. */

import {
  cronWindow,
  gunicorn,
  http,
  hypercorn,
  internal,
  nginx,
  nginxIngress,
  uvicorn,
  uwsgi,
} from '../../lib/index.ts';
import type { WebSpec } from '../../lib/index.ts';
import { base, containing, type Cases } from './case.ts';

const web: WebSpec = {
  server: gunicorn({ app: 'app.wsgi:application', version: '27.0.1' }),
  proxy: nginx(),
  health: '/healthz',
};
const exposed = {
  expose: nginxIngress({ host: 'app.example.com', tls: { issuer: 'le' }, maxBodySize: '20Mi' }),
};
const pod = (spec: object) => ({ spec: { template: { spec } } });
/** Text that matches all of these. */
const matching = (...texts: readonly RegExp[]) => ({
  asymmetricMatch: (text: unknown) => texts.every((each) => each.test(String(text))),
});
/** The text of nginx.conf matches all of these. */
const conf = (...texts: readonly RegExp[]) => ({
  data: { 'etc__nginx__nginx.conf': matching(...texts) },
});

/** What the proxy may write has this size. */
const temporary = (sizeLimit: string) => ({
  processes: {
    web: { container: { sidecars: [{ writable: containing({ path: '/tmp', sizeLimit }) }] } },
  },
});

/** A proxy in the pod. */
export const proxyCases: Cases = {
  'uploads that a server answers at once find room beside one another': {
    spec: {
      web: {
        server: uwsgi({ app: 'app.wsgi', workers: 2, workload: 'io' }),
        proxy: nginx({ maxBodySize: '8Mi' }),
        health: '/healthz',
      },
    },
    plan: temporary('512Mi'),
  },
  'uploads in front of a server that answers few at once have room as before': {
    spec: {
      web: {
        server: uwsgi({ app: 'app.wsgi', workers: 2, threads: 2 }),
        proxy: nginx({ maxBodySize: '8Mi' }),
        health: '/healthz',
      },
    },
    plan: temporary('256Mi'),
  },
  'nginx takes the port of the process, and the server a socket nobody else sees': {
    spec: { web, ...exposed },
    objects: {
      'web/deployment': pod({
        initContainers: [
          {
            name: 'nginx',
            restartPolicy: 'Always',
            ports: [
              { name: 'http', containerPort: 8000 },
              { name: 'nginx', containerPort: 8081 },
            ],
          },
        ],
        volumes: containing({ name: 'proxy-socket', emptyDir: { sizeLimit: '1Mi' } }),
      }),
      'web/config-map': conf(
        /server unix:\/run\/proxy\/server\.sock;/,
        /listen 8000 default_server;/,
      ),
      'web/service': { spec: { ports: [{ name: 'http', port: 80, targetPort: 8000 }] } },
      'network-policy/app-web': {
        spec: { ingress: [{ ports: [{ port: 8000, protocol: 'TCP' }] }] },
      },
    },
  },
  'nginx stops accepting after the pause, and the server is stopped two seconds later': {
    spec: { web, ...exposed },
    objects: {
      'web/deployment': pod({
        terminationGracePeriodSeconds: 51,
        initContainers: [
          {
            lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 10; kill -QUIT 1'] } } },
          },
        ],
        containers: [{ lifecycle: { preStop: { sleep: { seconds: 12 } } } }],
      }),
      'web/config-map': conf(/worker_shutdown_timeout 34s;/),
    },
    plan: {
      processes: {
        web: { lifecycle: { preStopSeconds: 12, drainSeconds: 34, gracefulTimeoutSeconds: 30 } },
      },
    },
  },
  'a longer handover lengthens the pause of the server and the grace of the pod': {
    spec: { web: { ...web, proxy: nginx({ handover: '20s' }) }, ...exposed },
    objects: { 'web/deployment': pod({ terminationGracePeriodSeconds: 69 }) },
  },
  'a body the ingress lets through is not refused in the pod': {
    spec: { web, ...exposed },
    objects: { 'web/config-map': conf(/client_max_body_size 20m;/) },
  },
  'nginx gives up after the server and before the ingress': {
    spec: { web: { ...web, requestTimeout: '60s' }, ...exposed },
    objects: {
      'web/config-map': conf(/proxy_read_timeout 65500ms;/),
      ingress: { metadata: { annotations: { 'nginx.org/proxy-read-timeout': '66s' } } },
    },
  },
  'a stream that is silent for a while is not cut off': {
    spec: { web: { ...web, protocol: 'websocket' }, ...exposed },
    objects: {
      'web/config-map': conf(
        /proxy_read_timeout 3600s;/,
        /proxy_set_header Upgrade \$http_upgrade;/,
        /proxy_set_header Connection \$passed_connection;/,
      ),
    },
  },
  'events reach clients one by one': {
    spec: { web: { ...web, protocol: 'sse' }, ...exposed },
    objects: { 'web/config-map': conf(/proxy_buffering off;/) },
  },
  'uWSGI is spoken to in its own protocol': {
    spec: { web: { ...web, server: uwsgi({ app: 'app.wsgi:application' }) }, ...exposed },
    objects: {
      'web/config-map': {
        data: {
          ...conf(/uwsgi_pass server;/, /uwsgi_param HTTP_PROXY "";/).data,
          'etc__uwsgi__uwsgi.ini': matching(
            /^socket = \/run\/proxy\/server\.sock$/m,
            /^(?![^]*http-socket)/,
          ),
        },
      },
    },
  },
  'a server that cannot listen on a socket gets the next port': {
    spec: {
      web: { ...web, server: http({ command: ['node', 'server.js'], env: { port: 'PORT' } }) },
      expose: internal(),
    },
    objects: {
      'web/config-map': conf(/server 127\.0\.0\.1:8001;/),
      'web/deployment': pod({
        containers: [
          {
            env: containing({ name: 'PORT', value: '8001' }),
            ports: [{ name: 'upstream', containerPort: 8001 }],
          },
        ],
      }),
    },
  },
  'a server that is told the path of a socket listens there': {
    spec: {
      web: { ...web, server: http({ command: ['node', 'server.js'], env: { socket: 'SOCKET' } }) },
      expose: internal(),
    },
    objects: {
      'web/config-map': conf(/server unix:\/run\/proxy\/server\.sock;/),
      'web/deployment': pod({
        containers: [{ env: containing({ name: 'SOCKET', value: '/run/proxy/server.sock' }) }],
      }),
    },
  },
  'static files are copied from the image before nginx starts': {
    spec: { web: { ...web, proxy: nginx({ static: { '/static/': '/app/static' } }) }, ...exposed },
    objects: {
      'web/deployment': pod({
        initContainers: [
          {
            name: 'assets-static',
            image: 'ghcr.io/acme/app:1.0.0',
            command: ['cp', '-R', '/app/static/.', '/srv/assets-static'],
          },
          {
            name: 'nginx',
            volumeMounts: containing({
              name: 'assets-static',
              mountPath: '/srv/assets-static',
              readOnly: true,
            }),
          },
        ],
      }),
      'web/config-map': conf(/location \^~ \/static\/ \{\s+alias \/srv\/assets-static\/;/),
    },
  },
  'files that a command writes are written where it expects them': {
    spec: {
      web: {
        ...web,
        proxy: nginx({
          static: { '/static/': { from: '/app/out', command: ['python', 'collect.py'] } },
        }),
      },
      ...exposed,
    },
    objects: {
      'web/deployment': pod({
        initContainers: [
          {
            command: ['python', 'collect.py'],
            volumeMounts: containing({ name: 'assets-static', mountPath: '/app/out' }),
          },
          { name: 'nginx' },
        ],
      }),
    },
  },
  'the kubelet asks the server through nginx, and nginx for itself alone': {
    spec: { web: { ...web, server: uvicorn({ app: 'app.asgi:application' }) }, ...exposed },
    objects: {
      'web/deployment': pod({
        initContainers: [
          { livenessProbe: { httpGet: { path: '/healthz', port: 'nginx' }, failureThreshold: 3 } },
        ],
        containers: [
          {
            startupProbe: { httpGet: { path: '/healthz', port: 8000 } },
            readinessProbe: { httpGet: { path: '/healthz', port: 8000 } },
            livenessProbe: { httpGet: { path: '/healthz', port: 8000 }, failureThreshold: 6 },
          },
        ],
      }),
    },
  },
  'busy threads do not get a pod restarted because its proxy opens its port': {
    spec: { web, ...exposed },
    plan: {
      processes: {
        web: { probes: { readiness: { check: { kind: 'http', path: '/healthz', port: 8000 } } } },
      },
    },
  },
  'an idle proxy does not hide the load of the server from the autoscaler': {
    spec: { web: { ...web, scale: { min: 2, max: 5, cpu: 70 } }, ...exposed },
    objects: {
      'web/hpa': {
        spec: {
          metrics: [
            { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'web' } },
          ],
        },
      },
    },
  },
  'static files that no path of an exposure leads to are said': {
    spec: {
      web: { ...web, proxy: nginx({ static: { '/static/': '/app/static', '/v1/': '/app/docs' } }) },
      expose: nginxIngress({
        host: 'app.example.com',
        tls: { issuer: 'letsencrypt' },
        paths: [{ path: '/v1' }],
      }),
    },
    complaints: ['SW2056 web.proxy.static./static/'],
    says: ["{ path: '/static' }"],
  },
  'static files beside other paths are reached by a path of their own': {
    spec: {
      web: { ...web, proxy: nginx({ static: { '/static/': '/app/static' } }) },
      expose: nginxIngress({
        host: 'app.example.com',
        tls: { issuer: 'letsencrypt' },
        paths: [{ path: '/v1' }, { path: '/static' }],
      }),
    },
    complaints: [],
  },
  'nor from KEDA, where events count beside it': {
    spec: {
      web: {
        ...web,
        scale: {
          min: 2,
          max: 5,
          cpu: 70,
          triggers: {
            night: cronWindow({
              timezone: 'UTC',
              start: '0 1 * * *',
              end: '0 2 * * *',
              replicas: 4,
            }),
          },
        },
      },
      ...exposed,
    },
    objects: {
      'web/scaled-object': {
        spec: {
          triggers: containing({ type: 'cpu', metadata: { value: '70', containerName: 'web' } }),
        },
      },
    },
  },
  'connections of the ingress outlive its pool, at nginx and not at the server': {
    spec: { web: { ...web, server: hypercorn({ app: 'app.asgi:application' }) }, ...exposed },
    objects: { 'web/config-map': conf(/keepalive_timeout 75s;/) },
    plan: { processes: { web: { server: { keepAlive: { kind: 'keeps', seconds: 75 } } } } },
  },
  'without network policies nobody is believed': {
    spec: { web, ...exposed, network: { policies: false } },
    complaints: ['SW2054 web.proxy.trustedProxies'],
    objects: { 'web/config-map': conf(/default no;\n\s+\}/) },
  },
  'an environment may do without the proxy': {
    spec: { web, ...exposed, environments: { lean: { web: { proxy: null } } } } as never,
    environment: 'lean',
    objects: {
      'web/deployment': pod({ containers: [{ ports: [{ name: 'http', containerPort: 8000 }] }] }),
    },
  },
  'a body limit below that of the ingress is refused with both sizes': {
    spec: { web: { ...web, proxy: nginx({ maxBodySize: '5Mi' }) }, ...exposed },
    complaints: ['SW2050 web.proxy.maxBodySize'],
    says: ['20Mi', '5Mi'],
  },
  'gRPC through nginx in the pod is refused': {
    spec: { web: { ...web, protocol: 'grpc' }, expose: internal() },
    complaints: ['SW2051 web.proxy'],
  },
  'buffered event streams are refused': {
    spec: {
      web: { ...web, protocol: 'sse', proxy: nginx({ responseBuffering: true }) },
      expose: internal(),
    },
    complaints: ['SW2052 web.proxy.responseBuffering'],
  },
  'believing everybody without network policies is refused': {
    spec: {
      web: { ...web, proxy: nginx({ trustedProxies: ['*'] }) },
      ...exposed,
      network: { policies: false },
    },
    complaints: ['SW2053 web.proxy.trustedProxies'],
  },
  'another image without a version is refused': {
    spec: { web: { ...web, proxy: nginx({ image: { repository: 'corp/nginx' } }) }, ...exposed },
    complaints: ['SW2055 web.proxy.image'],
  },
  'a server that cannot be told to leave the port to nginx is said': {
    spec: { web: { ...web, server: http({ command: ['/app/server'] }) }, ...exposed },
    complaints: ['SW2035 web.server.env.port'],
    says: ['8001'],
  },
  'the own port of nginx on the port of the process is refused': {
    spec: { web: { ...web, port: 8081 }, ...exposed },
    complaints: ['SW2304 web.proxy.statusPort'],
    says: ['Give web.proxy.statusPort or web.port another number.'],
  },
  'the port of the process on the own port of nginx is refused where it was written': {
    spec: { web: { ...web, proxy: nginx({ statusPort: 8000 }) }, ...exposed },
    complaints: ['SW2304 web.proxy.statusPort'],
  },
  'a directory of the application over that of the socket is refused': {
    spec: { web: { ...web, writable: ['/run/proxy'] }, ...exposed },
    complaints: ['SW2305 web.writable'],
  },
  'a file of the author over nginx.conf is refused': {
    spec: { web: { ...web, files: { '/etc/nginx/nginx.conf': 'events {}' } }, ...exposed },
    complaints: ['SW2152'],
  },
  'a prefix without its slashes is refused': {
    spec: { web: { ...web, proxy: nginx({ static: { static: '/app/static' } }) }, ...exposed },
    complaints: ['SW1001'],
    says: ["must begin and end with '/'"],
  },
  'a directory that climbs out of the image is refused': {
    spec: { web: { ...web, proxy: nginx({ static: { '/s/': '/app/../etc' } }) }, ...exposed },
    complaints: ['SW1001'],
  },
  'a variable of nginx in a path is refused': {
    spec: { web: { ...web, proxy: nginx({ static: { '/s/': '/app/$host' } }) }, ...exposed },
    complaints: ['SW1001'],
  },
  'a server where a proxy belongs is refused': {
    spec: { web: { ...web, proxy: base.web?.server as never }, ...exposed },
    complaints: ['SW1001 web.proxy'],
    says: ['a proxy made by one of nginx()'],
  },
};
