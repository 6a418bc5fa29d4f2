/** cluster › pods: the pods of a workload's newest version, what is wrong with them, and their logs. */

import { at, itemsAt, textAt } from '../diff/read-manifest.ts';
import { type PodTrouble, troublesOf } from '../deploy/pod-trouble.ts';
import { isRecord } from '../kubernetes/is-manifest.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { Objects } from './objects.ts';

/** Label that a Deployment's ReplicaSets and their pods share. @see k8s.io/api/apps/v1/types.go, v0.35.4 */
const TEMPLATE_HASH = 'pod-template-hash';
const REVISION = 'deployment.kubernetes.io/revision';
/** Lines of a crashed container that are shown. A choice. */
const LAST_LINES = 15;

/** Pods that a workload's newest version has made; of a Job, all of them. */
export async function newPods(objects: Objects, workload: Manifest): Promise<readonly Manifest[]> {
  const { namespace } = workload.metadata;
  const labels = textMembers(at(workload, 'spec', 'selector', 'matchLabels'));
  if (Object.keys(labels).length === 0) return [];
  const where = namespace === undefined ? {} : { namespace };
  const pods = await objects.list({ apiVersion: 'v1', kind: 'Pod', ...where, labels });
  if (workload.kind === 'StatefulSet' || workload.kind === 'DaemonSet') {
    const revision = textAt(workload, 'status', 'updateRevision');
    return revision === undefined
      ? pods
      : pods.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === revision);
  }
  if (workload.kind !== 'Deployment') return pods;
  const sets = await objects.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet', ...where, labels });
  const revision = workload.metadata.annotations?.[REVISION];
  const newest = sets.find(
    (set) =>
      set.metadata.annotations?.[REVISION] === revision &&
      itemsAt(set, 'metadata', 'ownerReferences').some(
        (owner) => textAt(owner, 'uid') === textAt(workload, 'metadata', 'uid'),
      ),
  );
  const hash = newest?.metadata.labels?.[TEMPLATE_HASH];
  return hash === undefined
    ? []
    : pods.filter((pod) => pod.metadata.labels?.[TEMPLATE_HASH] === hash);
}

/** What is wrong with pods, those that are being deleted apart. */
export function troublesIn(pods: readonly Manifest[]): readonly PodTrouble[] {
  return pods
    .filter((pod) => at(pod, 'metadata', 'deletionTimestamp') === undefined)
    .flatMap(troublesOf);
}

/** The last lines that a container wrote before it ended; empty when they are gone. */
export async function lastLines(
  objects: Objects,
  namespace: string,
  { pod, container = '' }: Pick<PodTrouble, 'pod' | 'container'>,
): Promise<readonly string[]> {
  const query = `container=${encodeURIComponent(container)}&tailLines=${LAST_LINES}`;
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query}`;
  for (const which of ['&previous=true', '']) {
    const { status, body } = await objects.cluster.send({ method: 'GET', path: `${path}${which}` });
    if (status === 200 && typeof body === 'string' && body.trim() !== '') {
      return body.trimEnd().split('\n');
    }
  }
  return [];
}

/** Gives, each time it is called, the lines that containers of pods have written since. */
export function logFollower(
  objects: Objects,
  namespace: string,
): (
  pods: readonly Manifest[],
) => Promise<readonly { readonly pod: string; readonly line: string }[]> {
  const seen = new Map<string, { readonly since: string; readonly lines: ReadonlySet<string> }>();
  return async (pods) => {
    const found: { pod: string; line: string }[] = [];
    for (const { pod, container } of pods.flatMap(startedContainers)) {
      const key = `${pod}/${container}`;
      const before = seen.get(key);
      const since = before === undefined ? '' : `&sinceTime=${encodeURIComponent(before.since)}`;
      const { status, body } = await objects.cluster.send({
        method: 'GET',
        path: `/api/v1/namespaces/${namespace}/pods/${pod}/log?container=${container}&timestamps=true${since}`,
      });
      if (status !== 200 || typeof body !== 'string') continue;
      const lines = body.split('\n').filter((line) => line !== '');
      // The server rounds a time down to the second: what was seen of that second comes again.
      const fresh = lines.filter((line) => before?.lines.has(line) !== true);
      const last = lines.at(-1)?.split(' ', 1).join('');
      if (last !== undefined) seen.set(key, { since: last, lines: new Set(lines) });
      found.push(...fresh.map((line) => ({ pod, line: line.slice(line.indexOf(' ') + 1) })));
    }
    return found;
  };
}

function startedContainers(
  pod: Manifest,
): readonly { readonly pod: string; readonly container: string }[] {
  return [
    ...itemsAt(pod, 'status', 'initContainerStatuses'),
    ...itemsAt(pod, 'status', 'containerStatuses'),
  ]
    .filter(
      (status) =>
        at(status, 'state', 'running') !== undefined ||
        at(status, 'state', 'terminated') !== undefined,
    )
    .map((status) => ({ pod: pod.metadata.name, container: textAt(status, 'name') ?? '' }));
}

function textMembers(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) =>
      typeof text === 'string' ? [[key, text] as const] : [],
    ),
  );
}
