// The shop on gunicorn, changed under load in every ordinary way: no request may fail. The naive manifest must lose some.
import { beforeAll, describe, expect, test } from 'vitest';
import { addressOf, allClients, apply, rolledOut } from './harness/actions.ts';
import { changesUnderLoad } from './harness/changes.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { gunicornShop } from './harness/services.ts';
import { naiveShop, surroundingsOfShop } from './harness/shop.ts';
import { underLoad } from './harness/under-load.ts';

onACluster('the shop on gunicorn', (cluster) => {
  beforeAll(async () => {
    await apply(cluster(), surroundingsOfShop());
    await rolledOut(cluster(), 'database', 'postgres');
  });

  changesUnderLoad(cluster, gunicornShop, [
    'none',
    'rolling update',
    ...(fullRun ? (['config change'] as const) : []),
    'eviction',
    'scale',
  ]);

  describe('beside it, a Deployment that says nothing about starting and stopping', () => {
    test('loses requests during a rolling update: the harness sees losses', async () => {
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
