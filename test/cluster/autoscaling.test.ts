// The autoscaler with real metrics: up under load, down after it, never to and fro, and no fight with a second apply.
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, isKubernetesObject, textAt, withAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { addressOf, apply, rolledOut, settled } from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import type { LoadOptions } from './harness/load-client.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import type { ServiceUnderTest } from './harness/services.ts';
import { gunicornShop, otherServices, webPods } from './harness/services.ts';
import { surroundingsOfShop } from './harness/shop.ts';
import { failuresOf, underLoad } from './harness/under-load.ts';

/** A server of threads and one of coroutines: what a busy pod of theirs looks like to the autoscaler differs. */
const services = [
  gunicornShop,
  ...otherServices.filter((service) => service.title === 'uvicorn'),
] as const;

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'the autoscaler',
    (cluster) => {
      beforeAll(async () => {
        await apply(cluster(), surroundingsOfShop());
        await rolledOut(cluster(), 'database', 'postgres');
      });

      test.each(services.map((service) => [service.title, service] as const))(
        'scales the shop on %s up under load and down after it, and loses nothing',
        { timeout: 600_000 },
        async (title, service) => {
          await apply(cluster(), [...service.surroundings, ...objects(service)]);
          await settled(cluster(), service.namespace, webPods, 2);
          await until(
            'metrics of the pods',
            110_000,
            async () => (await averageUtilization(cluster(), service)) !== undefined,
          );
          const host = await addressOf(cluster(), service.namespace, service.name);
          const numbers = watchReplicas(cluster(), service);
          try {
            const up = await underLoad(cluster(), [burning(host)], async () => {
              await settled(cluster(), service.namespace, webPods, 4);
              // An apply of the same description leaves the number to the autoscaler.
              await apply(cluster(), objects(service));
              expect(await wanted(cluster(), service)).toBe(4);
            });
            record(title, 'scale-up by the autoscaler, 2 to 4', up);
            expect(failuresOf(up)).toEqual({});
            const down = await underLoad(cluster(), [idling(host)], async () => {
              await settled(cluster(), service.namespace, webPods, 2);
            });
            record(title, 'scale-down by the autoscaler, 4 to 2', down);
            expect(failuresOf(down)).toEqual({});
          } finally {
            await numbers.stop();
          }
          // Once up and once down: neither to and fro.
          const seen = await numbers.stop();
          const turn = seen.indexOf(4);
          expect(seen.slice(0, turn + 1)).toEqual(
            seen.slice(0, turn + 1).toSorted((a, b) => a - b),
          );
          expect(seen.slice(turn)).toEqual(seen.slice(turn).toSorted((a, b) => b - a));
        },
      );
    },
    { metrics: true },
  );
});

/** A service's objects; the autoscaler waits 15 s instead of 300 s before it scales down, so that a test can watch it. */
function objects(service: ServiceUnderTest): readonly KubernetesObject[] {
  return service.objects('1.4.2').map((object) => {
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
  return { ...common(host), name: 'burning', path: '/burn', perSecond: 12 };
}

function idling(host: string): LoadOptions {
  return { ...common(host), name: 'idling', path: '/healthz', perSecond: 4 };
}

function common(host: string) {
  return {
    ...({ host, port: 80, method: 'GET', connections: 'new' } as const),
    timeoutMilliseconds: 10_000,
  };
}

async function averageUtilization(cluster: Cluster, service: ServiceUnderTest): Promise<unknown> {
  const collection = `/apis/autoscaling/v2/namespaces/${service.namespace}/horizontalpodautoscalers`;
  const { body } = await cluster.client.send('GET', `${collection}/${service.name}`);
  return at(body, ...['status', 'currentMetrics', 0, 'resource', 'current', 'averageUtilization']);
}

async function wanted(cluster: Cluster, service: ServiceUnderTest): Promise<number> {
  const path = `/apis/apps/v1/namespaces/${service.namespace}/deployments/${service.name}`;
  const { body } = await cluster.client.send('GET', path);
  const replicas = at(body, 'spec', 'replicas');
  if (typeof replicas !== 'number') throw new Error(`no replicas: ${textAt(body, 'message')}`);
  return replicas;
}

/** The numbers of replicas that were asked for, each as often as it came anew, twice a second. */
function watchReplicas(
  cluster: Cluster,
  service: ServiceUnderTest,
): { readonly stop: () => Promise<readonly number[]> } {
  const seen: number[] = [];
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const now = await wanted(cluster, service);
      if (seen.at(-1) !== now) seen.push(now);
      await wait(500);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return seen;
    },
  };
}
