// Each protection the product adds is taken away in turn: lost requests, slower answers or a slower stop must show it.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { at, isKubernetesObject, listAt, withAt } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import {
  addressOf,
  allClients,
  apply,
  containerStatuses,
  evict,
  forTwoPods,
  podsOf,
  rolledOut,
  settled,
} from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import type { LoadOptions } from './harness/load-client.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { webPods } from './harness/services.ts';
import { shopNamespace, shopObjects, surroundingsOfShop } from './harness/shop.ts';
import type { Measured } from './harness/under-load.ts';
import { failuresOf, lossOf, phaseLoss, slowestP99, underLoad } from './harness/under-load.ts';
import type { ShopTag } from './images/images.ts';

const pod = ['spec', 'template', 'spec'] as const;
const container = [...pod, 'containers', 0] as const;

/** Takes something away from an object, or leaves it as it is. */
type Mutation = (object: KubernetesObject) => unknown;
type Config = Readonly<Record<string, string>>;

const none: Mutation = (object) => object;

/** Changes the Deployment of the web process at paths. */
function atWeb(...values: readonly (readonly [path: readonly (string | number)[], unknown])[]) {
  return (object: KubernetesObject): unknown =>
    object.kind === 'Deployment' && object.metadata.name === 'shop-web'
      ? values.reduce((changed: unknown, [path, value]) => withAt(changed, path, value), object)
      : object;
}

/** Changes a setting in gunicorn's configuration file. */
function inGunicorn(setting: string, value: number): Mutation {
  return (object) =>
    object.kind === 'ConfigMap'
      ? JSON.parse(
          JSON.stringify(object).replace(
            new RegExp(String.raw`\\n${setting} = \d+\\n`),
            String.raw`\n${setting} = ${value}\n`,
          ),
        )
      : object;
}

interface Mutant {
  readonly mutation: Mutation;
  /** The load that shows it. */
  readonly clients: (host: string) => readonly LoadOptions[];
  /** Nothing changes meanwhile: what is lost, is lost every day. Default: rolling updates. */
  readonly calm?: true;
}

/** Protections whose absence loses requests. */
const losing: Readonly<Record<string, Mutant>> = {
  'no wait before the server is told to stop': {
    mutation: atWeb([[...container, 'lifecycle'], undefined]),
    // Between the signal and the last packet that still finds the pod lie some 40 ms: many connections are needed.
    clients: (host) => [client(host, { name: 'new', perSecond: 150 })],
  },
  'traffic before the server listens': {
    mutation: atWeb(
      [[...container, 'readinessProbe'], undefined],
      [[...container, 'startupProbe'], undefined],
      [['spec', 'minReadySeconds'], undefined],
    ),
    clients: allClients,
  },
  'less time to stop than requests take': {
    mutation: atWeb(
      [[...container, 'lifecycle', 'preStop', 'sleep', 'seconds'], 1],
      [[...pod, 'terminationGracePeriodSeconds'], 2],
    ),
    // The kubelet leaves 2 s after a preStop hook in any case (kuberuntime_container.go, minimumGracePeriodInSeconds):
    // requests have to take much longer than that.
    clients: verySlow,
  },
  'a server that gives up requests after a second': {
    mutation: inGunicorn('graceful_timeout', 1),
    clients: (host) => [
      client(host, { name: 'slow', perSecond: 3, path: '/slow?seconds=14', ...patient }),
    ],
  },
  'idle connections closed sooner than clients stop using them': {
    mutation: inGunicorn('keepalive', 2),
    clients: inBursts,
    calm: true,
  },
};

const patient = { timeoutMilliseconds: 30_000 } as const;

function client(host: string, options: Partial<LoadOptions>): LoadOptions {
  return {
    ...{ name: 'new', host, port: 80, path: '/', method: 'GET', connections: 'new' },
    ...{ perSecond: 40, timeoutMilliseconds: 20_000 },
    ...options,
  };
}

function verySlow(host: string): readonly LoadOptions[] {
  return [client(host, { name: 'slow', perSecond: 3, path: '/slow?seconds=8' })];
}

/** Sixty at once every two and a half seconds, on the connections of the last time. */
function inBursts(host: string): readonly LoadOptions[] {
  const often = { connections: 'kept', perSecond: 24, burst: 60 } as const;
  return [client(host, { name: 'kept, in bursts', ...often })];
}

/** Losses are a matter of chance; a mutant that loses nothing in so many rounds goes unnoticed. */
const rounds = 4;

describe.runIf(fullRun)('in a full run', () => {
  onACluster('the shop', (cluster) => {
    beforeAll(async () => {
      await apply(cluster(), surroundingsOfShop());
      await rolledOut(cluster(), 'database', 'postgres');
      await apply(cluster(), shopObjects('1.4.2'));
      await settled(cluster(), shopNamespace, webPods, 2);
    });

    afterEach(async () => {
      await cluster().kubectl(
        ...['-n', shopNamespace, 'delete', 'deployment', 'shop-web', '--timeout=90s'],
      );
      await until(
        'the pods to be gone',
        90_000,
        async () => (await podsOf(cluster(), shopNamespace, webPods)).length === 0,
      );
    });

    /** Starts the shop with something taken away, and gives the address of its Service. */
    const start = async (mutation: Mutation, config: Config = {}): Promise<string> => {
      await apply(cluster(), mutated('1.4.2', mutation, config));
      await rolledOut(cluster(), shopNamespace, 'shop-web');
      await settled(cluster(), shopNamespace, webPods, 2);
      return addressOf(cluster(), shopNamespace, 'shop-web');
    };
    const rollout =
      (tag: ShopTag, mutation: Mutation): (() => Promise<void>) =>
      async () => {
        await apply(cluster(), mutated(tag, mutation));
        await rolledOut(cluster(), shopNamespace, 'shop-web');
      };

    test.each(Object.entries(losing))(
      'loses requests with %s',
      { timeout: 600_000 },
      async (title, { mutation, clients, calm }) => {
        const host = await start(mutation);
        let lost = 0;
        for (let round = 0; round < rounds && lost === 0; round++) {
          const tag = round % 2 === 0 ? '1.4.3' : '1.4.2';
          const measured =
            calm === true
              ? await underLoad(cluster(), clients(host), async () => undefined, 30)
              : await underLoad(cluster(), clients(host), rollout(tag, mutation));
          record('gunicorn', `mutant: ${title}`, measured);
          lost += lossOf(measured).lost;
        }
        expect(lost).toBeGreaterThan(0);
      },
    );

    test('loses nothing in bursts while its idle connections outlive the clients’', async () => {
      const host = await start(none);
      const measured = await underLoad(cluster(), inBursts(host), async () => undefined, 30);
      record('gunicorn', 'none, in bursts', measured);
      expect(failuresOf(measured)).toEqual({});
    });

    test('makes requests wait where no pod is added before one is taken away', async () => {
      const host = await start(none);
      const careful = await underLoad(cluster(), forTwoPods(host), rollout('1.4.3', none));
      record('gunicorn', 'rolling update that needs both pods', careful);
      expect(failuresOf(careful)).toEqual({});
      const replacing = atWeb([
        ['spec', 'strategy', 'rollingUpdate'],
        { maxSurge: 0, maxUnavailable: 1 },
      ]);
      const reckless = await underLoad(cluster(), forTwoPods(host), rollout('1.4.2', replacing));
      record('gunicorn', 'mutant: no pod is added before one is taken away', reckless);
      expect(slowestP99(reckless)).toBeGreaterThan(1.5 * slowestP99(careful));
    });

    test('gives up pods for a version that falls ill right after it was ready, without minReadySeconds', async () => {
      const fallsIll = async (mutation: Mutation): Promise<Measured> => {
        const host = await start(mutation);
        return underLoad(cluster(), [client(host, {})], async () => {
          await apply(cluster(), mutated('1.4.3', mutation, { FAULT_AFTER_SECONDS: '3' }));
          await until('the new version to be ill', 120_000, async () =>
            (await containerStatuses(cluster(), shopNamespace, webPods)).some(
              ({ image, ready, runningSeconds }) =>
                image.endsWith(':1.4.3') && !ready && runningSeconds > 20,
            ),
          );
        });
      };
      const oldPods = async (): Promise<number> =>
        (await podsOf(cluster(), shopNamespace, webPods)).filter(
          (one) => one.ready && !one.ending && one.image.endsWith(':1.4.2'),
        ).length;
      const careful = await fallsIll(none);
      record('gunicorn', 'rolling update to a version that falls ill', careful);
      // Both pods of the old version go on, and nothing is lost any more once the new one is known to be ill.
      expect(await oldPods()).toBe(2);
      expect(phaseLoss(careful, 'after')).toBeLessThan(0.1);
      const reckless = await fallsIll(atWeb([['spec', 'minReadySeconds'], undefined]));
      record('gunicorn', 'mutant: no minReadySeconds, a version that falls ill', reckless);
      expect(await oldPods()).toBeLessThan(2);
    });

    test('loses requests when all pods are evicted at once, without a budget', async () => {
      // Longer than the pause before SIGTERM: as long as pods are only stopping, they are still asked.
      const host = await start(none, { STARTUP_SECONDS: '20' });
      const evictAll = async (): Promise<void> => {
        const pods = await podsOf(cluster(), shopNamespace, webPods);
        await Promise.all(pods.map((one) => evict(cluster(), shopNamespace, one.name)));
        await settled(cluster(), shopNamespace, webPods, 2);
      };
      const careful = await underLoad(cluster(), [client(host, {})], evictAll);
      record('gunicorn', 'eviction of all pods at once', careful);
      expect(failuresOf(careful)).toEqual({});
      await cluster().kubectl('-n', shopNamespace, 'delete', 'pdb', 'shop-web');
      const reckless = await underLoad(cluster(), [client(host, {})], evictAll);
      record('gunicorn', 'mutant: eviction of all pods at once without a budget', reckless);
      expect(lossOf(reckless).lost).toBeGreaterThan(0);
    });

    test('stops three times as slowly with a shell as its first process', async () => {
      await start(none);
      const exec = await secondsToStop(cluster());
      await start((object) => {
        const command = listAt(object, ...container, 'command').join(' ');
        return atWeb([
          [...container, 'command'],
          ['sh', '-c', `${command}; true`],
        ])(object);
      });
      expect(await secondsToStop(cluster())).toBeGreaterThan(3 * exec);
    });
  });
});

function mutated(
  tag: ShopTag,
  mutation: Mutation,
  config: Config = {},
): readonly KubernetesObject[] {
  const objects = shopObjects(tag, { config });
  const changed = objects.map((object) => {
    const result = mutation(object);
    if (!isKubernetesObject(result)) throw new Error('not an object any more');
    return result;
  });
  // Else the mutant would be none.
  if (mutation !== none && JSON.stringify(changed) === JSON.stringify(objects))
    throw new Error('nothing was taken away');
  return changed;
}

/** From the deletion of a pod that nobody talks to until it is gone. */
async function secondsToStop(cluster: Cluster): Promise<number> {
  const [first] = await podsOf(cluster, shopNamespace, webPods);
  if (first === undefined) throw new Error('no pod to stop');
  const from = Date.now();
  await cluster.kubectl('-n', shopNamespace, 'delete', 'pod', first.name, '--wait=false');
  await until(`${first.name} to be gone`, 120_000, async () => {
    const path = `/api/v1/namespaces/${shopNamespace}/pods/${first.name}`;
    return at((await cluster.client.send('GET', path)).body, 'code') === 404;
  });
  return (Date.now() - from) / 1000;
}
