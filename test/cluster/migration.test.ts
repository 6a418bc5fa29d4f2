// What a migration does to a service: pods wait for it, an upgrade loses nothing, and one that fails changes nothing.
import { beforeAll, expect, test } from 'vitest';
import { listAt, textAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { addressOf, allClients, apply, podsOf, rolledOut, settled } from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import { onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { shopNamespace, shopObjects, surroundingsOfShop } from './harness/shop.ts';
import { failuresOf, underLoad } from './harness/under-load.ts';

const web = 'app.kubernetes.io/component=web';
const migration = 'app.kubernetes.io/component=migrate';

onACluster('a shop with a database', (cluster) => {
  beforeAll(async () => {
    await apply(cluster(), surroundingsOfShop());
    await rolledOut(cluster(), 'database', 'postgres');
  });

  test('is installed by one apply: its pods wait for the migration, and it serves', async () => {
    await apply(cluster(), shopObjects('1.4.2'));
    await settled(cluster(), shopNamespace, web, 2);
    const migrated = await endOf(cluster(), migration);
    const started = await startOf(cluster(), web);
    expect(started - migrated).toBeGreaterThanOrEqual(0);
  });

  test('is upgraded under load: new pods wait for the new migration, and nothing is lost', async () => {
    const address = await addressOf(cluster(), shopNamespace, 'shop-web');
    const measured = await underLoad(cluster(), allClients(address), async () => {
      await apply(cluster(), shopObjects('1.5.0'));
      await rolledOut(cluster(), shopNamespace, 'shop-web');
      await settled(cluster(), shopNamespace, web, 2);
    });
    record('gunicorn', 'upgrade with a migration of 5 s', measured);
    expect(failuresOf(measured)).toEqual({});
    for (const client of measured.clients)
      expect(Object.keys(client.phases.at(-1)?.versions ?? {})).toEqual(['1.5.0']);
  });

  test('goes on serving its old version when a migration fails', async () => {
    const address = await addressOf(cluster(), shopNamespace, 'shop-web');
    const measured = await underLoad(cluster(), allClients(address), async () => {
      await apply(cluster(), shopObjects('1.6.0-broken'));
      await until('the migration to fail', 60_000, async () => {
        const { body } = await cluster().client.send(
          'GET',
          `/apis/batch/v1/namespaces/${shopNamespace}/jobs?labelSelector=${migration}`,
        );
        return listAt(body, 'items').some((job) =>
          listAt(job, 'status', 'conditions').some(
            (condition) => textAt(condition, 'type') === 'Failed',
          ),
        );
      });
    });
    record('gunicorn', 'upgrade with a migration that fails', measured);
    expect(failuresOf(measured)).toEqual({});
    for (const client of measured.clients)
      expect(Object.keys(client.phases.at(-1)?.versions ?? {})).toEqual(['1.5.0']);
    const pods = await podsOf(cluster(), shopNamespace, web);
    expect(pods.filter((pod) => pod.ready).map((pod) => pod.image)).toEqual([
      expect.stringContaining(':1.5.0'),
      expect.stringContaining(':1.5.0'),
    ]);
  });
});

/** When the last container of the pods ended, in milliseconds. */
async function endOf(cluster: Cluster, selector: string): Promise<number> {
  const times = await containerTimes(cluster, selector, 'terminated', 'finishedAt');
  return Math.max(...times);
}

/** When the first application container of the pods was started, in milliseconds. */
async function startOf(cluster: Cluster, selector: string): Promise<number> {
  const times = await containerTimes(cluster, selector, 'running', 'startedAt');
  return Math.min(...times);
}

async function containerTimes(
  cluster: Cluster,
  selector: string,
  state: string,
  field: string,
): Promise<readonly number[]> {
  const { body } = await cluster.client.send(
    'GET',
    `/api/v1/namespaces/${shopNamespace}/pods?labelSelector=${encodeURIComponent(selector)}`,
  );
  return listAt(body, 'items')
    .flatMap((pod) => listAt(pod, 'status', 'containerStatuses'))
    .map((status) => textAt(status, 'state', state, field))
    .flatMap((time) => (time === undefined ? [] : [Date.parse(time)]));
}
