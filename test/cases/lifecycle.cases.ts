/** Golden cases of the chain from leaving the endpoints to SIGKILL, of probes and of time-outs. */

import {
  granian,
  gunicorn,
  http,
  httpApi,
  hypercorn,
  internal,
  nginxIngress,
  uvicorn,
  uwsgi,
} from '../../lib/index.ts';
import { base, partly, type Cases } from './case.ts';

const web = base.web;
const exposed = { expose: nginxIngress({ host: 'app.example.com', tls: { issuer: 'le' } }) };
const pod = (spec: object) => ({ spec: { template: { spec } } });

/** Lifecycle. */
export const lifecycleCases: Cases = {
  'a request of 30 s behind an ingress needs 47 s to stop': {
    spec: { ...exposed },
    objects: { 'web/deployment': pod({ terminationGracePeriodSeconds: 47 }) },
    plan: {
      processes: {
        web: { lifecycle: { preStopSeconds: 10, gracefulTimeoutSeconds: 30, drainSeconds: 32 } },
      },
    },
  },
  'a longer request lengthens drain, grace and every time-out around it': {
    spec: {
      ...exposed,
      web: { ...web, server: gunicorn({ app: 'a:b', version: '27.0.1' }), requestTimeout: '2m' },
    },
    objects: {
      'web/deployment': pod({ terminationGracePeriodSeconds: 137 }),
      ingress: { metadata: { annotations: { 'nginx.org/proxy-read-timeout': '126s' } } },
    },
  },
  'a cluster before 1.30 sleeps by a command, because there is no sleep action': {
    spec: { ...exposed, kubernetes: '1.29' },
    plan: { processes: { web: { lifecycle: { preStop: 'sleepCommand' } } } },
  },
  'an image without sleep sleeps by Python on an old cluster': {
    spec: {
      ...exposed,
      kubernetes: '1.29',
      web: { ...web, server: gunicorn({ app: 'a:b' }), lifecycle: { preStopCommand: 'python' } },
    },
    plan: { processes: { web: { lifecycle: { preStop: 'pythonCommand' } } } },
  },
  'a cluster from 1.30 on sleeps by the kubelet, which needs no binary in the image': {
    spec: { ...exposed, kubernetes: '1.30' },
    plan: { processes: { web: { lifecycle: { preStop: 'sleepAction' } } } },
  },
  'callers inside the cluster need only the pause of kube-proxy': {
    spec: { expose: internal() },
    plan: { processes: { web: { lifecycle: { preStopSeconds: 5 } } } },
  },
  'a worker stops without a pause and gets the time of its longest task': {
    spec: { workers: { mail: { command: ['celery'], taskTimeout: '5m' } } },
    objects: { 'mail/deployment': pod({ terminationGracePeriodSeconds: 305 }) },
    plan: { processes: { mail: { lifecycle: { preStop: 'none', preStopSeconds: 0 } } } },
  },
  'a grace period shorter than its chain is refused with the sum': {
    spec: {
      ...exposed,
      web: { ...web, server: gunicorn({ app: 'a:b' }), lifecycle: { terminationGracePeriod: 20 } },
    },
    complaints: ['SW2201'],
    says: ['47'],
  },
  'a graceful time-out shorter than the request time-out is refused': {
    spec: {
      ...exposed,
      web: { ...web, server: gunicorn({ app: 'a:b' }), lifecycle: { gracefulTimeout: 5 } },
    },
    complaints: ['SW2204'],
  },
  'no pause behind a proxy is refused': {
    spec: {
      ...exposed,
      web: { ...web, server: gunicorn({ app: 'a:b' }), lifecycle: { preStop: 0 } },
    },
    complaints: ['SW2203'],
  },
  'one health path asks with the host that clients use, and says it came by HTTPS': {
    spec: { ...exposed },
    objects: {
      'web/deployment': pod({
        containers: [
          partly({
            readinessProbe: {
              httpGet: {
                path: '/healthz',
                port: 'http',
                httpHeaders: [
                  { name: 'Host', value: 'app.example.com' },
                  { name: 'X-Forwarded-Proto', value: 'https' },
                ],
              },
            },
          }),
        ],
      }),
    },
  },
  'a plain-threads server is restarted by its port, not by a question that waits behind busy workers':
    {
      spec: {},
      plan: { processes: { web: { probes: { liveness: { check: { kind: 'tcp' } } } } } },
    },
  'an event loop is asked over HTTP, which finds a blocked loop': {
    spec: {
      web: {
        ...web,
        server: gunicorn({ app: 'a:b', workerClass: 'asgi', version: '27.0.1' }),
        health: '/healthz',
      },
    },
    plan: {
      processes: { web: { probes: { liveness: { check: { kind: 'http', path: '/healthz' } } } } },
    },
  },
  'liveness can be switched off': {
    spec: {
      web: {
        ...web,
        server: gunicorn({ app: 'a:b' }),
        health: { readiness: '/r', liveness: false },
      },
    },
    plan: { processes: { web: { probes: { readiness: { check: { path: '/r' } } } } } },
  },
  'a service without a health path is told what that costs': {
    spec: { web: { server: gunicorn({ app: 'a:b' }) } },
    complaints: ['SW2157 web'],
    plan: { processes: { web: { probes: { readiness: { check: { kind: 'tcp' } } } } } },
  },
  'a slow start widens the startup probe only': {
    spec: { web: { ...web, server: gunicorn({ app: 'a:b' }), startupTimeout: '3m' } },
    plan: {
      processes: {
        web: {
          probes: {
            startup: { periodSeconds: 2, failureThreshold: 90 },
            readiness: { failureThreshold: 2 },
          },
        },
      },
    },
  },
  'a strict readiness probe leaves a start its time': {
    spec: {
      web: {
        ...web,
        server: gunicorn({ app: 'a:b' }),
        startupTimeout: '2m',
        health: {
          readiness: { path: '/readyz', period: '1s', timeout: '1s', failureThreshold: 1 },
        },
      },
    },
    plan: {
      processes: {
        web: {
          probes: {
            startup: {
              check: { kind: 'http', path: '/readyz' },
              ...{ periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 60 },
            },
            readiness: { failureThreshold: 1 },
          },
        },
      },
    },
  },
  'a start that is asked seldom still has its time': {
    spec: {
      web: {
        ...web,
        server: gunicorn({ app: 'a:b' }),
        startupTimeout: '2m',
        health: { startup: { path: '/up', period: '10s' }, readiness: '/readyz' },
      },
    },
    plan: {
      processes: {
        web: { probes: { startup: { periodSeconds: 10, failureThreshold: 12 } } },
      },
    },
  },
  'a rollout waits for the migration, for each need, and for the start': {
    spec: {
      web: {
        ...web,
        server: gunicorn({ app: 'a:b' }),
        health: { startup: { path: '/up', period: '10s', failureThreshold: 40 }, readiness: '/r' },
      },
      migrate: { command: ['m'], check: ['c'], checkTimeout: '2m' },
      needs: {
        one: httpApi({ url: { ONE: 'https://one.example.com' }, startup: ['curl', 'one'] }),
        two: httpApi({ url: { TWO: 'https://two.example.com' }, startup: ['curl', 'two'] }),
      },
    },
    plan: {
      processes: {
        // 2 minutes for the migration, 5 for each need, 40 questions, 13 s ready, 2 minutes to pull.
        web: { rollout: { progressDeadlineSeconds: 120 + 2 * 300 + 40 * 10 + 13 + 120 } },
      },
    },
  },
  'a gRPC health check uses the protocol of gRPC': {
    spec: {
      web: {
        server: http({ keepAlive: 'closes' }),
        protocol: 'grpc',
        port: 9000,
        health: { readiness: { grpc: true }, liveness: { grpc: true } },
      },
    },
    plan: {
      processes: { web: { probes: { readiness: { check: { kind: 'grpc', port: 9000 } } } } },
    },
  },
  'a gRPC process that is never ready, since it is asked over HTTP/1.1, is told how to be asked': {
    spec: {
      web: {
        server: http({ keepAlive: 'closes' }),
        protocol: 'grpc',
        health: '/healthz',
      },
    },
    complaints: ['SW2227 web.health'],
    says: ['startup, readiness, liveness ask /healthz over HTTP', '{ grpc: true }'],
  },
  'a gRPC process whose port alone is tried is not complained of': {
    spec: { web: { server: http({ keepAlive: 'closes' }), protocol: 'grpc' } },
    silent: ['SW2226', 'SW2227'],
  },
  'a path that a gRPC probe would drop in silence is refused': {
    spec: {
      web: {
        server: http({ keepAlive: 'closes' }),
        health: { readiness: { grpc: true, path: '/x' } },
      },
    },
    complaints: ['SW1001 web.health.readiness'],
    says: ['`path` and `grpc` are given'],
  },
  'gRPC in servers that speak HTTP/1.1 alone is refused': {
    spec: {
      web: { server: uwsgi({ app: 'a:b' }), protocol: 'grpc' },
      webs: {
        sync: { server: gunicorn({ app: 'a:b', version: '27.0.1' }), protocol: 'grpc' },
        async: { server: uvicorn({ app: 'a:b' }), protocol: 'grpc' },
      },
    },
    complaints: ['SW2226 web.server', 'SW2226 webs.sync.server', 'SW2226 webs.async.server'],
    says: ['hypercorn() or granian()'],
  },
  'gRPC in servers that speak HTTP/2 is accepted': {
    spec: {
      web: { server: granian({ app: 'a:b' }), protocol: 'grpc' },
      webs: {
        h: { server: hypercorn({ app: 'a:b' }), protocol: 'grpc' },
        u: {
          server: uvicorn({ app: 'a:b', settings: { http: 'zttp', http2: true } }),
          protocol: 'grpc',
        },
        g: {
          server: gunicorn({
            app: 'a:b',
            version: '27.0.1',
            settings: { http2_cleartext: 'prior-knowledge' },
          }),
          protocol: 'grpc',
        },
      },
    },
    silent: ['SW2226', 'SW2227'],
  },
  'a probe may run a command in a worker': {
    spec: {
      workers: {
        mail: {
          command: ['celery'],
          health: {
            liveness: { command: ['celery', 'inspect', 'ping'], period: '60s', timeout: '20s' },
          },
        },
      },
    },
    plan: {
      processes: {
        mail: {
          probes: { liveness: { check: { kind: 'exec' }, periodSeconds: 60, timeoutSeconds: 20 } },
        },
      },
    },
  },
  'a server whose idle connections end before the proxy reuses them is refused': {
    spec: { ...exposed, web: { server: http({ keepAlive: '5s' }), health: '/healthz' } },
    complaints: ['SW2221'],
  },
  'gunicorn keeps idle connections longer than the proxy reuses them': {
    spec: { ...exposed },
    plan: { processes: { web: { server: { keepAlive: { kind: 'keeps', seconds: 75 } } } } },
  },
  'spot nodes vanish sooner than the pod can stop, which is said': {
    spec: {
      ...exposed,
      placement: { spot: true },
      web: { ...web, server: gunicorn({ app: 'a:b' }), requestTimeout: '5m' },
    },
    complaints: ['SW2207'],
  },
  'advice about tasks that run again is not given to requests': {
    spec: () => ({ ...base, web: { ...base.web, requestTimeout: '20m' } }),
    complaints: ['SW2206 web.requestTimeout'],
    says: ['Answer sooner, and let a worker do what takes long'],
  },
};
