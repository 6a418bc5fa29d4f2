// Each protection the product adds is taken away in turn: the loss, or the time it takes to stop, must show it.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, isKubernetesObject, listAt, withAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { addressOf, allClients, apply, podsOf, rolledOut, settled } from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import type { Failure, LoadOptions } from './harness/load-client.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { shopNamespace, shopObjects, surroundingsOfShop } from './harness/shop.ts';
import { underLoad } from './harness/under-load.ts';
import type { ShopTag } from './images/images.ts';

const web = 'app.kubernetes.io/component=web';
const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;

type Change = (deployment: unknown) => unknown;

interface Mutant {
  readonly change: Change;
  /** The load that shows it. */
  readonly clients: (host: string) => readonly LoadOptions[];
}

/** Protections whose absence loses requests. */
const losing: Readonly<Record<string, Mutant>> = {
  'no wait before the server is told to stop': {
    change: (deployment) => withAt(deployment, [...container, 'lifecycle'], undefined),
    // Between the signal and the last packet that still finds the pod lie some 40 ms: many connections are needed.
    clients: (host) => [client(host, { name: 'new', perSecond: 150 })],
  },
  'traffic before the server listens': {
    change: (deployment) =>
      [
        [...container, 'readinessProbe'],
        [...container, 'startupProbe'],
        ['spec', 'minReadySeconds'],
      ].reduce((changed: unknown, path) => withAt(changed, path, undefined), deployment),
    clients: allClients,
  },
  'less time to stop than requests take': {
    change: (deployment) =>
      withAt(
        withAt(deployment, [...container, 'lifecycle', 'preStop', 'sleep', 'seconds'], 1),
        [...pod, 'terminationGracePeriodSeconds'],
        2,
      ),
    // The kubelet leaves 2 s after a preStop hook in any case (kuberuntime_container.go, minimumGracePeriodInSeconds):
    // requests have to take much longer than that.
    clients: (host) => [client(host, { name: 'slow', perSecond: 3, path: '/slow?seconds=8' })],
  },
};

function client(host: string, options: Partial<LoadOptions>): LoadOptions {
  return {
    ...{ name: 'new', host, port: 80, path: '/', method: 'GET', connections: 'new' },
    ...{ perSecond: 40, timeoutMilliseconds: 20_000 },
    ...options,
  };
}

/** Losses are a matter of chance; a mutant that loses nothing in so many rollouts goes unnoticed. */
const rollouts = 4;

describe.runIf(fullRun)('in a full run', () => {
  onACluster('the shop without one of its protections', (cluster) => {
    beforeAll(async () => {
      await apply(cluster(), surroundingsOfShop());
      await rolledOut(cluster(), 'database', 'postgres');
      await apply(cluster(), shopObjects('1.4.2'));
      await settled(cluster(), shopNamespace, web, 2);
    });

    afterEach(async () => {
      await cluster().kubectl(
        '-n',
        shopNamespace,
        'delete',
        'deployment',
        'shop-web',
        '--timeout=60s',
      );
      await until(
        'the pods to be gone',
        90_000,
        async () => (await podsOf(cluster(), shopNamespace, web)).length === 0,
      );
    });

    test.each(Object.entries(losing))(
      'loses requests with %s',
      { timeout: 600_000 },
      async (title, mutant) => {
        await start(cluster(), '1.4.2', mutant.change);
        const host = await addressOf(cluster(), shopNamespace, 'shop-web');
        const lost: Failure[] = [];
        for (let rollout = 0; rollout < rollouts && lost.length === 0; rollout++) {
          const measured = await underLoad(cluster(), mutant.clients(host), async () => {
            await apply(cluster(), mutated(rollout % 2 === 0 ? '1.4.3' : '1.4.2', mutant.change));
            await rolledOut(cluster(), shopNamespace, 'shop-web');
          });
          record('gunicorn', `rolling update, ${title}`, measured);
          lost.push(...measured.clients.flatMap(({ failures }) => failures));
        }
        expect(lost.length).toBeGreaterThan(0);
      },
    );

    test('stops three times as slowly with a shell as its first process', async () => {
      await start(cluster(), '1.4.2', (deployment) => deployment);
      const exec = await secondsToStop(cluster());
      await start(cluster(), '1.4.2', (deployment) => {
        const command = listAt(deployment, ...container, 'command').join(' ');
        return withAt(deployment, [...container, 'command'], ['sh', '-c', `${command}; true`]);
      });
      expect(await secondsToStop(cluster())).toBeGreaterThan(3 * exec);
    });
  });
});

function mutated(tag: ShopTag, change: Change): readonly KubernetesObject[] {
  return shopObjects(tag).map((object) => {
    if (object.kind !== 'Deployment' || object.metadata.name !== 'shop-web') return object;
    const changed = change(object);
    if (!isKubernetesObject(changed)) throw new Error('not an object any more');
    // Else the mutant would be none.
    if (tag !== '1.4.2' && JSON.stringify(changed) === JSON.stringify(object))
      throw new Error('nothing was taken away');
    return changed;
  });
}

async function start(cluster: Cluster, tag: ShopTag, change: Change): Promise<void> {
  await apply(cluster, mutated(tag, change));
  await rolledOut(cluster, shopNamespace, 'shop-web');
  await settled(cluster, shopNamespace, web, 2);
}

/** From the deletion of a pod that nobody talks to until it is gone. */
async function secondsToStop(cluster: Cluster): Promise<number> {
  const [first] = await podsOf(cluster, shopNamespace, web);
  if (first === undefined) throw new Error('no pod to stop');
  const from = Date.now();
  await cluster.kubectl('-n', shopNamespace, 'delete', 'pod', first.name, '--wait=false');
  await until(`${first.name} to be gone`, 120_000, async () => {
    const path = `/api/v1/namespaces/${shopNamespace}/pods/${first.name}`;
    return at((await cluster.client.send('GET', path)).body, 'code') === 404;
  });
  return (Date.now() - from) / 1000;
}
