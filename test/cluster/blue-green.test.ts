// A change in two slots, by the commands a user types and the manifests synth then writes: no step may lose a request.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { isKubernetesObject, withAt } from '../support/kubernetes-object.ts';
import {
  addressOf,
  allClients,
  answeredBy,
  apply,
  forTwoPods,
  podsOf,
  rolledOut,
  settled,
} from './harness/actions.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import type { Project } from './harness/project.ts';
import { makeProject } from './harness/project.ts';
import { record } from './harness/report.ts';
import { secretsOfShop, surroundingsOfShop } from './harness/shop.ts';
import type { Measured } from './harness/under-load.ts';
import { failuresOf, slowestP99, underLoad } from './harness/under-load.ts';

const namespace = 'tickets';
const slot = (colour: 'blue' | 'green'): string => `slot=${colour}`;

onACluster('a service with two slots', (cluster) => {
  let project: Project;
  let address: string;

  beforeAll(async () => {
    project = makeProject('tickets.ts');
    await apply(cluster(), [...surroundingsOfShop(), ...secretsOfShop(namespace)]);
    await rolledOut(cluster(), 'database', 'postgres');
    await apply(cluster(), await project.synth('production'));
    await settled(cluster(), namespace, slot('blue'), 2);
    address = await addressOf(cluster(), namespace, 'tickets-web');
  });
  afterAll(() => project?.remove());

  /** Takes a step as a user does, applies what synth then writes, and waits for what the step is to lead to. */
  const step = async (
    title: string,
    command: readonly string[],
    reached: () => Promise<void>,
  ): Promise<Measured> => {
    await project.slipway('release', ...command);
    const objects = await project.synth('production');
    const measured = await underLoad(cluster(), allClients(address), async () => {
      await apply(cluster(), objects);
      await reached();
    });
    record('blue/green', title, measured);
    expect(failuresOf(measured)).toEqual({});
    return measured;
  };
  const served = (version: string) => () => answeredBy(cluster(), address, version);
  /** Versions that answered new connections once the step was complete. */
  const versionsAfter = ({ clients }: Measured): readonly string[] =>
    Object.keys(
      clients.find(({ name }) => name === 'new')?.phases.find(({ phase }) => phase === 'after')
        ?.versions ?? {},
    );

  test('stages a version that nobody sees but at the preview', async () => {
    const measured = await step('stage', ['set', namespace, '1.4.3'], async () => {
      await settled(cluster(), namespace, slot('green'), 1);
    });
    expect(versionsAfter(measured)).toEqual(['1.4.2']);
    await answeredBy(
      cluster(),
      await addressOf(cluster(), namespace, 'tickets-web-preview'),
      '1.4.3',
    );
  });

  test('warms it until it can carry the load', async () => {
    await step('warm', ['promote', namespace], async () => {
      await settled(cluster(), namespace, slot('green'), 3);
    });
  });

  test('switches to it', async () => {
    const measured = await step('switch', ['promote', namespace], served('1.4.3'));
    expect(versionsAfter(measured)).toEqual(['1.4.3']);
  });

  test('switches back to the old version, which still runs', async () => {
    const measured = await step('switch back', ['rollback', namespace], served('1.4.2'));
    expect(versionsAfter(measured)).toEqual(['1.4.2']);
  });

  test('switches to the new version again, and keeps it', async () => {
    await step('switch again', ['rollback', namespace, '--to', '1'], served('1.4.3'));
    await step('hold', ['promote', namespace], async () => {
      await settled(cluster(), namespace, slot('green'), 3);
    });
  });

  test('retires the old version', async () => {
    const measured = await step('retire', ['promote', namespace], async () => {
      await settled(cluster(), namespace, slot('blue'), 0);
    });
    expect(versionsAfter(measured)).toEqual(['1.4.3']);
    expect(await project.slipway('release', 'promote', namespace)).toContain('the change is done');
    const running = await podsOf(cluster(), namespace, slot('green'));
    expect(running.every((pod) => pod.image.endsWith(':1.4.3'))).toBe(true);
  });

  test.runIf(fullRun)(
    'answers more slowly after a switch to a slot whose autoscaler was not told to warm it',
    { timeout: 600_000 },
    async () => {
      /** Goes through the phases up to the switch, under more load than one pod can carry. */
      const switchTo = async (
        colour: 'blue' | 'green',
        version: string,
        pods: number,
        change: (object: KubernetesObject) => KubernetesObject,
      ): Promise<Measured> => {
        await project.slipway('release', 'set', namespace, version);
        for (const reached of [1, pods]) {
          await apply(cluster(), (await project.synth('production')).map(change));
          await settled(cluster(), namespace, slot(colour), reached);
          await project.slipway('release', 'promote', namespace);
        }
        const objects = (await project.synth('production')).map(change);
        return underLoad(
          cluster(),
          forTwoPods(address),
          async () => {
            await apply(cluster(), objects);
            await served(version)();
          },
          20,
        );
      };
      const careful = await switchTo('blue', '1.4.2', 3, (object) => object);
      record('blue/green', 'switch that needs two pods', careful);
      expect(failuresOf(careful)).toEqual({});
      for (const _ of ['hold', 'retire', 'stable']) {
        await project.slipway('release', 'promote', namespace);
        await apply(cluster(), await project.synth('production'));
      }
      await settled(cluster(), namespace, slot('green'), 0);

      const reckless = await switchTo('green', '1.4.3', 1, (object) =>
        object.kind === 'HorizontalPodAutoscaler' && object.metadata.name.endsWith('-green')
          ? asObject(withAt(object, ['spec', 'minReplicas'], 1))
          : object,
      );
      record('blue/green', 'mutant: switch to a slot of one pod', reckless);
      expect(slowestP99(reckless)).toBeGreaterThan(1.5 * slowestP99(careful));
    },
  );
});

function asObject(value: unknown): KubernetesObject {
  if (!isKubernetesObject(value)) throw new Error('not an object any more');
  return value;
}
