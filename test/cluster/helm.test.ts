// The shop by its chart, as users of Helm 3 and of Helm 4 run it: every change under load, with an autoscaler that has scaled meanwhile.
import { beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, textAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { addressOf, allClients, answeredBy, apply, rolledOut, settled } from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import { type ShopChart, shopChart } from './harness/helm.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { shopNamespace, surroundingsOfShop } from './harness/shop.ts';
import { failuresOf, underLoad } from './harness/under-load.ts';

/** A release named after the service has the names of the plain manifests. */
const release = 'shop';
const other = 'second';
const webOf = (name: string): string =>
  `app.kubernetes.io/instance=${name},app.kubernetes.io/component=web`;

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'the shop by Helm 3, then by Helm 4',
    (cluster) => {
      let chart: ShopChart;
      beforeAll(async () => {
        await surrounded(cluster());
        chart = shopChart(cluster());
      });

      test('is installed at once: the migration comes first, and helm test is answered', async () => {
        await chart.install('helm-3', release, { tag: '1.4.2' });
        await settled(cluster(), shopNamespace, webOf(release), 2);
        expect(await jobs(cluster())).toEqual([]);
        expect(await chart.helm('helm-3', 'test', release)).toMatch(/Phase:\s+Succeeded/);
      });

      test('is upgraded with a migration and scaled by its autoscaler: nothing is lost', async () => {
        await lossless(cluster(), 'Helm 3, upgrade with a migration', async () => {
          await chart.upgrade('helm-3', release, { tag: '1.5.0', minReplicas: 3 });
          await settled(cluster(), shopNamespace, webOf(release), 3);
        });
        expect(await jobs(cluster())).toEqual([]);
      });

      test('is rolled back, and the number of pods stays what the autoscaler made it', async () => {
        await lossless(cluster(), 'Helm 3, rollback', async () => {
          await chart.helm('helm-3', 'rollback', release, '1', '--wait', '--timeout', '240s');
          await answeredBy(cluster(), await webAddress(cluster(), release), '1.4.2');
        });
        expect(await replicas(cluster(), release)).toBe(3);
      });

      test('is taken over by Helm 4 with server-side apply, without a conflict', async () => {
        await lossless(cluster(), 'upgrade from Helm 3 to Helm 4', async () => {
          await chart.upgrade('helm-4', release, { tag: '1.4.3' }, '--server-side=true');
          await answeredBy(cluster(), await webAddress(cluster(), release), '1.4.3');
        });
        expect(await replicas(cluster(), release)).toBe(3);
        expect(await appliersOf(cluster(), release)).toContain('helm Apply');
      });

      test('is uninstalled, and leaves nothing of its own', async () => {
        await chart.helm('helm-4', 'uninstall', release, '--wait');
        await gone(cluster(), release);
      });
    },
    { tools: ['helm-3', 'helm-4'], images: ['postgres', 'shop', 'busybox'] },
  );

  onACluster(
    'two releases of the shop by Helm 4',
    (cluster) => {
      let chart: ShopChart;
      beforeAll(async () => {
        await surrounded(cluster());
        chart = shopChart(cluster());
      });

      test('stand side by side in one namespace, each with pods of its own', async () => {
        await chart.install('helm-4', release, { tag: '1.4.2' });
        await chart.install('helm-4', other, { tag: '1.4.3', minReplicas: 1 });
        await settled(cluster(), shopNamespace, webOf(release), 2);
        await settled(cluster(), shopNamespace, webOf(other), 1);
        await answeredBy(cluster(), await webAddress(cluster(), release), '1.4.2');
        await answeredBy(cluster(), await webAddress(cluster(), other), '1.4.3');
        expect(await chart.helm('helm-4', 'test', other)).toMatch(/Phase:\s+Succeeded/);
      });

      test('goes on serving its old version when the migration of an upgrade fails', async () => {
        await lossless(cluster(), 'Helm 4, upgrade whose migration fails', async () => {
          const ended = await chart.tryUpgrade('helm-4', release, { tag: '1.6.0-broken' });
          expect(ended.code).not.toBe(0);
          expect(ended.stderr).toContain('pre-upgrade hooks failed');
        });
        await answeredBy(cluster(), await webAddress(cluster(), release), '1.4.2');
      });

      test('is upgraded and scaled by its autoscaler without a conflict: nothing is lost', async () => {
        await lossless(cluster(), 'Helm 4, upgrade', async () => {
          await chart.upgrade('helm-4', release, { tag: '1.4.3', minReplicas: 3 });
          await settled(cluster(), shopNamespace, webOf(release), 3);
        });
        await chart.upgrade('helm-4', release, { tag: '1.4.3' });
        expect(await replicas(cluster(), release)).toBe(3);
      });

      test('is rolled back, and then goes without a trace while the other release serves', async () => {
        await lossless(cluster(), 'Helm 4, rollback', async () => {
          await chart.helm('helm-4', 'rollback', release, '1', '--wait', '--timeout', '240s');
          await answeredBy(cluster(), await webAddress(cluster(), release), '1.4.2');
        });
        expect(await replicas(cluster(), release)).toBe(3);
        await chart.helm('helm-4', 'uninstall', release, '--wait');
        await gone(cluster(), release);
        await answeredBy(cluster(), await webAddress(cluster(), other), '1.4.3');
      });
    },
    { tools: ['helm-4'], images: ['postgres', 'shop', 'busybox'] },
  );
});

/** The namespace with its secrets, and the database. */
async function surrounded(cluster: Cluster): Promise<void> {
  await apply(cluster, surroundingsOfShop());
  await rolledOut(cluster, 'database', 'postgres');
}

/** Makes a change of the release named after the service while all kinds of clients ask it. */
async function lossless(
  cluster: Cluster,
  title: string,
  change: () => Promise<void>,
): Promise<void> {
  const address = await webAddress(cluster, release);
  const measured = await underLoad(cluster, allClients(address), change);
  record('the chart', title, measured);
  expect(failuresOf(measured)).toEqual({});
}

function webAddress(cluster: Cluster, name: string): Promise<string> {
  return addressOf(cluster, shopNamespace, `${prefixOf(name)}-web`);
}

/** How names of a release's objects begin. */
function prefixOf(name: string): string {
  return name === release ? 'shop' : `${name}-shop`;
}

function deployment(name: string): string {
  return `/apis/apps/v1/namespaces/${shopNamespace}/deployments/${prefixOf(name)}-web`;
}

async function replicas(cluster: Cluster, name: string): Promise<unknown> {
  const { body } = await cluster.client.send('GET', deployment(name));
  return at(body, 'spec', 'replicas');
}

/** Who manages fields of the web Deployment, and how. */
async function appliersOf(cluster: Cluster, name: string): Promise<readonly string[]> {
  const { body } = await cluster.client.send('GET', deployment(name));
  return listAt(body, 'metadata', 'managedFields').map(
    (entry) => `${textAt(entry, 'manager')} ${textAt(entry, 'operation')}`,
  );
}

/** Names of Jobs in the shop's namespace that no CronJob made. */
async function jobs(cluster: Cluster): Promise<readonly string[]> {
  const { body } = await cluster.client.send(
    'GET',
    `/apis/batch/v1/namespaces/${shopNamespace}/jobs`,
  );
  return listAt(body, 'items')
    .filter((job) => listAt(job, 'metadata', 'ownerReferences').length === 0)
    .map((job) => textAt(job, 'metadata', 'name') ?? '');
}

/** Waits until nothing is left of a release; pods take their grace period. */
async function gone(cluster: Cluster, name: string): Promise<void> {
  const kinds =
    'deployments,services,configmaps,serviceaccounts,networkpolicies,ingresses,hpa,pdb,cronjobs,jobs,pods';
  const chosen = ['--selector', `app.kubernetes.io/instance=${name}`, '-o', 'name'];
  let seen = '';
  await until(
    `nothing of ${name}`,
    90_000,
    async () => {
      seen = await cluster.kubectl('-n', shopNamespace, 'get', kinds, ...chosen);
      return seen.trim() === '';
    },
    () => `(there was: ${seen})`,
  );
}
