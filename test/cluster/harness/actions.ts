// What tests do to a cluster, in the words of their Given and When; every wait is bounded.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../support/kubernetes-object.ts';
import { at, listAt, textAt } from '../../support/kubernetes-object.ts';
import { until } from '../../support/supervise.ts';
import type { Cluster } from './cluster.ts';
import type { LoadOptions } from './load-client.ts';
import { reportFolder } from './report.ts';

/** `kubectl apply` of the objects in one call. */
export async function apply(cluster: Cluster, objects: readonly KubernetesObject[]): Promise<void> {
  const folder = join(cluster.run, 'applied');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  await cluster.kubectl('apply', '-f', file);
}

/** Waits until a Deployment runs its newest template only. @throws Error when that takes longer than three minutes. */
export async function rolledOut(cluster: Cluster, namespace: string, name: string): Promise<void> {
  await cluster.kubectl(
    ...['-n', namespace, 'rollout', 'status', `deployment/${name}`, '--timeout=170s'],
  );
}

/** Waits until exactly so many pods of a component run, all of them ready and none on its way out. */
export async function settled(
  cluster: Cluster,
  namespace: string,
  selector: string,
  count: number,
): Promise<void> {
  let seen = '';
  await until(
    `${count} ready pods of ${selector}`,
    170_000,
    async () => {
      const pods = await podsOf(cluster, namespace, selector);
      seen = pods.map((pod) => `${pod.name} ${pod.ready ? 'ready' : 'not ready'}`).join(', ');
      return pods.length === count && pods.every((pod) => pod.ready && !pod.ending);
    },
    () => `(there were: ${seen})`,
  );
}

export interface Pod {
  readonly name: string;
  readonly ready: boolean;
  readonly ending: boolean;
  readonly image: string;
}

/** The pods a label selector finds. */
export async function podsOf(
  cluster: Cluster,
  namespace: string,
  selector: string,
): Promise<readonly Pod[]> {
  const query = `labelSelector=${encodeURIComponent(selector)}`;
  const { body } = await cluster.client.send(
    'GET',
    `/api/v1/namespaces/${namespace}/pods?${query}`,
  );
  return listAt(body, 'items').map((pod) => ({
    name: textAt(pod, 'metadata', 'name') ?? '',
    ready: listAt(pod, 'status', 'conditions').some(
      (condition) => at(condition, 'type') === 'Ready' && at(condition, 'status') === 'True',
    ),
    ending: at(pod, 'metadata', 'deletionTimestamp') !== undefined,
    image: textAt(pod, 'spec', 'containers', 0, 'image') ?? '',
  }));
}

export interface ContainerStatus {
  /** Runtime's own name of the container, such as `ctr` takes it. */
  readonly id: string;
  readonly image: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** Since its process was started; 0 when it does not run. */
  readonly runningSeconds: number;
}

/** The first application container of every pod a label selector finds, in the order of their names. */
export async function containerStatuses(
  cluster: Cluster,
  namespace: string,
  selector: string,
): Promise<readonly ContainerStatus[]> {
  const query = `labelSelector=${encodeURIComponent(selector)}`;
  const { body } = await cluster.client.send(
    'GET',
    `/api/v1/namespaces/${namespace}/pods?${query}`,
  );
  return listAt(body, 'items').map((pod) => {
    const status = at(pod, 'status', 'containerStatuses', 0);
    const started = textAt(status, 'state', 'running', 'startedAt');
    const restarts = at(status, 'restartCount');
    return {
      id: (textAt(status, 'containerID') ?? '').replace('containerd://', ''),
      image: textAt(pod, 'spec', 'containers', 0, 'image') ?? '',
      ready: at(status, 'ready') === true,
      restarts: typeof restarts === 'number' ? restarts : 0,
      runningSeconds: started === undefined ? 0 : (Date.now() - Date.parse(started)) / 1000,
    };
  });
}

/** Asks for the eviction of a pod, again and again while a budget refuses it; gives the number of refusals. */
export async function evict(cluster: Cluster, namespace: string, pod: string): Promise<number> {
  let refusals = 0;
  await until(`the eviction of ${pod}`, 170_000, async () => {
    const { status, body } = await cluster.client.send(
      'POST',
      `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`,
      { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace } },
    );
    if (status === 429) {
      refusals++;
      return false;
    }
    if (status >= 300) throw new Error(`eviction of ${pod}: ${status} ${textAt(body, 'message')}`);
    return true;
  });
  return refusals;
}

/** Address of a Service inside the cluster. */
export async function addressOf(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<string> {
  const { body } = await cluster.client.send(
    'GET',
    `/api/v1/namespaces/${namespace}/services/${name}`,
  );
  const address = textAt(body, 'spec', 'clusterIP');
  if (address === undefined) throw new Error(`Service ${namespace}/${name} has no address`);
  return address;
}

/** The answer of one request to a Service, sent inside. @throws Error when there is none. */
export async function ask(cluster: Cluster, address: string, path = '/'): Promise<string> {
  const script = `fetch('http://${address}${path}').then((answer) => answer.text()).then(console.log)`;
  return cluster.exec([process.execPath, '-e', script], { seconds: 15 });
}

/** Waits until a version answers at an address: a node replaces its rules at once, so that one answer will do. */
export async function answeredBy(
  cluster: Cluster,
  address: string,
  version: string,
): Promise<void> {
  let last = '';
  await until(
    `${version} to answer`,
    60_000,
    async () => {
      last = await ask(cluster, address);
      return last.startsWith(`${version} `);
    },
    () => `(the last answer was: ${last})`,
  );
}

/** The kinds of clients that every change has to please, against one address. */
export function allClients(host: string): readonly LoadOptions[] {
  const common = { host, port: 80, path: '/', method: 'GET', timeoutMilliseconds: 10_000 } as const;
  return [
    { ...common, name: 'new', connections: 'new', perSecond: 40 },
    { ...common, name: 'kept', connections: 'kept', perSecond: 40 },
    { ...common, name: 'slow', connections: 'new', perSecond: 3, path: '/slow?seconds=2.5' },
    {
      ...common,
      name: 'post',
      connections: 'kept',
      perSecond: 10,
      path: '/orders',
      method: 'POST',
    },
  ];
}

/** Slow requests, more at a time (45) than a pod of 2 workers with 16 threads answers, and fewer than two of them do. */
export function forTwoPods(host: string): readonly LoadOptions[] {
  return [
    {
      ...{ name: 'slow', host, port: 80, path: '/slow?seconds=2.5', method: 'GET' },
      ...{ connections: 'new', perSecond: 18, timeoutMilliseconds: 30_000 },
    },
  ];
}

/** Writes what is there to the report's folder, for whoever looks into a failure: objects, events, logs of every pod. */
export async function dump(cluster: Cluster, title: string): Promise<void> {
  const folder = join(reportFolder, 'failures', title.replaceAll(/[^a-z0-9]+/gi, '-'));
  mkdirSync(folder, { recursive: true });
  const write = async (file: string, ...query: readonly string[]): Promise<void> => {
    const text = await cluster.kubectl(...query).catch((error: unknown) => String(error));
    writeFileSync(join(folder, file), text);
  };
  const workloads = 'deployments,replicasets,jobs,hpa,pdb,services,endpointslices,pods,nodes';
  await write('objects.txt', 'get', workloads, '-A', '-o', 'wide');
  await write('objects.yaml', 'get', workloads, '-A', '-o', 'yaml');
  await write('events.txt', 'get', 'events', '-A', '--sort-by=.metadata.creationTimestamp');
  const { body } = await cluster.client.send('GET', '/api/v1/pods');
  for (const pod of listAt(body, 'items')) {
    const [namespace = '', name = ''] = [
      textAt(pod, 'metadata', 'namespace'),
      textAt(pod, 'metadata', 'name'),
    ];
    const logs = ['logs', '-n', namespace, name, '--all-containers', '--prefix', '--tail=300'];
    await write(`log-${namespace}-${name}.txt`, ...logs);
  }
}
