// Test support: objects that fight over the same pods, workload or name.
import { at, textAt } from '../kubernetes-object.ts';
import { selects } from '../label-selectors.ts';
import { namespaceOf, podTemplatesOf } from '../pod-templates.ts';

/** Two objects that both claim something only one may have. */
export interface Overlap {
  /** `Deployment/shop-web`. */
  readonly first: string;
  readonly second: string;
  readonly message: string;
}

/**
 * Finds workloads whose selector selects another workload's pods, several budgets on the same pods, several autoscalers on the same
 * workload, and objects of the same kind and name.
 */
export function overlaps(manifests: readonly unknown[]): readonly Overlap[] {
  return [
    ...sameName(manifests),
    ...stolenPods(manifests),
    ...sharedBudgets(manifests),
    ...sharedTargets(manifests),
  ];
}

// A Job's selector is made by the server; these are written by us.
const selecting = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout']);

function sameName(manifests: readonly unknown[]): readonly Overlap[] {
  const keys = manifests.map((manifest) => {
    const group = (textAt(manifest, 'apiVersion') ?? '').replace(/\/?[^/]*$/, '');
    return [group, namespaceOf(manifest), nameOf(manifest)].join(' ');
  });
  return manifests
    .filter((_manifest, index) => keys.indexOf(keys[index] ?? '') < index)
    .map((manifest) => ({
      first: nameOf(manifest),
      second: nameOf(manifest),
      message: 'there twice: whichever is applied last wins',
    }));
}

/**
 * Controllers leave each other's pods alone, but autoscalers and `kubectl` count by selector.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
 */
function stolenPods(manifests: readonly unknown[]): readonly Overlap[] {
  const pods = podTemplatesOf(manifests);
  return manifests
    .filter((manifest) => selecting.has(textAt(manifest, 'kind') ?? ''))
    .flatMap((manifest) =>
      pods
        .filter(
          (pod) =>
            pod.owner !== nameOf(manifest) &&
            pod.namespace === namespaceOf(manifest) &&
            selects(at(manifest, 'spec', 'selector'), pod.labels),
        )
        .map((pod) => ({
          first: nameOf(manifest),
          second: pod.owner,
          message: 'the selector of the first also selects the pods of the second',
        })),
    );
}

/** The eviction API refuses to evict a pod with two budgets. @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
function sharedBudgets(manifests: readonly unknown[]): readonly Overlap[] {
  const budgets = manifests.filter((one) => textAt(one, 'kind') === 'PodDisruptionBudget');
  return podTemplatesOf(manifests).flatMap((pod) =>
    pairs(
      budgets.filter(
        (budget) =>
          namespaceOf(budget) === pod.namespace &&
          selects(at(budget, 'spec', 'selector'), pod.labels),
      ),
    ).map(([first, second]) => ({
      first: nameOf(first),
      second: nameOf(second),
      message: `both protect the pods of ${pod.owner}: none of these can be evicted`,
    })),
  );
}

function sharedTargets(manifests: readonly unknown[]): readonly Overlap[] {
  const byTarget = new Map<string, readonly unknown[]>();
  for (const scaler of manifests) {
    const kind = textAt(scaler, 'kind') ?? '';
    if (kind !== 'HorizontalPodAutoscaler' && kind !== 'ScaledObject') continue;
    const target = at(scaler, 'spec', 'scaleTargetRef');
    const workload = `${textAt(target, 'kind') ?? 'Deployment'}/${textAt(target, 'name') ?? ''}`;
    const key = `${namespaceOf(scaler)} ${workload}`;
    byTarget.set(key, [...(byTarget.get(key) ?? []), scaler]);
  }
  return [...byTarget].flatMap(([key, scalers]) =>
    pairs(scalers).map(([first, second]) => ({
      first: nameOf(first),
      second: nameOf(second),
      message: `both set the replicas of ${key.split(' ')[1] ?? ''}`,
    })),
  );
}

function pairs(members: readonly unknown[]): readonly (readonly [unknown, unknown])[] {
  return members.flatMap((first, index) =>
    members.slice(index + 1).map((second) => [first, second] as const),
  );
}

function nameOf(manifest: unknown): string {
  return `${textAt(manifest, 'kind') ?? ''}/${textAt(manifest, 'metadata', 'name') ?? ''}`;
}
