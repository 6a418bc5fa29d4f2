// `kubectl drain` of a node of two, as an upgrade of the machines does it: pods move to the other node, and nothing is lost.
import { beforeAll, describe, expect, test } from 'vitest';
import { listAt, textAt } from '../support/kubernetes-object.ts';
import { addressOf, allClients, apply, rolledOut, settled } from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { webPods } from './harness/services.ts';
import { shopNamespace, shopObjects, surroundingsOfShop } from './harness/shop.ts';
import { failuresOf, underLoad } from './harness/under-load.ts';

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'the shop on two nodes',
    (cluster) => {
      // The database stays where the load comes from, and both pods run on the node that goes: the worst case.
      beforeAll(async () => {
        const [first = '', second = ''] = cluster().nodes;
        await cluster().kubectl('cordon', second);
        await apply(cluster(), surroundingsOfShop());
        await rolledOut(cluster(), 'database', 'postgres');
        await cluster().kubectl('uncordon', second);
        await cluster().kubectl('cordon', first);
        await apply(cluster(), shopObjects('1.4.2'));
        await settled(cluster(), shopNamespace, webPods, 2);
        await cluster().kubectl('uncordon', first);
        expect(await nodesOfPods(cluster())).toEqual([second, second]);
      });

      test('answers everything while a node is drained, and while it comes back', async () => {
        const [first = '', second = ''] = cluster().nodes;
        const address = await addressOf(cluster(), shopNamespace, 'shop-web');
        const drained = await underLoad(cluster(), allClients(address), async () => {
          await cluster().kubectl(
            ...['drain', second, '--ignore-daemonsets', '--delete-emptydir-data'],
            '--timeout=180s',
          );
          await settled(cluster(), shopNamespace, webPods, 2);
        });
        record('gunicorn', 'drain of one node of two', drained);
        expect(failuresOf(drained)).toEqual({});
        expect(await nodesOfPods(cluster())).toEqual([first, first]);

        const back = await underLoad(cluster(), allClients(address), async () => {
          await cluster().kubectl('uncordon', second);
          await apply(cluster(), shopObjects('1.4.3'));
          await rolledOut(cluster(), shopNamespace, 'shop-web');
          await settled(cluster(), shopNamespace, webPods, 2);
        });
        record('gunicorn', 'rolling update onto a node that came back', back);
        expect(failuresOf(back)).toEqual({});
      });
    },
    { nodes: 2 },
  );
});

async function nodesOfPods(cluster: Cluster): Promise<readonly (string | undefined)[]> {
  const selector = encodeURIComponent(webPods);
  const { body } = await cluster.client.send(
    'GET',
    `/api/v1/namespaces/${shopNamespace}/pods?labelSelector=${selector}`,
  );
  return listAt(body, 'items').map((pod) => textAt(pod, 'spec', 'nodeName'));
}
