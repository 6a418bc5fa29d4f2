// The autoscaler with real metrics: it scales up under load and down again, and a second apply does not fight it.
import { beforeAll, describe, expect, test } from 'vitest';
import { at, textAt, withAt, isKubernetesObject } from '../support/kubernetes-object.ts';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { addressOf, apply, rolledOut, settled } from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import type { LoadOptions } from './harness/load-client.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { shopNamespace, shopObjects, surroundingsOfShop } from './harness/shop.ts';
import { failuresOf, underLoad } from './harness/under-load.ts';

const web = 'app.kubernetes.io/component=web';

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'the shop with its autoscaler',
    (cluster) => {
      beforeAll(async () => {
        await apply(cluster(), surroundingsOfShop());
        await rolledOut(cluster(), 'database', 'postgres');
        await apply(cluster(), objects());
        await settled(cluster(), shopNamespace, web, 2);
        await until(
          'metrics of the pods',
          110_000,
          async () => (await averageUtilization(cluster())) !== undefined,
        );
      });

      test(
        'is scaled up under load and down after it, and loses nothing',
        { timeout: 400_000 },
        async () => {
          const host = await addressOf(cluster(), shopNamespace, 'shop-web');
          const up = await underLoad(cluster(), [burning(host)], async () => {
            await until(
              'more than two replicas',
              110_000,
              async () => (await wanted(cluster())) > 2,
            );
            // An apply of the same description leaves the number to the autoscaler.
            const before = await wanted(cluster());
            await apply(cluster(), objects());
            expect(await wanted(cluster())).toBeGreaterThanOrEqual(before);
          });
          record('gunicorn', 'scale-up by the autoscaler', up);
          expect(failuresOf(up)).toEqual({});
          const down = await underLoad(cluster(), [idling(host)], async () => {
            await settled(cluster(), shopNamespace, web, 2);
          });
          record('gunicorn', 'scale-down by the autoscaler', down);
          expect(failuresOf(down)).toEqual({});
        },
      );
    },
    { metrics: true },
  );
});

/** The shop's objects; the autoscaler waits 15 s instead of 300 s before it scales down, so that a test can watch it. */
function objects(): readonly KubernetesObject[] {
  return shopObjects('1.4.2').map((object) => {
    if (object.kind !== 'HorizontalPodAutoscaler') return object;
    const quick = withAt(object, ['spec', 'behavior', 'scaleDown'], {
      stabilizationWindowSeconds: 15,
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    });
    const small = withAt(quick, ['spec', 'maxReplicas'], 4);
    if (!isKubernetesObject(small)) throw new Error('not an object any more');
    return small;
  });
}

function burning(host: string): LoadOptions {
  return {
    ...{
      name: 'burning',
      host,
      port: 80,
      path: '/burn',
      method: 'GET',
      timeoutMilliseconds: 10_000,
    },
    ...{ connections: 'new', perSecond: 12 },
  };
}

function idling(host: string): LoadOptions {
  return {
    ...{
      name: 'idling',
      host,
      port: 80,
      path: '/healthz',
      method: 'GET',
      timeoutMilliseconds: 10_000,
    },
    ...{ connections: 'new', perSecond: 4 },
  };
}

async function autoscaler(cluster: Cluster): Promise<unknown> {
  const path = `/apis/autoscaling/v2/namespaces/${shopNamespace}/horizontalpodautoscalers/shop-web`;
  return (await cluster.client.send('GET', path)).body;
}

async function averageUtilization(cluster: Cluster): Promise<unknown> {
  return at(
    await autoscaler(cluster),
    'status',
    'currentMetrics',
    0,
    'resource',
    'current',
    'averageUtilization',
  );
}

async function wanted(cluster: Cluster): Promise<number> {
  const path = `/apis/apps/v1/namespaces/${shopNamespace}/deployments/shop-web`;
  const { body } = await cluster.client.send('GET', path);
  const replicas = at(body, 'spec', 'replicas');
  if (typeof replicas !== 'number') throw new Error(`no replicas: ${textAt(body, 'message')}`);
  return replicas;
}
