// The services whose changes are measured: one for each kind of server, and what tests have to know of each.
import {
  defineService,
  granian,
  http,
  internal,
  perPod,
  uvicorn,
  uwsgi,
} from '../../../lib/index.ts';
import type { ConfigValue } from '../../../lib/index.ts';
import type { Rollout } from '../../../lib/model/rollout.ts';
import type { Server } from '../../../lib/model/server.ts';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { nginxRepository } from '../images/images.ts';
import { secretsOfShop, shopNamespace, shopObjects } from './shop.ts';
import { synthesised } from './synth.ts';

/** A service with a web process that is asked at its Service. */
export interface ServiceUnderTest {
  /** As its rows in the report are named. */
  readonly title: string;
  readonly namespace: string;
  /** Name of its Deployment, autoscaler and Service. */
  readonly name: string;
  /** What must be there before: its namespace and secrets. */
  readonly surroundings: readonly KubernetesObject[];
  readonly objects: (
    tag: '1.4.2' | '1.4.3',
    config?: Readonly<Record<string, ConfigValue>>,
  ) => readonly KubernetesObject[];
  /** Whether what is posted to it is found in the shop's database. */
  readonly stores: boolean;
}

/** Labels of the pods that answer. */
export const webPods = 'app.kubernetes.io/component=web';

/** The Django shop behind gunicorn, as it is described in charts/shop.ts. */
export const gunicornShop: ServiceUnderTest = {
  title: 'gunicorn',
  namespace: shopNamespace,
  name: 'shop-web',
  surroundings: secretsOfShop(shopNamespace),
  objects: (tag, config = {}) => shopObjects(tag, { config }),
  stores: true,
};

/** The shop behind its other servers, and a server that slipway has no profile for. */
export const otherServices: readonly ServiceUnderTest[] = [
  shopBehind('uwsgi', uwsgi({ app: 'shop.wsgi:application' })),
  shopBehind('uvicorn', uvicorn({ app: 'shop.asgi:application' })),
  shopBehind('granian', granian({ app: 'shop.asgi:application' })),
  {
    title: 'nginx by http()',
    namespace: 'pages',
    name: 'pages-web',
    surroundings: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pages' } }],
    objects: pages,
    stores: false,
  },
];

function shopBehind(title: string, server: Server): ServiceUnderTest {
  const namespace = `shop-${title}`;
  return {
    title,
    namespace,
    name: 'shop-web',
    surroundings: secretsOfShop(namespace),
    objects: (tag, config = {}) => shopObjects(tag, { server, namespace, config }),
    stores: true,
  };
}

const nginxConfiguration = '/etc/pages/nginx.conf';

/**
 * nginx, whose image says that it is stopped by SIGQUIT, and what http() has to be told of it; with `kept`, two pods that
 * keep their names, with a volume each at /data.
 */
export function pages(
  tag: '1.4.2' | '1.4.3',
  config: Readonly<Record<string, ConfigValue>> = {},
  kept?: Rollout,
): readonly KubernetesObject[] {
  return synthesised(
    defineService({
      name: 'pages',
      image: { repository: nginxRepository, tag },
      web: {
        server: http({
          title: 'nginx',
          command: ['nginx', '-c', nginxConfiguration, '-g', 'daemon off;'],
          stopSignal: 'SIGQUIT',
          keepAlive: '75s',
          // It ends when the last request has: how long that takes is the client's affair.
          drainBounded: false,
        }),
        health: '/healthz',
        scale: kept === undefined ? { min: 2, max: 4, cpu: 70 } : 2,
        ...(kept === undefined ? {} : { rollout: kept, mounts: { '/data': 'data' } }),
        resources: { requests: { cpu: '50m', memory: '32Mi' }, limits: { memory: '64Mi' } },
      },
      ...(kept === undefined
        ? {}
        : { volumes: { data: perPod({ size: '1Gi', storageClass: '' }) } }),
      files: { [nginxConfiguration]: nginxConf(tag) },
      config,
      expose: internal(),
      environments: { production: { namespace: 'pages' } },
    }),
    'production',
  );
}

/** What nginx is told; `failing` answers every page with 500 and seems to be well. */
export function nginxConf(tag: string, failing = false): string {
  return `worker_processes 2;
pid /tmp/nginx.pid;
error_log stderr notice;
events { worker_connections 512; }
http {
  access_log off;
  keepalive_timeout 75s;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  server {
    listen 8000;
    default_type text/plain;
    location = /healthz { return 200 "${tag} $hostname healthy\\n"; }
    location = /orders { return 201 "${tag} $hostname created\\n"; }
    # An answer of 2500 bytes at 1000 bytes a second: it takes as long as the shop's slow one.
    location = /slow { limit_rate 1000; return 200 "${tag} $hostname ${'.'.repeat(2500)}\\n"; }
    location / { return ${failing ? 500 : 200} "${tag} $hostname\\n"; }
  }
}
`;
}
