/** diff › pods: how many pods a workload has, what they ask for, and how long it takes to replace them. */

import type { Manifest } from '../kubernetes/manifest.ts';
import { resolveFenceposts, resolveIntOrPercent } from '../units/percent.ts';
import { formatQuantity, parseQuantity, type Quantity } from '../units/quantity.ts';
import { at, itemsAt, numberAt, textAt } from './read-manifest.ts';

/** Time for scheduling and pulling an image. A choice, as for the deadline of a rollout. */
const PULL_SECONDS = 120;
/** @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
const GRACE_SECONDS = 30;

/** Fewest and most pods. */
export interface PodRange {
  readonly min: number;
  readonly max: number;
}

/** Pods of a workload: an autoscaler's bounds, else its replicas, of which the default is 1. */
export function podsOf(workload: Manifest, beside: readonly Manifest[]): PodRange {
  const replicas = numberAt(workload, 1, 'spec', 'replicas');
  const scaler = scalerOf(workload, beside);
  // An autoscaler leaves alone what is scaled to nothing.
  if (scaler === undefined || at(workload, 'spec', 'replicas') === 0) {
    return { min: replicas, max: replicas };
  }
  return boundsOf(scaler);
}

/** The autoscaler of a workload, whichever kind it is. */
export function scalerOf(workload: Manifest, beside: readonly Manifest[]): Manifest | undefined {
  return beside.find(
    (object) =>
      ['HorizontalPodAutoscaler', 'ScaledObject'].includes(object.kind) &&
      object.metadata.namespace === workload.metadata.namespace &&
      (textAt(object, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment') === workload.kind &&
      textAt(object, 'spec', 'scaleTargetRef', 'name') === workload.metadata.name,
  );
}

/** Bounds of an autoscaler, with what its API takes for granted: for KEDA v2.21.0 apis/keda/v1alpha1/scaledobject_types.go. */
export function boundsOf(scaler: Manifest): PodRange {
  const bound = (key: string, fallback: number) => numberAt(scaler, fallback, 'spec', key);
  return scaler.kind === 'ScaledObject'
    ? {
        min: bound('idleReplicaCount', bound('minReplicaCount', 0)),
        max: bound('maxReplicaCount', 100),
      }
    : { min: bound('minReplicas', 1), max: bound('maxReplicas', 1) };
}

/** Whether there are pods a selector finds, e.g. that of a budget. */
export function hasPods(
  labels: unknown,
  namespace: string | undefined,
  beside: readonly Manifest[],
): boolean {
  const wanted = Object.entries(Object(labels));
  return beside.some(
    (object) =>
      object.metadata.namespace === namespace &&
      at(object, 'spec', 'template') !== undefined &&
      podsOf(object, beside).max > 0 &&
      wanted.every(
        ([key, value]) => at(object, 'spec', 'template', 'metadata', 'labels', key) === value,
      ),
  );
}

/** `3 pods` or `2 to 10 pods`. */
export function podsText({ min, max }: PodRange): string {
  return min === max ? `${max} ${max === 1 ? 'pod' : 'pods'}` : `${min} to ${max} pods`;
}

/** How a Deployment is replaced: pods at a time, waves, and the longest time it may take. */
export function replacementOf(
  workload: Manifest,
  { max }: PodRange,
): { readonly atOnce: number; readonly waves: number; readonly seconds: number } {
  const rolling = at(workload, 'spec', 'strategy', 'rollingUpdate');
  const share = (key: string) => {
    const found = at(rolling, key);
    return typeof found === 'number' || typeof found === 'string' ? found : '25%';
  };
  const fences =
    workload.kind === 'StatefulSet'
      ? { surge: 0, unavailable: missingOf(workload, max) }
      : resolveFenceposts(share('maxSurge'), share('maxUnavailable'), max);
  const atOnce = Math.min(max, Math.max(1, fences.surge + fences.unavailable));
  const waves = Math.ceil(max / atOnce);
  const each =
    startSeconds(workload) + numberAt(workload, 0, 'spec', 'minReadySeconds') + PULL_SECONDS;
  const grace = numberAt(
    workload,
    GRACE_SECONDS,
    ...['spec', 'template', 'spec', 'terminationGracePeriodSeconds'],
  );
  return { atOnce, waves, seconds: waves * each + grace };
}

/** Pods of a StatefulSet that are replaced at once. @see pkg/controller/statefulset/stateful_set_utils.go getStatefulSetMaxUnavailable, v1.37.2 */
function missingOf(workload: Manifest, max: number): number {
  const said = at(workload, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable');
  return typeof said === 'number' || typeof said === 'string'
    ? Math.max(1, resolveIntOrPercent(said, max, 'up'))
    : 1;
}

/** Longest time until a pod answers, by its start-up probe, else until it is asked for the first time. */
function startSeconds(workload: Manifest): number {
  const containers = itemsAt(workload, 'spec', 'template', 'spec', 'containers');
  return Math.max(
    0,
    ...containers.map((container) => {
      const startup = at(container, 'startupProbe');
      const probe = startup ?? at(container, 'readinessProbe');
      if (probe === undefined) return 0;
      const tries = startup === undefined ? 1 : numberAt(probe, 3, 'failureThreshold');
      return (
        numberAt(probe, 0, 'initialDelaySeconds') + tries * numberAt(probe, 10, 'periodSeconds')
      );
    }),
  );
}

/** CPU and memory that all containers of so many pods ask for, as text; absent where none asks. */
export function requestsOf(
  workload: Manifest,
  pods: number,
): Readonly<Record<'cpu' | 'memory', string | undefined>> {
  const containers = itemsAt(workload, 'spec', 'template', 'spec', 'containers');
  const total = (resource: string): string | undefined => {
    const amounts = containers.flatMap((container): readonly Quantity[] => {
      const found = at(container, 'resources', 'requests', resource);
      const parsed = parseQuantity(
        typeof found === 'string' || typeof found === 'number' ? String(found) : '',
      );
      return parsed.ok ? [parsed.value] : [];
    });
    const [first] = amounts;
    if (first === undefined) return undefined;
    const nano = amounts.reduce((sum, amount) => sum + amount.nano, 0n) * BigInt(pods);
    return formatQuantity({ ...first, nano });
  };
  return { cpu: total('cpu'), memory: total('memory') };
}

/** A length of time for people, rounded up: `45 s`, `13 min`, `2 h`. */
export function timeText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  return seconds < 90 * 60 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
}
