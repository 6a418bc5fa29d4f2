// The shop of charts/shop.ts in its production environment, smaller, with the database and the secrets it declares.
import { shop } from '../../../charts/shop.ts';
import { defineService } from '../../../lib/index.ts';
import type { ConfigValue, Service } from '../../../lib/index.ts';
import type { Server } from '../../../lib/model/server.ts';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { shopRepository } from '../images/images.ts';
import type { ShopTag } from '../images/images.ts';
import type { Cluster } from './cluster.ts';
import { synthesised } from './synth.ts';

/** Namespace of the shop's production environment. */
export const shopNamespace = 'shop';

/** What the shop may be run as other than described. */
export interface ShopVariation {
  /** Default: gunicorn, as described. */
  readonly server?: Server;
  /** Default: `shop`. */
  readonly namespace?: string;
  /** Variables beside the described ones. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
}

/** Its objects, with another image and sizes that fit a node of two cores. */
export function shopObjects(
  tag: ShopTag,
  variation: ShopVariation = {},
): readonly KubernetesObject[] {
  return synthesised(smallShop(tag, variation), 'production');
}

/** The shop itself, with another image and sizes that fit a node of two cores. */
export function smallShop(
  tag: ShopTag,
  { server, namespace = shopNamespace, config = {} }: ShopVariation = {},
): Service {
  const { spec } = shop;
  return defineService({
    ...spec,
    image: { repository: shopRepository, tag },
    ...(spec.web === undefined
      ? {}
      : { web: { ...spec.web, ...(server === undefined ? {} : { server }), resources } }),
    ...(spec.migrate === undefined ? {} : { migrate: { ...spec.migrate, resources } }),
    // One worker in the cluster is enough: with another server, the web process is what is looked at.
    workers:
      server === undefined
        ? Object.fromEntries(
            Object.entries(spec.workers ?? {}).map(([name, worker]) => [
              name,
              { ...worker, resources },
            ]),
          )
        : {},
    config: { ...spec.config, ...config },
    environments: { production: { namespace } },
  });
}

/** What a pod of two workers takes on a small node. */
const resources = {
  requests: { cpu: '50m', memory: '128Mi' },
  limits: { memory: '384Mi' },
} as const;

/** A namespace with the secrets that hold the addresses of the shop's database and broker. */
export function secretsOfShop(namespace: string): readonly KubernetesObject[] {
  const secret = (name: string, url: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    stringData: { url },
  });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    secret('shop-db', 'postgresql://shop:shop@postgres.database:5432/shop'),
    // A broker in memory: the worker runs, and waits for tasks that nobody sends.
    secret('shop-redis', 'memory://'),
  ];
}

/** What the description says exists already: the database, and the secrets of the shop's own namespace. */
export function surroundingsOfShop(): readonly KubernetesObject[] {
  const labels = { app: 'postgres' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'database' } },
    ...secretsOfShop(shopNamespace),
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

/** Numbers in the shop's table of orders, and how often each is there. */
export async function storedOrders(cluster: Cluster): Promise<ReadonlyMap<string, number>> {
  const rows = await cluster.kubectl(
    ...['-n', 'database', 'exec', 'deployment/postgres', '--'],
    ...['psql', '-h', '127.0.0.1', '-U', 'shop', '-At', '-c'],
    ...['select number, count(*) from shop_order group by 1', 'shop'],
  );
  return new Map(
    rows
      .trim()
      .split('\n')
      .map((row): [string, number] => [row.split('|')[0] ?? '', Number(row.split('|')[1])]),
  );
}
