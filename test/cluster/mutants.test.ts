// Each protection the product adds is taken away in turn: the loss, or the time it takes to stop, must show it.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, isKubernetesObject, listAt, withAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { addressOf, allClients, apply, podsOf, rolledOut, settled } from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import { onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { shopNamespace, shopObjects, surroundingsOfShop } from './harness/shop.ts';
import type { ShopTag } from './images/images.ts';
import { underLoad } from './harness/under-load.ts';

const web = 'app.kubernetes.io/component=web';
const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;

type Change = (deployment: unknown) => unknown;

/** Protections whose absence loses requests. */
const losing: Readonly<Record<string, Change>> = {
  'no wait before the server is told to stop': (deployment) =>
    withAt(deployment, [...container, 'lifecycle'], undefined),
  'traffic before the server listens': (deployment) =>
    [
      [...container, 'readinessProbe'],
      [...container, 'startupProbe'],
      ['spec', 'minReadySeconds'],
    ].reduce((changed: unknown, path) => withAt(changed, path, undefined), deployment),
  'less time to stop than requests take': (deployment) =>
    withAt(
      withAt(deployment, [...container, 'lifecycle', 'preStop', 'sleep', 'seconds'], 1),
      [...pod, 'terminationGracePeriodSeconds'],
      2,
    ),
};

describe.runIf(process.env['SLIPWAY_FULL'] !== undefined)('in a full run', () => {
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

    test.each(Object.entries(losing))('loses requests with %s', async (title, change) => {
      await start(cluster(), '1.4.2', change);
      const host = await addressOf(cluster(), shopNamespace, 'shop-web');
      const measured = await underLoad(cluster(), allClients(host), async () => {
        await apply(cluster(), mutated('1.4.3', change));
        await rolledOut(cluster(), shopNamespace, 'shop-web');
      });
      record('gunicorn', `rolling update, ${title}`, measured);
      expect(measured.clients.flatMap((client) => client.failures).length).toBeGreaterThan(0);
    });

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
