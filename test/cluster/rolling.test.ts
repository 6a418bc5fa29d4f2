// The shop on gunicorn, changed under load in every ordinary way: no request may fail. The naive manifest must lose some.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  addressOf,
  allClients,
  apply,
  evict,
  podsOf,
  rolledOut,
  settled,
} from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { naiveShop, shopNamespace, shopObjects, surroundingsOfShop } from './harness/shop.ts';
import type { Measured } from './harness/under-load.ts';
import { failuresOf, sentBy, underLoad } from './harness/under-load.ts';

const web = 'app.kubernetes.io/component=web';

onACluster('the shop on gunicorn', (cluster) => {
  let address: string;

  beforeAll(async () => {
    await apply(cluster(), surroundingsOfShop());
    await rolledOut(cluster(), 'database', 'postgres');
    await apply(cluster(), shopObjects('1.4.2'));
    await settled(cluster(), shopNamespace, web, 2);
    address = await addressOf(cluster(), shopNamespace, 'shop-web');
  });

  const change = async (title: string, act: () => Promise<void>): Promise<Measured> => {
    const measured = await underLoad(cluster(), allClients(address), act);
    record('gunicorn', title, measured);
    expect(failuresOf(measured)).toEqual({});
    expect(sentBy(measured)).toBeGreaterThan(500);
    return measured;
  };

  test('answers everything while nothing changes', async () => {
    await change('none', async () => undefined);
  });

  test('answers everything during a rolling update', async () => {
    const measured = await change('rolling update', async () => {
      await apply(cluster(), shopObjects('1.4.3'));
      await rolledOut(cluster(), shopNamespace, 'shop-web');
      await settled(cluster(), shopNamespace, web, 2);
    });
    for (const client of measured.clients)
      expect(Object.keys(client.phases.at(-1)?.versions ?? {})).toEqual(['1.4.3']);

    // What was answered was also done: every accepted number is in the database, once.
    const accepted = measured.clients.flatMap((client) => client.accepted);
    const stored = await storedOrders(cluster());
    expect(accepted.length).toBeGreaterThan(50);
    expect(accepted.filter((number) => stored.get(number) !== 1)).toEqual([]);
  });

  test.runIf(fullRun)('answers everything while its configuration changes', async () => {
    await change('config change', async () => {
      await apply(cluster(), shopObjects('1.4.3', { SHOP_BANNER: 'open' }));
      await rolledOut(cluster(), shopNamespace, 'shop-web');
      await settled(cluster(), shopNamespace, web, 2);
    });
  });

  test('answers everything while its pods are evicted one after the other', async () => {
    const before = await podsOf(cluster(), shopNamespace, web);
    let refusals = 0;
    await change('eviction of every pod', async () => {
      for (const pod of before) refusals += await evict(cluster(), shopNamespace, pod.name);
      await settled(cluster(), shopNamespace, web, 2);
    });
    // The budget was in force: the second pod had to wait for the first one's successor.
    expect(refusals).toBeGreaterThan(0);
  });

  test('answers everything while it is scaled up and down', async () => {
    // The autoscaler waits five minutes before it scales down; how it decides is a test of its own.
    await cluster().kubectl('-n', shopNamespace, 'delete', 'hpa', 'shop-web');
    await change('scale 2, 4, 2', async () => {
      for (const replicas of [4, 2]) {
        await cluster().kubectl(
          ...['-n', shopNamespace, 'scale', 'deployment/shop-web', `--replicas=${replicas}`],
        );
        await settled(cluster(), shopNamespace, web, replicas);
      }
    });
  });
});

describe('negative control', () => {
  onACluster('a Deployment that says nothing about starting and stopping', (cluster) => {
    test('loses requests during a rolling update', async () => {
      await apply(cluster(), naiveShop('1.4.2'));
      await rolledOut(cluster(), 'naive', 'naive');
      const address = await addressOf(cluster(), 'naive', 'naive');
      const clients = allClients(address).filter((client) => client.method === 'GET');
      const measured = await underLoad(cluster(), clients, async () => {
        await apply(cluster(), naiveShop('1.4.3'));
        await rolledOut(cluster(), 'naive', 'naive');
      });
      record('naive gunicorn', 'rolling update', measured);
      // Before the change it may fail too: without a readiness probe nobody knows whether it listens yet.
      const lost = measured.clients
        .flatMap((client) => client.failures)
        .filter((failure) => failure.phase !== 'before');
      expect(lost.length).toBeGreaterThan(0);
    });
  });
});

/** Numbers in the shop's table of orders, and how often each is there. */
async function storedOrders(cluster: Cluster): Promise<ReadonlyMap<string, number>> {
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
