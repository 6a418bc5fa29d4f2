// Every ordinary change of a service, each a test of its own: under the load of all clients, no request may fail.
import { beforeAll, expect, test } from 'vitest';
import { addressOf, allClients, apply, evict, podsOf, rolledOut, settled } from './actions.ts';
import type { Cluster } from './cluster.ts';
import { record } from './report.ts';
import type { ServiceUnderTest } from './services.ts';
import { webPods } from './services.ts';
import { storedOrders } from './shop.ts';
import { stopTimes } from './stop-times.ts';
import type { Measured } from './under-load.ts';
import { failuresOf, sentBy, underLoad } from './under-load.ts';

/** A change a service goes through; `none` is the baseline. */
export type Change = 'none' | 'rolling update' | 'config change' | 'eviction' | 'scale';

/**
 * Registers the tests of one service, in the order given. It is installed before them and runs two pods between them.
 * The database must be there if the service stores anything.
 */
export function changesUnderLoad(
  cluster: () => Cluster,
  service: ServiceUnderTest,
  changes: readonly Change[],
): void {
  const { namespace, name, title } = service;
  let address: string;

  beforeAll(async () => {
    await apply(cluster(), service.surroundings);
    await apply(cluster(), service.objects('1.4.2'));
    await settled(cluster(), namespace, webPods, 2);
    address = await addressOf(cluster(), namespace, name);
  });

  const change = async (what: string, act: () => Promise<void>): Promise<Measured> => {
    let stops: readonly number[] = [];
    const measured = await underLoad(cluster(), allClients(address), async () => {
      stops = await stopTimes(cluster(), namespace, webPods, act);
    });
    record(title, what, measured, stops);
    expect(failuresOf(measured)).toEqual({});
    // Every client had its say: a rate that was not kept would be a load that was not applied.
    expect(sentBy(measured)).toBeGreaterThan(500);
    return measured;
  };
  const updated = async (...objects: Parameters<ServiceUnderTest['objects']>): Promise<void> => {
    await apply(cluster(), service.objects(...objects));
    await rolledOut(cluster(), namespace, name);
    await settled(cluster(), namespace, webPods, 2);
  };

  const tests: Readonly<Record<Change, () => void>> = {
    none: () => {
      test('answers everything while nothing changes', async () => {
        await change('none', async () => undefined);
      });
    },
    'rolling update': () => {
      test('answers everything during a rolling update', async () => {
        const measured = await change('rolling update', () => updated('1.4.3'));
        for (const client of measured.clients)
          expect(Object.keys(client.phases.at(-1)?.versions ?? {})).toEqual(['1.4.3']);
        // What was answered was also done: every accepted number is in the database, once.
        const accepted = measured.clients.flatMap((client) => client.accepted);
        expect(accepted.length).toBeGreaterThan(50);
        if (!service.stores) return;
        const stored = await storedOrders(cluster());
        expect(accepted.filter((number) => stored.get(number) !== 1)).toEqual([]);
      });
    },
    'config change': () => {
      test('answers everything while its configuration changes', async () => {
        const before = await podsOf(cluster(), namespace, webPods);
        await change('config change', () => updated('1.4.3', { BANNER: 'open' }));
        const after = await podsOf(cluster(), namespace, webPods);
        expect(after.filter((pod) => before.some((old) => old.name === pod.name))).toEqual([]);
      });
    },
    eviction: () => {
      test('answers everything while its pods are evicted one after the other', async () => {
        const before = await podsOf(cluster(), namespace, webPods);
        let refusals = 0;
        await change('eviction of every pod', async () => {
          for (const pod of before) refusals += await evict(cluster(), namespace, pod.name);
          await settled(cluster(), namespace, webPods, 2);
        });
        // The budget was in force: the second pod had to wait for the first one's successor.
        expect(refusals).toBeGreaterThan(0);
      });
    },
    scale: () => {
      test('answers everything while it is scaled up and down', async () => {
        // The autoscaler waits five minutes before it scales down; how it decides is a test of its own.
        await cluster().kubectl('-n', namespace, 'delete', 'hpa', name);
        await change('scale 2, 4, 2', async () => {
          for (const replicas of [4, 2]) {
            await cluster().kubectl(
              ...['-n', namespace, 'scale', `deployment/${name}`, `--replicas=${replicas}`],
            );
            await settled(cluster(), namespace, webPods, replicas);
          }
        });
      });
    },
  };
  for (const kind of changes) tests[kind]();
}
