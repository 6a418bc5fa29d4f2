// The shop of charts/shop.ts in its production environment, smaller, with the database and the secrets it declares.
import { shop } from '../../../charts/shop.ts';
import { defineService } from '../../../lib/index.ts';
import type { ConfigValue } from '../../../lib/index.ts';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { shopRepository } from '../images/images.ts';
import type { ShopTag } from '../images/images.ts';
import { synthesised } from './synth.ts';

/** Namespace of the shop's production environment. */
export const shopNamespace = 'shop';

/** Its objects, with another image and sizes that fit a node of two cores; `config` adds variables. */
export function shopObjects(
  tag: ShopTag,
  config: Readonly<Record<string, ConfigValue>> = {},
): readonly KubernetesObject[] {
  const { spec } = shop;
  const resources = {
    requests: { cpu: '50m', memory: '128Mi' },
    limits: { memory: '384Mi' },
  } as const;
  const small = defineService({
    ...spec,
    image: { repository: shopRepository, tag },
    ...(spec.web === undefined ? {} : { web: { ...spec.web, resources } }),
    ...(spec.migrate === undefined ? {} : { migrate: { ...spec.migrate, resources } }),
    workers: Object.fromEntries(
      Object.entries(spec.workers ?? {}).map(([name, worker]) => [name, { ...worker, resources }]),
    ),
    config: { ...spec.config, ...config },
  });
  return synthesised(small, 'production');
}

/** What the description says exists already: the database, and the secrets that hold the addresses. */
export function surroundingsOfShop(): readonly KubernetesObject[] {
  const labels = { app: 'postgres' };
  const secret = (name: string, url: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: shopNamespace },
    stringData: { url },
  });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'database' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: shopNamespace } },
    secret('shop-db', 'postgresql://shop:shop@postgres.database:5432/shop'),
    // A broker in memory: the worker runs, and waits for tasks that nobody sends.
    secret('shop-redis', 'memory://'),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'postgres', namespace: 'database' },
      spec: { selector: labels, ports: [{ port: 5432 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'postgres', namespace: 'database' },
      spec: {
        selector: { matchLabels: labels },
        strategy: { type: 'Recreate' },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'postgres',
                image: 'localhost/slipway/postgres:15',
                imagePullPolicy: 'Never',
                command: [
                  'sh',
                  '-c',
                  'set -e; initdb -D /data/db -U shop -A trust --no-sync >/dev/null;' +
                    ' echo "CREATE DATABASE shop" | postgres --single -D /data/db postgres >/dev/null;' +
                    ' echo "host all all all trust" >> /data/db/pg_hba.conf;' +
                    ' exec postgres -D /data/db -k /data -h 0.0.0.0 -c fsync=off -c max_connections=300',
                ],
                readinessProbe: { tcpSocket: { port: 5432 }, periodSeconds: 1 },
                volumeMounts: [{ name: 'data', mountPath: '/data' }],
              },
            ],
            securityContext: { runAsUser: 10001, fsGroup: 10001 },
            volumes: [{ name: 'data', emptyDir: {} }],
          },
        },
      },
    },
  ];
}

/** How most people begin: a Deployment and a Service, and nothing about how the service starts or stops. */
export function naiveShop(tag: ShopTag): readonly KubernetesObject[] {
  const labels = { app: 'naive' };
  const metadata = { name: 'naive', namespace: 'naive' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'naive' } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ port: 80, targetPort: 8000 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'web',
                image: `${shopRepository}:${tag}`,
                command: [
                  'gunicorn',
                  '--bind=0.0.0.0:8000',
                  '--threads=16',
                  'shop.wsgi:application',
                ],
              },
            ],
          },
        },
      },
    },
  ];
}
