/** Golden cases of how a service is reached. */

import {
  canary,
  gateway,
  gunicorn,
  http,
  internal,
  loadBalancer,
  nginxIngress,
  undecided,
} from '../../lib/index.ts';
import { base, containing, partly, type Cases } from './case.ts';

const web = base.web;
const tls = { issuer: 'letsencrypt' };

/** Exposure. */
export const exposureCases: Cases = {
  'one host by TLS from an issuer': {
    spec: { expose: nginxIngress({ host: 'app.example.com', tls }) },
    objects: {
      ingress: {
        metadata: { annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' } },
        spec: {
          ingressClassName: 'nginx',
          tls: [{ hosts: ['app.example.com'], secretName: 'app-tls' }],
        },
      },
    },
  },
  'a certificate that exists must be there': {
    spec: { expose: nginxIngress({ host: 'app.example.com', tls: { secretName: 'wildcard' } }) },
    objects: {
      ingress: { spec: { tls: [{ hosts: ['app.example.com'], secretName: 'wildcard' }] } },
    },
    plan: { secrets: [partly({ name: 'wildcard' })] },
  },
  'a large upload is let through': {
    spec: { expose: nginxIngress({ host: 'app.example.com', tls, maxBodySize: '50Mi' }) },
    objects: {
      ingress: { metadata: { annotations: { 'nginx.org/client-max-body-size': '50m' } } },
    },
  },
  'the retired controller is a warning that names a way out': {
    spec: { expose: nginxIngress({ controller: 'ingress-nginx', host: 'app.example.com', tls }) },
    complaints: ['SW2115'],
    objects: {
      ingress: {
        metadata: { annotations: { 'nginx.ingress.kubernetes.io/proxy-read-timeout': '36' } },
      },
    },
  },
  'the way out of the retired controller can say what is used: a session bound by a cookie': {
    spec: {
      expose: nginxIngress({
        ...{ controller: 'ingress-nginx', host: 'app.example.com', tls },
        stickySessions: true,
      }),
    },
    complaints: ['SW2115'],
    says: [
      "Use nginxIngress() (F5 NGINX Ingress Controller), or nginxIngress({ resource: 'virtualServer' }) (F5 VirtualServer): the",
    ],
  },
  'the way out of the retired controller can say what is used: weights beside a bound session': {
    spec: {
      expose: nginxIngress({
        ...{ controller: 'ingress-nginx', host: 'app.example.com', tls },
        stickySessions: true,
      }),
      rollout: canary({ steps: [10] }),
    },
    complaints: ['SW2115'],
    says: ["Use nginxIngress({ resource: 'virtualServer' }) (F5 VirtualServer): the"],
  },
  'where nothing can take over from the retired controller it is said what each lacks': {
    spec: {
      expose: nginxIngress({
        ...{ controller: 'ingress-nginx', host: 'app.example.com', tls },
        auth: {
          kind: 'external',
          url: 'https://auth.example.com/check',
          responseHeaders: ['X-User'],
        },
      }),
    },
    complaints: ['SW2115'],
    says: ['(F5 VirtualServer) lacks `auth.external.responseHeaders`; gateway()'],
  },
  'paths go to different processes': {
    spec: {
      webs: { api: { server: gunicorn({ app: 'api:app' }), port: 9000, health: '/' } },
      expose: nginxIngress({
        host: 'app.example.com',
        tls,
        paths: [{ path: '/' }, { path: '/api', process: 'api' }],
      }),
    },
    objects: { ingress: { spec: { rules: [partly({ host: 'app.example.com' })] } } },
  },
  'a load balancer opens the way to the process it names, and to no other': {
    spec: {
      webs: {
        admin: { server: gunicorn({ app: 'api:app' }), port: 9000, health: '/' },
        api: { server: gunicorn({ app: 'api:app' }), port: 9001, health: '/' },
      },
      expose: loadBalancer({ process: 'api' }),
    },
    // Nobody leads to the others.
    complaints: ['SW2155 web', 'SW2155 webs.admin'],
    objects: {
      'network-policy/app-api': {
        spec: { ingress: [partly({ from: containing({ ipBlock: { cidr: '0.0.0.0/0' } }) })] },
      },
    },
    absent: ['network-policy/app-admin'],
  },
  'a path to a process that does not exist is refused': {
    spec: {
      expose: nginxIngress({
        host: 'app.example.com',
        tls,
        paths: [{ path: '/x', process: 'apii' }],
      }),
    },
    complaints: ['SW2109'],
  },
  'two paths that are the same are refused': {
    spec: {
      expose: nginxIngress({ host: 'app.example.com', tls, paths: [{ path: '/' }, { path: '/' }] }),
    },
    complaints: ['SW2107'],
  },
  'a host that nobody decided is refused for its environment': {
    spec: { expose: nginxIngress({ host: undecided('marketing picks it'), tls }) },
    complaints: ['SW2101'],
    says: ['marketing picks it'],
  },
  'no TLS in public is a warning': {
    spec: { expose: nginxIngress({ host: 'app.example.com' }) },
    complaints: ['SW2114'],
  },
  'a proxy that gives up before the process is refused': {
    spec: { expose: nginxIngress({ host: 'app.example.com', tls, timeouts: { read: '10s' } }) },
    complaints: ['SW2112'],
  },
  'an environment changes the host and nothing else': {
    spec: {
      expose: nginxIngress({ host: 'app.example.com', tls, maxBodySize: '5Mi' }),
      environments: { staging: { expose: { host: 'staging.example.com' } } },
    },
    objects: {
      ingress: {
        metadata: { annotations: { 'nginx.org/client-max-body-size': '5m' } },
        spec: { rules: [partly({ host: 'staging.example.com' })] },
      },
    },
  },
  'an environment of another kind of exposure replaces it whole': {
    spec: {
      expose: nginxIngress({ host: 'app.example.com', tls }),
      environments: { dev: { expose: internal() } },
    },
    absent: ['ingress'],
  },
  'an environment may drop the exposure': {
    spec: {
      expose: nginxIngress({ host: 'app.example.com', tls }),
      environments: { dev: { expose: null } },
    },
    complaints: ['SW2155 web'],
    absent: ['ingress'],
  },
  'a Gateway of the platform gets a route': {
    spec: {
      expose: gateway({ host: 'app.example.com', gateway: { name: 'public', namespace: 'gw' } }),
    },
    objects: {
      'http-route': {
        spec: {
          parentRefs: [partly({ name: 'public', namespace: 'gw' })],
          hostnames: ['app.example.com'],
        },
      },
    },
  },
  'what portable routes cannot say is refused with the dialects that can': {
    spec: {
      expose: gateway({ host: 'app.example.com', gateway: { name: 'public' }, maxBodySize: '5Mi' }),
    },
    complaints: ['SW2110'],
  },
  'inside the cluster there is a Service and a policy, and no route': {
    spec: { expose: internal() },
    absent: ['ingress', 'http-route'],
  },
  'a web process nobody can reach is a warning': { spec: {}, complaints: ['SW2155 web'] },
  'an exposure without a web process is refused': {
    spec: () => ({
      name: 'app',
      image: base.image,
      workers: { mail: { command: ['x'] } },
      expose: internal(),
    }),
    complaints: ['SW2156 expose'],
  },
  'websockets get an hour of silence': {
    spec: {
      web: { ...web, server: http({ keepAlive: '90s' }), protocol: 'websocket' },
      expose: nginxIngress({ host: 'app.example.com', tls }),
    },
    objects: {
      ingress: {
        metadata: {
          annotations: {
            'nginx.org/websocket-services': 'app-web',
            'nginx.org/proxy-read-timeout': '3600s',
          },
        },
      },
    },
  },
  'an annotation of another controller does nothing, which is refused': {
    spec: {
      expose: nginxIngress({
        host: 'app.example.com',
        tls,
        annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '5m' },
      }),
    },
    complaints: ['SW2120'],
  },
  'a snippet needs consent': {
    spec: {
      expose: nginxIngress({
        host: 'app.example.com',
        tls,
        annotations: { 'nginx.org/server-snippets': 'return 200;' },
      }),
    },
    complaints: ['SW2121'],
  },
  'a tenth of the requests become spans, by a policy of NGINX Gateway Fabric': {
    spec: {
      expose: gateway({
        host: 'app.example.com',
        gateway: { name: 'public', namespace: 'gateways' },
        implementation: 'ngf',
        tracing: { sample: 10, spanName: 'app', attributes: { team: 'a' } },
      }),
    },
    objects: {
      'observability-policy': {
        apiVersion: 'gateway.nginx.org/v1alpha2',
        metadata: { name: 'app-tracing' },
        spec: {
          targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'app' }],
          tracing: {
            strategy: 'ratio',
            ratio: 10,
            context: 'propagate',
            spanName: 'app',
            spanAttributes: [{ key: 'team', value: 'a' }],
          },
        },
      },
    },
  },
  'requests that the caller traces are traced on': {
    spec: {
      expose: gateway({
        host: 'app.example.com',
        gateway: { name: 'public', namespace: 'gateways' },
        implementation: 'ngf',
        tracing: {},
      }),
    },
    objects: {
      'observability-policy': { spec: { tracing: { strategy: 'parent', context: 'propagate' } } },
    },
  },
  'no span ever comes: the Gateway API has no words for tracing': {
    spec: {
      expose: gateway({
        host: 'app.example.com',
        gateway: { name: 'public', namespace: 'gateways' },
        tracing: { sample: 10 },
      }),
    },
    complaints: ['SW2111 expose.tracing'],
  },
  'nginx would read a variable in the name of a span': {
    spec: {
      expose: gateway({
        host: 'app.example.com',
        gateway: { name: 'public', namespace: 'gateways' },
        implementation: 'ngf',
        tracing: { spanName: 'app-$request_id', sample: 101 },
      }),
    },
    complaints: ['SW1001 expose.tracing.spanName', 'SW1001 expose.tracing.sample'],
  },
};
