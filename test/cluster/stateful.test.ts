// Pods that keep their names: each finds its volume and its peers again, and an update that fails can be taken back.
import { beforeAll, describe, expect, test } from 'vitest';
import { stateful } from '../../lib/index.ts';
import { at, withAt } from '../support/kubernetes-object.ts';
import type { KubernetesObject } from '../support/kubernetes-object.ts';
import { isKubernetesObject } from '../support/kubernetes-object.ts';
import { until } from '../support/supervise.ts';
import { addressOf, allClients, answeredBy, apply, podsOf, settled } from './harness/actions.ts';
import type { Cluster } from './harness/cluster.ts';
import { fullRun, onACluster } from './harness/on-a-cluster.ts';
import { record } from './harness/report.ts';
import { pages, webPods } from './harness/services.ts';
import { failuresOf, lossOf, underLoad } from './harness/under-load.ts';

const namespace = 'pages';
const members = ['pages-web-0', 'pages-web-1'] as const;

describe.runIf(fullRun)('in a full run', () => {
  onACluster(
    'pods that keep their names and volumes',
    (cluster) => {
      let address: string;
      const say = (pod: string, script: string): Promise<string> =>
        cluster().kubectl('-n', namespace, 'exec', pod, '--', 'sh', '-c', script);

      beforeAll(async () => {
        await apply(cluster(), await volumesOn(cluster(), members.length));
        await apply(cluster(), [
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
        ]);
        await apply(cluster(), storing('1.4.2'));
        await settled(cluster(), namespace, webPods, members.length);
        address = await addressOf(cluster(), namespace, 'pages-web');
      });

      test('have a volume each, which their group may write to', async () => {
        for (const pod of members) await say(pod, `echo ${pod} > /data/owner`);
        for (const pod of members) expect((await say(pod, 'cat /data/owner')).trim()).toBe(pod);
      });

      test('find one another by name', async () => {
        const url = `http://${members[1]}.pages-web-pods.${namespace}.svc:8000/`;
        expect(await say(members[0], `wget -qO- ${url}`)).toBe(`1.4.2 ${members[1]}\n`);
        expect((await say(members[0], 'echo $NODE_NAME $PEERS')).trim()).toBe(
          `${members[0]} pages-web-pods.${namespace}.svc`,
        );
      });

      test('are replaced one by one without a lost request, and find their volumes again', async () => {
        await available(cluster());
        const measured = await underLoad(cluster(), allClients(address), async () => {
          await apply(cluster(), storing('1.4.3'));
          await renewed(cluster(), '1.4.3');
        });
        record('pods with names', 'rolling update', measured);
        expect(failuresOf(measured)).toEqual({});
        for (const pod of members) expect((await say(pod, 'cat /data/owner')).trim()).toBe(pod);
      });

      test('are replaced all at once where none of them was ready for long enough', async () => {
        await cluster().kubectl('-n', namespace, 'delete', 'statefulset', 'pages-web');
        await apply(cluster(), storing('1.4.2', '10m'));
        await settled(cluster(), namespace, webPods, members.length);
        const measured = await underLoad(cluster(), allClients(address), async () => {
          await apply(cluster(), storing('1.4.3', '10m'));
          await renewed(cluster(), '1.4.3');
        });
        record('pods with names', 'an update within minReady of the first start', measured);
        expect(lossOf(measured).lost).toBeGreaterThan(0);
      });

      test('come back from an update that never gets ready, once it is taken back', async () => {
        await apply(cluster(), storing('1.4.3'));
        await available(cluster());
        await apply(cluster(), storing('1.4.3').map(broken));
        await stuck(cluster(), members[1]);
        await answeredBy(cluster(), address, '1.4.3');
        await apply(cluster(), storing('1.4.3'));
        await renewed(cluster(), '1.4.3');
      });

      test('would not, were they started one after the other', async () => {
        await cluster().kubectl('-n', namespace, 'delete', 'statefulset', 'pages-web');
        const ordered = (objects: readonly KubernetesObject[]) =>
          objects.map((object) => changed(object, ['spec', 'podManagementPolicy'], 'OrderedReady'));
        await apply(cluster(), ordered(storing('1.4.3')));
        await renewed(cluster(), '1.4.3');
        await apply(cluster(), ordered(storing('1.4.3').map(broken)));
        await stuck(cluster(), members[1]);
        await apply(cluster(), ordered(storing('1.4.3')));
        await new Promise((resolve) => setTimeout(resolve, 20_000));
        await stuck(cluster(), members[1]);
        // The way out that the README of stateful() names.
        await cluster().kubectl('-n', namespace, 'delete', 'pod', members[1]);
        await renewed(cluster(), '1.4.3');
      });

      test('leave their claims behind, and find them when they are back', async () => {
        await cluster().kubectl('-n', namespace, 'delete', 'statefulset', 'pages-web');
        await settled(cluster(), namespace, webPods, 0);
        await apply(cluster(), storing('1.4.3'));
        await settled(cluster(), namespace, webPods, members.length);
        for (const pod of members) expect((await say(pod, 'cat /data/owner')).trim()).toBe(pod);
      });
    },
    { images: ['nginx'] },
  );
});

/** nginx by http(), with names and a volume for each pod. */
function storing(tag: '1.4.2' | '1.4.3', minReady = '10s'): readonly KubernetesObject[] {
  const variables = { name: 'NODE_NAME', domain: 'PEERS' };
  return pages(tag, {}, stateful({ variables, minReady }));
}

/** The same with an image that nobody has. */
function broken(object: KubernetesObject): KubernetesObject {
  const image = ['spec', 'template', 'spec', 'containers', 0, 'image'];
  return changed(object, image, 'ghcr.io/acme/no:1');
}

/** A StatefulSet with another value; any other object as it is. */
function changed(
  object: KubernetesObject,
  path: readonly (string | number)[],
  value: string,
): KubernetesObject {
  const after = object.kind === 'StatefulSet' ? withAt(object, path, value) : object;
  if (!isKubernetesObject(after)) throw new Error('not an object any more');
  return after;
}

/** Disks of the node, as an administrator without a driver makes them; the kubelet gives them to the group of a pod. */
async function volumesOn(cluster: Cluster, count: number): Promise<readonly KubernetesObject[]> {
  const [node = ''] = cluster.nodes;
  const names = Array.from({ length: count }, (_, index) => `disk-${index}`);
  for (const name of names) await cluster.exec(['mkdir', '-p', `/var/lib/disks/${name}`]);
  return names.map((name) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      local: { path: `/var/lib/disks/${name}` },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }],
            },
          ],
        },
      },
    },
  }));
}

/** Waits until every member runs a version and is ready. */
async function renewed(cluster: Cluster, tag: string): Promise<void> {
  await until(`all members to run ${tag}`, 170_000, async () => {
    const pods = await podsOf(cluster, namespace, webPods);
    return (
      pods.length === members.length &&
      pods.every((pod) => pod.ready && !pod.ending && pod.image.endsWith(`:${tag}`))
    );
  });
}

/** Waits until every member was ready for as long as an update waits for the one before. */
async function available(cluster: Cluster): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/statefulsets/pages-web`;
  await until('all members to be available', 170_000, async () => {
    const { body } = await cluster.client.send('GET', path);
    return at(body, 'status', 'availableReplicas') === members.length;
  });
}

/** Waits until a member has the image that nobody has. */
async function stuck(cluster: Cluster, name: string): Promise<void> {
  await until(`${name} not to start`, 170_000, async () => {
    const pods = await podsOf(cluster, namespace, webPods);
    return pods.some((pod) => pod.name === name && !pod.ready && pod.image.endsWith('/no:1'));
  });
}
