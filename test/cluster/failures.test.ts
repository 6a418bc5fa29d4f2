// What nobody announces: a killed container, a worker that crashes or takes too much memory, a pod removed by force. Requests
// are lost then, whatever a manifest says; how many and for how long is bounded here, and stands in the report.
import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/supervise.ts';
import type { ContainerStatus } from './harness/actions.ts';
import {
  addressOf,
  allClients,
  apply,
  ask,
  containerStatuses,
  podsOf,
  rolledOut,
  settled,
} from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { webPods } from './harness/services.ts';
import { shopNamespace, shopObjects, surroundingsOfShop } from './harness/shop.ts';
import { failuresOf, lossOf, sentBy, underLoad } from './harness/under-load.ts';

interface Failure {
  readonly title: string;
  readonly happens: (cluster: Cluster, address: string) => Promise<void>;
  /** The largest share of the requests sent that may be lost. */
  readonly lostShare: number;
  /** From the first lost request to the last one. */
  readonly lossSeconds: number;
}

// A dead container is found by the kubelet within a second (PLEG, kubelet/kubelet.go genericPlegRelistPeriod, 1.37), then
// leaves the endpoints; until the rules of every node follow, half of the requests meet it. The seconds are generous.
const failures: readonly Failure[] = [
  {
    title: 'a container is killed by SIGKILL',
    happens: async (cluster) => {
      const { id, restarts } = await firstContainer(cluster);
      await cluster.exec(['ctr', '-n', 'k8s.io', 'tasks', 'kill', '--signal', 'SIGKILL', id]);
      await until(
        'the container to be started again',
        60_000,
        async () => (await firstContainer(cluster)).restarts > restarts,
      );
    },
    lostShare: 0.2,
    lossSeconds: 20,
  },
  {
    title: 'a worker process crashes',
    happens: async (cluster, address) => {
      await expect(ask(cluster, address, '/crash')).rejects.toThrow('fetch failed');
    },
    lostShare: 0.03,
    lossSeconds: 10,
  },
  {
    title: 'a worker takes more memory than the container may have',
    happens: async (cluster, address) => {
      await expect(ask(cluster, address, '/fill')).rejects.toThrow('fetch failed');
    },
    lostShare: 0.2,
    lossSeconds: 20,
  },
  {
    title: 'a pod is removed by force',
    happens: async (cluster) => {
      const [first] = await podsOf(cluster, shopNamespace, webPods);
      if (first === undefined) throw new Error('no pod to remove');
      await cluster.kubectl(
        ...['-n', shopNamespace, 'delete', 'pod', first.name, '--force', '--grace-period=0'],
      );
    },
    lostShare: 0.2,
    lossSeconds: 20,
  },
];

describe.runIf(fullRun)('in a full run', () => {
  onACluster('the shop on gunicorn', (cluster) => {
    beforeAll(async () => {
      await apply(cluster(), surroundingsOfShop());
      await rolledOut(cluster(), 'database', 'postgres');
      await apply(cluster(), shopObjects('1.4.2'));
      await settled(cluster(), shopNamespace, webPods, 2);
    });

    test.each(failures.map((failure) => [failure.title, failure] as const))(
      'loses few requests and for a short time when %s',
      async (title, failure) => {
        const address = await addressOf(cluster(), shopNamespace, 'shop-web');
        const measured = await underLoad(cluster(), allClients(address), async () => {
          await failure.happens(cluster(), address);
          await settled(cluster(), shopNamespace, webPods, 2);
        });
        record('gunicorn', title, measured);
        const { lost, seconds } = lossOf(measured);
        expect(lost).toBeLessThanOrEqual(sentBy(measured) * failure.lostShare);
        expect(seconds).toBeLessThanOrEqual(failure.lossSeconds);
        // It is over: a second look, without a failure, loses nothing.
        const calm = await underLoad(cluster(), allClients(address), async () => undefined);
        expect(failuresOf(calm)).toEqual({});
      },
    );
  });
});

/** The application container of the first pod by name. */
async function firstContainer(cluster: Cluster): Promise<ContainerStatus> {
  const [first] = await containerStatuses(cluster, shopNamespace, webPods);
  if (first === undefined) throw new Error('no pod runs');
  return first;
}
